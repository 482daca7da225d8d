// A GAN of your own in thirty lines: your networks, your points, trained with mixup.

import Datasets
import Foundation
import GANLab
import Mixing
import NeuralNetworks

let triangle = GaussianMixture(
  name: "triangle", centers: [0, 1, -0.9, -0.5, 0.9, -0.5], sigma: 0.05)

var random = RandomSource(seed: 7)
let generator = try multilayerPerceptron("generator", sizes: [4, 64, 64, 2], from: &random)
let discriminator = try multilayerPerceptron(
  "discriminator", sizes: [2, 64, 64, 1], activation: .leakyReLU(slope: 0.2), from: &random)

var configuration = GANConfiguration()
configuration.latentSize = 4
configuration.objective = .nonSaturating
configuration.mixup = .paper(alpha: 0.2, .sample)

let trainer = try GANTrainer(
  generator: generator, discriminator: discriminator, data: triangle, configuration: configuration)
for step in 1...2000 {
  let report = try trainer.step()
  if step % 500 == 0 { print("step \(step): D loss \(report.discriminatorLoss)") }
}

let points = try trainer.sample(1000)
let metrics = ModeMetrics(points: points.floats, against: triangle)
print("\(metrics.modes) of \(triangle.modeCount) corners, points of shape \(points.shape)")

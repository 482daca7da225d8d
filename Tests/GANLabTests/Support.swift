// What the tests of this room share: their suite, small recipes and trainers.

import Datasets
import Foundation
import GANLab
import NeuralNetworks
import Runs
import Tensors
import TestSupport
import Testing

/// All tests of this room, one at a time, because they share the kernels' threads.
@Suite(.serialized, .exclusive) enum GANLabTests {}

/// A recipe of a run that takes a fraction of a second, with changes.
func smallRecipe(_ changes: String...) throws -> Recipe {
  var recipe = try GANRecipe.defaults()
  let small = [
    "width=16", "depth=1", "batch=8", "d-steps=2", "steps=25", "steps-per-epoch=10",
    "samples=100", "threads=1",
  ]
  for change in small + changes { try recipe.apply(assignment: change) }
  return recipe
}

/// A trainer of small networks on the ring, or on another mixture.
func smallTrainer(
  _ configuration: GANConfiguration, width: Int = 16, data: GaussianMixture = .ring,
  compileOptions: CompileOptions = CompileOptions()
) throws -> GANTrainer {
  let networks = try GANNetworks.multilayerPerceptrons(
    latentSize: configuration.latentSize, width: width, hiddenLayers: 1, seed: configuration.seed)
  return try GANTrainer(
    generator: networks.generator, discriminator: networks.discriminator, data: data,
    configuration: configuration, compileOptions: compileOptions)
}

/// What measures a trainer, with the same point at all places where the discriminator is asked.
func smallEvaluator(
  _ trainer: GANTrainer, count: Int, at coordinate: Float = 0.5
) throws -> PointEvaluator {
  let points = { (side: Int) in [Float](repeating: coordinate, count: 2 * side * side) }
  return try PointEvaluator(
    trainer, count: count, lattice: points(PointEvaluator.fieldSide),
    arrows: points(PointEvaluator.arrowSide),
    heldOut: try trainer.points.hostSample(count, seed: 1, step: -1))
}

/// A procedure of small batches.
func smallConfiguration(_ change: (inout GANConfiguration) -> Void = { _ in }) -> GANConfiguration {
  var configuration = GANConfiguration()
  configuration.batch = 8
  configuration.discriminatorSteps = 2
  change(&configuration)
  return configuration
}

extension GANTrainer {
  /// The elements of all variables.
  var state: [HostTensor] { variables.map(\.hostValue) }

  /// Makes several steps and returns the losses.
  @discardableResult
  func steps(_ count: Int) throws -> [Float] {
    try (0..<count).flatMap { _ in
      let report = try step()
      return [report.discriminatorLoss, report.generatorLoss]
    }
  }
}

/// Whether a file begins like a PNG picture.
func isPNG(_ data: Data?) -> Bool {
  data?.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ?? false
}

extension GANTrainer {
  /// The law that a trainer on points draws from; the ring for one on images.
  var points: any PointDistribution {
    if case .points(let law) = data { law } else { GaussianMixture.ring }
  }
}

// The compiled step against updates made by hand: no gradient runs through the other network's.

import Datasets
import Foundation
import GANLab
import Mixing
import NeuralNetworks
import Tensors
import Testing

extension GANLabTests {
  @Suite struct GradientIsolationTests {
    /// Adam in double precision, on the host.
    private struct HandAdam {
      private(set) var first: [Double]
      private var second: [Double]
      private var step = 0

      init(_ variable: Variable) {
        first = [Double](repeating: 0, count: variable.shape.elementCount)
        second = first
      }

      mutating func move(_ variable: Variable, against gradient: [Float], rate: Float) throws {
        step += 1
        var values = variable.hostValue.floats.map(Double.init)
        for (index, slope) in gradient.map(Double.init).enumerated() {
          first[index] = 0.9 * first[index] + 0.1 * slope
          second[index] = 0.999 * second[index] + 0.001 * slope * slope
          let mean = first[index] / (1 - pow(0.9, Double(step)))
          let square = second[index] / (1 - pow(0.999, Double(step)))
          values[index] -= Double(rate) * mean / (square.squareRoot() + 1e-8)
        }
        try variable.setHostValue(HostTensor(values.map(Float.init), shape: variable.shape))
      }
    }

    /// The generator's running mean of gradients after two steps, one discriminator update each.
    ///
    /// The discriminator's rate is high and the second update depends on two gradients, so that a
    /// gradient through the updates would be far from one that holds the discriminator fixed.
    @Test(
      arguments: [
        (GANObjective.saturating, DiscriminatorMixup.off),
        (.saturating, .paper(alpha: 1, .sample)), (.nonSaturating, .off),
        (.nonSaturating, .paper(alpha: 1, .sample)), (.wassersteinGP, .off),
      ])
    func generatorGradientHoldsTheDiscriminatorFixed(
      objective: GANObjective, mixup: DiscriminatorMixup
    ) throws {
      let configuration = smallConfiguration {
        $0.discriminatorSteps = 1
        $0.discriminatorLearningRate = 0.2
        $0.objective = objective
        $0.gradientPenalty = 10
        $0.mixup = mixup
        $0.seed = 4
      }
      let trainer = try smallTrainer(configuration)
      try trainer.steps(2)

      let networks = try GANNetworks.multilayerPerceptrons(
        latentSize: 2, width: 16, hiddenLayers: 1, seed: configuration.seed)
      let (generator, discriminator) = (networks.generator, networks.discriminator)
      let latent = { (key: RandomKey) in key.normal([configuration.batch, 2], from: .latent) }
      let discriminatorSlopes = compile { (key: Tensor) in
        let key = RandomKey(key)
        let real = GaussianMixture.ring.sample(configuration.batch, key, from: .data)
        let fake = generator(latent(key))
        let batch = mixup.batch(real: real, fake: fake, key)
        var loss = objective.discriminatorLoss(
          logits: discriminator(batch.points), targets: batch.targets)
        if objective == .wassersteinGP {
          let points = interpolated(real: real, fake: fake, key)
          loss = loss + 10 * gradientPenalty(of: discriminator.callAsFunction, at: points)
        }
        return gradients(of: loss, withRespectTo: discriminator.parameters)
      }
      let generatorSlopes = compile { (key: Tensor) in
        let key = RandomKey(key)
        // The first draw of the stream made the fakes of the discriminator's batch.
        _ = latent(key)
        let loss = objective.generatorLoss(logits: discriminator(generator(latent(key))))
        return gradients(of: loss, withRespectTo: generator.parameters)
      }

      var discriminatorAdam = discriminator.parameters.map(HandAdam.init)
      var generatorAdam = generator.parameters.map(HandAdam.init)
      for step in 1...2 {
        let key = RandomKey.host(seed: configuration.seed, step: step)
        for (index, slope) in try discriminatorSlopes(key).enumerated() {
          try discriminatorAdam[index].move(
            discriminator.parameters[index], against: slope.floats, rate: 0.2)
        }
        for (index, slope) in try generatorSlopes(key).enumerated() {
          try generatorAdam[index].move(
            generator.parameters[index], against: slope.floats, rate: 1e-3)
        }
      }

      let moments =
        zip(generator.parameters, generatorAdam).map { ("generator", $0, $1.first) }
        + zip(discriminator.parameters, discriminatorAdam).map { ("discriminator", $0, $1.first) }
      for (network, parameter, expected) in moments {
        let name = "\(network)_optimizer.\(parameter.name).firstMoment"
        let moment = try #require(trainer.variables.first { $0.name == name }).hostValue.floats
        let scale = expected.map(abs).max() ?? 0
        for (a, b) in zip(moment, expected) {
          #expect(abs(Double(a) - b) <= 1e-3 * scale, "\(name)")
        }
        #expect(scale > 1e-6 || parameter === discriminator.parameters.last, "\(name)")
      }
      // A unit of a critic that is on in all rows has a bias without a gradient, and Adam makes a
      // step of the rounding.
      guard objective.hasProbabilities else { return }
      for (mine, reference) in zip(trainer.discriminator.parameters, discriminator.parameters) {
        for (a, b) in zip(mine.hostValue.floats, reference.hostValue.floats) {
          #expect(abs(a - b) < 1e-3, "\(mine.name)")
        }
      }
    }

    @Test(arguments: GANObjective.allCases)
    func eachUpdateMovesItsOwnNetworkAlone(objective: GANObjective) throws {
      let configuration = smallConfiguration {
        $0.objective = objective
        $0.mixup = .off
      }
      var resting = (configuration, configuration)
      resting.0.generatorLearningRate = 0
      resting.1.discriminatorLearningRate = 0
      let generatorRests = try smallTrainer(resting.0)
      let discriminatorRests = try smallTrainer(resting.1)
      let values = { (layer: any Layer) in layer.parameters.map { $0.hostValue.floats } }
      let before = (values(generatorRests.generator), values(generatorRests.discriminator))
      try generatorRests.steps(3)
      try discriminatorRests.steps(3)
      #expect(values(generatorRests.generator) == before.0)
      #expect(values(discriminatorRests.discriminator) == before.1)
      for (now, then) in zip(values(discriminatorRests.generator), before.0) {
        #expect(now != then)
      }
      let moved = zip(values(generatorRests.discriminator), before.1).map { $0 != $1 }
      // A number added to all scores of a critic changes nothing, so its last bias rests, but for
      // what rounding leaves of the slopes of pairs.
      #expect(moved.dropLast().allSatisfy { $0 })
      #expect(objective == .relativistic || moved.last == objective.hasProbabilities)
    }
  }
}

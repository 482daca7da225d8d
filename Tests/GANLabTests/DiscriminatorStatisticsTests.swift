// A discriminator that normalises batches: which samples share one, and when its statistics move.

import Datasets
import GANLab
import GraphCompiler
import Mixing
import NeuralNetworks
import Tensors
import Testing

extension GANLabTests {
  @Suite struct DiscriminatorStatisticsTests {
    /// A discriminator whose first layer is the normalisation itself.
    private func trainer(
      _ mixup: DiscriminatorMixup, discriminatorSteps: Int = 1
    ) throws -> (GANTrainer, BatchNorm) {
      var random = RandomSource(seed: 1)
      let norm = try BatchNorm("discriminator.0", features: 2)
      let discriminator = Sequential(
        "discriminator",
        [norm, try Linear("discriminator.1", inputs: 2, outputs: 1, from: &random)])
      let generator = try multilayerPerceptron("generator", sizes: [2, 4, 2], from: &random)
      let configuration = smallConfiguration {
        $0.mixup = mixup
        $0.discriminatorSteps = discriminatorSteps
      }
      let trainer = try GANTrainer(
        generator: generator, discriminator: discriminator, data: GaussianMixture.ring,
        configuration: configuration)
      return (trainer, norm)
    }

    /// The points of the first update: reals, then fakes of the untrained generator.
    private func firstPoints(_ trainer: GANTrainer) throws -> [[Float]] {
      let function = compile { (key: Tensor) in
        let key = RandomKey(key)
        return [
          GaussianMixture.ring.sample(8, key, from: .data),
          trainer.generator(key.normal([8, 2], from: .latent), mode: .inference),
        ]
      }
      return try function(RandomKey.host(seed: 0, step: 1)).map(\.floats)
    }

    private func means(_ points: [Float]) -> [Float] {
      (0..<2).map { axis in
        stride(from: axis, to: points.count, by: 2).reduce(0) { $0 + points[$1] }
          / Float(points.count / 2)
      }
    }

    @Test func unmixedRealsAndFakesHaveABatchEach() throws {
      let (trainer, norm) = try trainer(.off)
      let points = try firstPoints(trainer).map(means)
      _ = try trainer.step()
      // Each of two calls moves the mean by a tenth towards its batch's.
      let expected = (0..<2).map { 0.9 * 0.1 * points[0][$0] + 0.1 * points[1][$0] }
      let running = norm.runningMean.hostValue.floats
      for (a, b) in zip(running, expected) { #expect(abs(a - b) < 1e-6, "\(running) \(expected)") }
    }

    @Test func mixturesHaveOneBatchAndTheGeneratorsUpdateMovesNothing() throws {
      let (trainer, norm) = try trainer(.paper(alpha: 1, .batch))
      let points = try firstPoints(trainer).map(means)
      _ = try trainer.step()
      // One call only: a tenth of the mixture's mean, on the line between both kinds' means.
      let moved = norm.runningMean.hostValue.floats.map { $0 / 0.1 }
      let shares = (0..<2).map { (moved[$0] - points[1][$0]) / (points[0][$0] - points[1][$0]) }
      #expect(abs(shares[0] - shares[1]) < 1e-3, "\(shares)")
      #expect((0...1).contains(shares[0]), "\(shares)")
    }

    @Test func statisticsAreSavedWithACheckpoint() throws {
      let (trainer, norm) = try trainer(.off)
      #expect(trainer.variables.contains { $0.name == norm.runningMean.name })
    }
  }
}

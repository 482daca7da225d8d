// The paper's mixup discriminator, and the plain one: points, targets and losses.

import Mixing
import NeuralNetworks
import Tensors
import Testing

extension MixingTests {
  @Suite struct PaperMixupTests {
    private func points(_ count: Int, step: Int) throws -> HostTensor {
      let function = compile { key in RandomKey(key).normal([count, 2], from: .data) }
      return try function(RandomKey.host(seed: 3, step: step))[0]
    }

    @Test func knownWeightsGiveKnownMixtures() throws {
      let function = compile { (real: Tensor, fake: Tensor, lambda: Tensor) in
        let batch = DiscriminatorMixup.paperBatch(real: real, fake: fake, lambda: lambda)
        return [batch.points, batch.targets]
      }
      let weights: [Float] = [0, 0.25, 1]
      let results = try function(
        matrix([4, 8, 4, 8, 4, 8], [3, 2]), matrix([0, -8, 0, -8, 0, -8], [3, 2]),
        matrix(weights, [3, 1]))
      #expect(results[0].floats == [0, -8, 1, -4, 4, 8])
      #expect(results[1].floats == weights)
    }

    @Test(arguments: LambdaGranularity.allCases)
    func eachRowIsItsMixture(granularity: LambdaGranularity) throws {
      let (real, fake) = (try points(31, step: 1), try points(31, step: 2))
      let mixup = DiscriminatorMixup.paper(alpha: 0.2, granularity)
      let batch = try mixup.drawn(real: real, fake: fake)
      #expect(mixup.pointsOfEachKind(31) == 31)
      #expect(batch.pointShape == [31, 2])
      for index in 0..<62 {
        let lambda = batch.targets[index / 2]
        let expected = lambda * real.floats[index] + (1 - lambda) * fake.floats[index]
        #expect(abs(batch.points[index] - expected) < 1e-6)
      }
    }

    @Test func offShowsRealsThenFakes() throws {
      let (real, fake) = (try points(5, step: 1), try points(5, step: 2))
      let batch = try DiscriminatorMixup.off.drawn(real: real, fake: fake)
      #expect(DiscriminatorMixup.off.pointsOfEachKind(5) == 5)
      #expect(batch.points == real.floats + fake.floats)
      #expect(batch.targets == [1, 1, 1, 1, 1, 0, 0, 0, 0, 0])
      #expect(batch.targetShape == [10, 1])
    }

    /// With weight 1 (0) the loss is the mean over the reals (fakes) alone, and the plain loss is
    /// the mean of the two halves.
    @Test func forcedWeightsGiveTheHalvesOfThePlainLoss() throws {
      var random = RandomSource(seed: 5)
      let discriminator = try multilayerPerceptron("d", sizes: [2, 16, 1], from: &random)
      let function = compile { (real: Tensor, fake: Tensor, weights: Tensor) in
        let loss = { (batch: DiscriminatorBatch) in
          binaryCrossEntropy(logits: discriminator(batch.points), labels: batch.targets)
        }
        let forced = [0, 1].map { column in
          loss(
            DiscriminatorMixup.paperBatch(
              real: real, fake: fake,
              lambda: weights.sliced(along: 1, column..<(column + 1))))
        }
        let key = RandomKey(Tensor(RandomKey.host(seed: 0, step: 0)))
        return forced + [
          softplus(discriminator(fake)).mean(), softplus(-discriminator(real)).mean(),
          loss(DiscriminatorMixup.off.batch(real: real, fake: fake, key)),
        ]
      }
      let weights = try matrix((0..<20).flatMap { _ in [0, 1] }, [20, 2])
      let values = try function(try points(20, step: 1), try points(20, step: 2), weights)
        .compactMap(\.scalar)
      #expect(values.count == 5)
      #expect(abs(values[0] - values[2]) < 1e-6)
      #expect(abs(values[1] - values[3]) < 1e-6)
      #expect(abs(values[4] - (values[2] + values[3]) / 2) < 1e-6)
      #expect(abs(values[2] - values[3]) > 1e-3)
    }

    /// The cross entropy is linear in the label, so mixing labels is mixing losses.
    @Test func mixedLabelsAndMixedLossesAgree() throws {
      let function = compile { (logits: Tensor, lambda: Tensor) in
        let losses = [1, 0].map { label in
          binaryCrossEntropy(
            logits: logits, labels: Tensor(repeating: label, shape: logits.shape),
            reduction: .none)
        }
        return [
          binaryCrossEntropy(logits: logits, labels: lambda, reduction: .none),
          mixed(losses[0], losses[1], lambda: lambda),
        ]
      }
      let logits: [Float] = [-30, -4, -0.5, 0, 0.5, 4, 30]
      let results = try function(
        matrix(logits, [7, 1]), matrix([0.1, 0.9, 0.5, 0.3, 0, 1, 0.7], [7, 1]))
      for (label, loss) in zip(results[0].floats, results[1].floats) {
        #expect(abs(label - loss) <= 2e-6 * max(1, abs(loss)))
      }
      #expect(abs((results[0].floats.dropFirst(3).first ?? 0) - 0.6931472) < 1e-6)
    }
  }
}

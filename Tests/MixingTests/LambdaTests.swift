// Which rows share a mixing weight, and the law of the weights.

import Mixing
import Tensors
import Testing

extension MixingTests {
  @Suite struct LambdaTests {
    @Test func everySampleHasItsOwn() throws {
      let lambda = try DiscriminatorMixup.paper(alpha: 8, .sample).targets(64)
      #expect(lambda.count == 64)
      #expect(Set(lambda).count == 64)
    }

    @Test(arguments: [2, 7, 8, 33])
    func mirrorImagesShareOne(count: Int) throws {
      let lambda = try DiscriminatorMixup.paper(alpha: 8, .pair).targets(count)
      #expect(lambda.count == count)
      for row in 0..<count { #expect(lambda[row] == lambda[count - 1 - row]) }
      #expect(Set(lambda).count == (count + 1) / 2)
    }

    @Test func theBatchSharesOneAndTheNextHasAnother() throws {
      let mixup = DiscriminatorMixup.paper(alpha: 8, .batch)
      let (first, second) = (try mixup.targets(32, step: 1), try mixup.targets(32, step: 2))
      #expect(first.count == 32)
      #expect(Set(first).count == 1)
      #expect(Set(second).count == 1)
      #expect(first != second)
    }

    @Test(arguments: LambdaGranularity.allCases, [0, 1])
    func smallestBatches(granularity: LambdaGranularity, count: Int) throws {
      let batch = try DiscriminatorMixup.paper(alpha: 1, granularity)
        .drawn(real: column(count, of: 1), fake: column(count, of: -1))
      #expect(batch.pointShape == [count, 1])
      #expect(batch.targetShape == [count, 1])
      #expect(batch.targets.allSatisfy { (0...1).contains($0) })
    }

    /// Beta(a, a) has mean 1/2, variance 1 / (4 (2a + 1)) and excess kurtosis -6 / (2a + 3).
    @Test(arguments: [Float(0.05), 0.2, 1, 8])
    func weightsFollowTheBetaLaw(alpha: Float) throws {
      let lambda = try DiscriminatorMixup.paper(alpha: alpha, .sample).targets(100_000)
        .map(Double.init)
      let count = Double(lambda.count)
      let shape = Double(alpha)
      let variance = 1 / (4 * (2 * shape + 1))
      let kurtosis = 3 - 6 / (2 * shape + 3)
      let mean = lambda.reduce(0, +) / count
      let spread = lambda.map { ($0 - 0.5) * ($0 - 0.5) }.reduce(0, +) / count
      #expect(abs(mean - 0.5) < 4 * (variance / count).squareRoot())
      #expect(abs(spread - variance) < 4 * variance * ((kurtosis - 1) / count).squareRoot())
    }
  }
}

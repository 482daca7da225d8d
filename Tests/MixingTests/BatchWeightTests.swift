// The law of the weights, who shares them, and how often there is mixing at all.

import Mixing
import Tensors
import Testing

extension MixingTests {
  @Suite struct BatchWeightTests {
    /// What is known of min(lambda, 1 - lambda) and lambda for Beta(alpha, alpha).
    struct Law: Sendable {
      let alpha: Float
      let variance, meanOfLesser, shareBelow: Double
    }

    private static let count = 100_000

    @Test(arguments: [
      Law(alpha: 0.1, variance: 0.2083, meanOfLesser: 0.0584, shareBelow: 0.755),
      Law(alpha: 0.2, variance: 0.1786, meanOfLesser: 0.1012, shareBelow: 0.582),
      Law(alpha: 0.4, variance: 0.1389, meanOfLesser: 0.1602, shareBelow: 0.360),
      Law(alpha: 1, variance: 0.0833, meanOfLesser: 0.2500, shareBelow: 0.100),
      Law(alpha: 2, variance: 0.0500, meanOfLesser: 0.3125, shareBelow: 0.0145),
      Law(alpha: 8, variance: 0.0147, meanOfLesser: 0.4018, shareBelow: 0),
    ])
    func weightsFollowTheBetaLaw(law: Law) throws {
      let lambda = try BatchMixing(.mixup(alpha: law.alpha), granularity: .sample)
        .lambdas(Self.count)[0].map(Double.init)
      let count = Double(Self.count)
      let mean = { (values: [Double]) in values.reduce(0, +) / count }
      let lesser = lambda.map { min($0, 1 - $0) }
      // Four standard errors, and half of the last digit of the known values.
      #expect(abs(mean(lambda) - 0.5) < 4 * (law.variance / count).squareRoot())
      let squares = lambda.map { ($0 - 0.5) * ($0 - 0.5) }
      #expect(abs(mean(squares) - law.variance) < 4 * 0.125 / count.squareRoot() + 5e-5)
      let spread = mean(lesser.map { $0 * $0 }) - mean(lesser) * mean(lesser)
      #expect(abs(mean(lesser) - law.meanOfLesser) < 4 * (spread / count).squareRoot() + 5e-5)
      let share = Double(lesser.count { $0 < 0.05 }) / count
      let error = (law.shareBelow * (1 - law.shareBelow) / count).squareRoot()
      #expect(abs(share - law.shareBelow) < 4 * error + 5e-4)
    }

    /// `P(1 - lambda < x)` is close to `x^a / (a B(a, a))` for small x: at alpha 0.05 and half a unit
    /// in the last place, 3e-8, 0.211 of all weights are 1.
    @Test func smallAlphasLoseNothing() throws {
      let lambda = try BatchMixing(.mixup(alpha: 0.05), granularity: .sample)
        .lambdas(Self.count)[0]
      let ones = Double(lambda.count { $0 == 1 }) / Double(Self.count)
      let tiny = Double(lambda.count { $0 < 3e-8 }) / Double(Self.count)
      #expect(abs(ones - 0.211) < 0.006)
      #expect(abs(tiny - 0.211) < 0.006)
      #expect(lambda.contains { $0 > 0 && $0 < 1e-12 })
    }

    /// Dirichlet(a, ..., a) of k weights: mean 1/k, variance (k - 1) / (k^2 (k a + 1)), covariance
    /// -1 / (k^2 (k a + 1)).
    @Test(arguments: [3, 5], [Float(0.2), 1, 4])
    func weightsFollowTheDirichletLaw(ways: Int, alpha: Float) throws {
      let rows = 50_000
      let function = compile { (key: Tensor) in
        let mixing = BatchMixing(.simplex(ways: ways, alpha: alpha), granularity: .sample)
        return mixing.draw(targets: Tensor(repeating: 1, shape: [rows, 1]), key: RandomKey(key))
          .weights
      }
      let columns = try function(RandomKey.host(seed: 4, step: 1)).map(\.doubles)
      #expect(columns.count == ways)
      let (k, count) = (Double(ways), Double(rows))
      let scale = 1 / (k * k * (k * Double(alpha) + 1))
      let moment = { (a: Int, b: Int) in
        zip(columns[a], columns[b]).reduce(0) { $0 + ($1.0 - 1 / k) * ($1.1 - 1 / k) } / count
      }
      for a in 0..<ways {
        let mean = columns[a].reduce(0, +) / count
        #expect(abs(mean - 1 / k) < 4 * ((k - 1) * scale / count).squareRoot())
        for b in 0..<ways {
          let expected = a == b ? (k - 1) * scale : -scale
          #expect(abs(moment(a, b) - expected) < 0.03 * (k - 1) * scale)
        }
      }
      for row in 0..<rows {
        #expect(abs(columns.reduce(0) { $0 + $1[row] } - 1) < 1e-6)
      }
    }

    @Test(arguments: LambdaGranularity.allCases)
    func twoWaysAreMixup(granularity: LambdaGranularity) throws {
      let draws = try [BatchMixing.Method.mixup(alpha: 0.4), .simplex(ways: 2, alpha: 0.4)].map {
        try BatchMixing($0, granularity: granularity).seen(ownClasses(9))
      }
      #expect(draws[0].shares == draws[1].shares)
      #expect(draws[0].targets == draws[1].targets)
    }

    @Test func rowsShareWeightsAsTheGranularitySays() throws {
      for method in [BatchMixing.Method.mixup(alpha: 2), .simplex(ways: 4, alpha: 2)] {
        for granularity in LambdaGranularity.allCases {
          let weights = try BatchMixing(method, granularity: granularity).seen(ownClasses(9))
            .weights
          let different = [LambdaGranularity.sample: 9, .pair: 5, .batch: 1][granularity]
          #expect(Set(weights).count == different)
          guard granularity != .sample else { continue }
          for row in 0..<9 { #expect(weights[row] == weights[8 - row]) }
        }
      }
    }

    @Test func aShareOfTheRowsIsMixed() throws {
      // Weights of Beta(8, 8) are never 1 by themselves.
      let mixing = BatchMixing(.mixup(alpha: 8), granularity: .sample, probability: 0.3)
      let lambda = try mixing.lambdas(20_000)[0]
      let mixed = Double(lambda.count { $0 != 1 }) / 20_000
      #expect(abs(mixed - 0.3) < 4 * (0.21 / 20_000).squareRoot())
    }

    @Test func aShareOfThePairsAndBatchesIsMixed() throws {
      let pairs = try BatchMixing(.mixup(alpha: 8), granularity: .pair, probability: 0.3)
        .lambdas(20_001)[0]
      for row in 0..<20_001 { #expect(pairs[row] == pairs[20_000 - row]) }
      let mixed = Double(pairs.count { $0 != 1 }) / 20_001
      #expect(abs(mixed - 0.3) < 4 * (0.21 / 10_000).squareRoot())

      let batches = try BatchMixing(.mixup(alpha: 8), probability: 0.3).lambdas(3, steps: 1...1000)
      for batch in batches { #expect(Set(batch).count == 1) }
      let share = Double(batches.count { $0[0] != 1 }) / 1000
      #expect(abs(share - 0.3) < 4 * (0.21 / 1000).squareRoot())
    }
  }
}

// The maximum mean discrepancy, against NumPy, plain loops and closed forms.

import Datasets
import Foundation
import GANLab
import Tensors
import Testing

/// The mean kernel of points of two samples, or of different points of one.
private func meanKernel(
  _ first: [Float], _ second: [Float], median: Double, isOneSample: Bool = false
) -> Double {
  var values: [Double] = []
  for i in 0..<first.count / 2 {
    for j in 0..<second.count / 2 where !(isOneSample && i == j) {
      let distance = hypot(
        Double(first[2 * i]) - Double(second[2 * j]),
        Double(first[2 * i + 1]) - Double(second[2 * j + 1]))
      let kernels = [1.0, 4, 16, 64].map { exp(-pow($0 * distance / median, 2) / 2) }
      values.append(kernels.reduce(0, +) / 4)
    }
  }
  return values.reduce(0, +) / Double(values.count)
}

extension GANLabTests {
  @Suite struct DiscrepancyTests {
    /// Values of NumPy in double precision.
    @Test(
      arguments: [
        (7, 0.5766500286963303, -0.08079257488158248),
        (100, 0.531209312957389, -0.0020358032623939426),
        (300, 0.5209113206730827, -0.00044043038835084314),
      ])
    func agreesWithNumPy(count: Int, median: Double, squared: Double) {
      let discrepancy = MaximumMeanDiscrepancy(real: scattered(count, 613, 331, 5))
      #expect(abs(discrepancy.medianDistance - median) < 1e-12)
      #expect(abs(discrepancy.squared(to: scattered(count, 271, 97, 3)) - squared) < 1e-12)
    }

    @Test func agreesWithPlainLoopsForUnlikeCounts() {
      let (generated, real) = (scattered(23, 271, 97, 3), scattered(40, 613, 331, 5))
      let discrepancy = MaximumMeanDiscrepancy(real: real)
      let median = discrepancy.medianDistance
      let expected =
        meanKernel(generated, generated, median: median, isOneSample: true)
        + meanKernel(real, real, median: median, isOneSample: true)
        - 2 * meanKernel(generated, real, median: median)
      #expect(abs(discrepancy.squared(to: generated) - expected) < 1e-12)
    }

    /// With pairs of a point and itself only in the third mean, it is 2 (mean kernel - 1) / count.
    @Test func equalSetsAreSlightlyBelowZero() {
      let points = scattered(50, 271, 97, 3)
      let discrepancy = MaximumMeanDiscrepancy(real: points)
      let mean = meanKernel(
        points, points, median: discrepancy.medianDistance, isOneSample: true)
      let squared = discrepancy.squared(to: points)
      #expect(abs(squared - 2 * (mean - 1) / 50) < 1e-12)
      #expect(squared < 0)
    }

    @Test func perfectSamplersAreNearZeroAndCollapsedOnesAreNot() throws {
      let function = compile { key in
        GaussianMixture.ring.sample(800, RandomKey(key), from: .evaluation)
      }
      let (first, second) = (
        try function(RandomKey.host(seed: 2, step: 1))[0].floats,
        try function(RandomKey.host(seed: 2, step: 2))[0].floats
      )
      let discrepancy = MaximumMeanDiscrepancy(real: first)
      #expect(abs(discrepancy.squared(to: second)) < 0.003)
      let collapsed = points(800) { _ in (0, 1) }
      #expect(discrepancy.squared(to: collapsed) > 0.3)
      // The same points without the modes' width: only the narrowest kernel tells, by a 32nd of
      // 1 + s^2 / (s^2 + 2 sigma^2) - 2 s^2 / (s^2 + sigma^2) for its width s.
      let dots = second.map { ringCoordinate($0) }
      let growth = discrepancy.squared(to: dots) - discrepancy.squared(to: second)
      let (s, sigma) = (discrepancy.medianDistance / 64, 0.01)
      let wide = 1 + s * s / (s * s + 2 * sigma * sigma)
      let expected = (wide - 2 * s * s / (s * s + sigma * sigma)) / 32
      #expect(abs(growth - expected) < 0.3 * expected)
    }

    @Test func pointsThatAreNotFiniteAreInfinitelyFar() {
      let real = scattered(20, 613, 331, 5)
      let discrepancy = MaximumMeanDiscrepancy(real: real)
      let nowhere = [Float](repeating: .nan, count: 6) + [.infinity, 0, .infinity, 0]
      let mean = meanKernel(
        real, real, median: discrepancy.medianDistance, isOneSample: true)
      #expect(abs(discrepancy.squared(to: nowhere) - mean) < 1e-12)
      #expect(MaximumMeanDiscrepancy(real: [.nan, 0] + real).squared(to: real).isNaN)
    }

    @Test func fewPoints() {
      #expect(MaximumMeanDiscrepancy(real: []).squared(to: [0, 0, 1, 1]).isNaN)
      #expect(MaximumMeanDiscrepancy(real: [0, 0]).squared(to: [0, 0, 1, 1]).isNaN)
      #expect(MaximumMeanDiscrepancy(real: [0, 0, 1, 1]).squared(to: [0, 0]).isNaN)
      // The median distance is 0, so only equal points are alike: 1 + 0 - 2 / 2.
      let dot = MaximumMeanDiscrepancy(real: [0, 0, 0, 0])
      #expect(dot.medianDistance == 0)
      #expect(dot.squared(to: [0, 0, 1, 1]) == 0)
      #expect(dot.squared(to: [0, 0, 0, 0]) == 0)
      #expect(dot.squared(to: [1, 0, 0, 1]) == 1)
    }
  }
}

/// The coordinate of the ring's centre that a coordinate near it belongs to.
private func ringCoordinate(_ value: Float) -> Float {
  let size: Float = abs(value) < 0.35 ? 0 : abs(value) < 0.85 ? Float(0.5).squareRoot() : 1
  return value < 0 ? -size : size
}

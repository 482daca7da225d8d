// Coverage of a mixture, against what theory says of perfect, collapsed and broken samplers.

import Datasets
import Foundation
import GANLab
import Tensors
import Testing

extension GANLabTests {
  @Suite struct ModeMetricsTests {
    /// In the plane a share 1 - exp(-9/2) lies within three sigma, and the median distance is
    /// sqrt(2 ln 2) sigma, of standard error 1 / (2 f sqrt(n)) with the Rayleigh density f there.
    @Test(arguments: [GaussianMixture.ring, .grid])
    func perfectSamplers(mixture: GaussianMixture) throws {
      let count = 40_000
      let function = compile { key in mixture.sample(count, RandomKey(key), from: .evaluation) }
      let points = try function(RandomKey.host(seed: 2, step: 1))[0].floats
      let metrics = ModeMetrics(points: points, against: mixture)

      let share = 1 - exp(-4.5)
      #expect(metrics.modes == mixture.modeCount)
      #expect(
        abs(metrics.highQuality - share) < 4 * (share * (1 - share) / Double(count)).squareRoot())
      #expect(metrics.inFrame == 1)
      // 2 n KL follows the chi-square law of K - 1 degrees of freedom.
      let degrees = Double(mixture.modeCount - 1)
      let near = Double(metrics.modeCounts.reduce(0, +))
      for divergence in [
        2 * Double(count) * metrics.reverseKL, 2 * near * metrics.highQualityReverseKL,
        // One bin more is one degree more.
        2 * Double(count) * metrics.offModeKL - 1,
      ] {
        #expect(abs(divergence - degrees) < 4 * (2 * degrees).squareRoot())
      }
      #expect(near / Double(count) == metrics.highQuality)
      #expect(metrics.nearestCounts.reduce(0, +) == count)
      let median = (2 * log(2.0)).squareRoot()
      let density = median * exp(-median * median / 2)
      let error = 1 / (2 * density * Double(count).squareRoot())
      #expect(abs(metrics.medianDistance / 0.01 - median) < 4 * error)
    }

    @Test func oneModeOnly() {
      let points = [[Float]](repeating: [0, 1], count: 50).flatMap { $0 }
      let metrics = ModeMetrics(points: points, against: .ring)
      #expect(metrics.modes == 1)
      #expect(metrics.highQuality == 1)
      #expect(abs(metrics.reverseKL - log(8)) < 1e-12)
      #expect(abs(metrics.highQualityReverseKL - log(8)) < 1e-12)
      #expect(abs(metrics.offModeKL - log(8 / (1 - exp(-4.5)))) < 1e-12)
      #expect(metrics.modeCounts == [50, 0, 0, 0, 0, 0, 0, 0])
      #expect(metrics.nearestCounts == metrics.modeCounts)
      #expect(metrics.medianDistance < 1e-7)
    }

    @Test func countsByHand() {
      let mixture = GaussianMixture(name: "two", centers: [0, 0, 10, 0], sigma: 1)
      // Distances 0, 2, 4 and 1; one point outside of the frame.
      let metrics = ModeMetrics(points: [0, 0, 0, 0.2, 0, -4, 10, 0.1], against: mixture)
      #expect(metrics.modes == 2)
      #expect(metrics.highQuality == 0.75)
      #expect(metrics.inFrame == 0.75)
      let divergence = 0.75 * log(1.5) + 0.25 * log(0.5)
      #expect(abs(metrics.reverseKL - divergence) < 1e-12)
      #expect(abs(metrics.medianDistance - 0.15) < 1e-6)
      #expect(metrics.modeCounts == [2, 1])
      #expect(metrics.nearestCounts == [3, 1])
      let third = 1.0 / 3
      let ofGood = 2 * third * log(4 * third) + third * log(2 * third)
      #expect(abs(metrics.highQualityReverseKL - ofGood) < 1e-12)
      let (good, bad) = (1 - exp(-4.5), exp(-4.5))
      let ofAll = 0.5 * log(1 / good) + 0.25 * log(0.5 / good) + 0.25 * log(0.25 / bad)
      #expect(abs(metrics.offModeKL - ofAll) < 1e-12)
    }

    @Test func noPointIsOnAMode() {
      let metrics = ModeMetrics(points: [0, 0, 0.5, 0.5], against: .ring)
      #expect(metrics.highQuality == 0)
      #expect(metrics.highQualityReverseKL.isNaN)
      #expect(abs(metrics.offModeKL - 4.5) < 1e-12)
      #expect(metrics.reverseKL.isFinite)
    }

    @Test func mixturesOfOneModeAndOfNone() {
      let one = ModeMetrics(
        points: [0, 0], against: GaussianMixture(name: "one", centers: [0, 0], sigma: 1))
      #expect(one.highQualityReverseKL == 0)
      let none = ModeMetrics(
        points: [0, 0], against: GaussianMixture(name: "none", centers: [], sigma: 1))
      #expect(none.modes == 0 && none.modeCounts == [])
      #expect(none.medianDistance == .infinity)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func nothingFinite(value: Float) {
      let metrics = ModeMetrics(points: [value, 0, 0, value, value, value], against: .ring)
      #expect(metrics.modes == 0)
      #expect(metrics.highQuality == 0)
      #expect(metrics.inFrame == 0)
      #expect(metrics.reverseKL.isNaN)
      #expect(metrics.highQualityReverseKL.isNaN)
      #expect(abs(metrics.offModeKL - 4.5) < 1e-12)
      #expect(metrics.nearestCounts == [Int](repeating: 0, count: 8))
      #expect(metrics.medianDistance == .infinity)
    }

    @Test func noPoints() {
      let metrics = ModeMetrics(points: [], against: .grid)
      #expect(metrics.modes == 0)
      #expect(metrics.highQuality.isNaN)
      #expect(metrics.inFrame.isNaN)
      #expect(metrics.reverseKL.isNaN)
      #expect(metrics.offModeKL.isNaN)
      #expect(metrics.medianDistance.isNaN)
    }

    @Test func hugeNumbersAreOutsideAndFar() {
      let most = Float.greatestFiniteMagnitude
      let metrics = ModeMetrics(points: [most, most, -1.31, 0, 0, 1], against: .ring)
      #expect(metrics.modes == 1)
      #expect(abs(metrics.inFrame - 1.0 / 3) < 1e-12)
      #expect(abs(metrics.highQuality - 1.0 / 3) < 1e-12)
      #expect(abs(metrics.medianDistance - 0.31) < 1e-6)
    }
  }
}

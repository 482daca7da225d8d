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
      let divergence = 2 * Double(count) * metrics.reverseKL
      #expect(abs(divergence - degrees) < 4 * (2 * degrees).squareRoot())
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
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func nothingFinite(value: Float) {
      let metrics = ModeMetrics(points: [value, 0, 0, value, value, value], against: .ring)
      #expect(metrics.modes == 0)
      #expect(metrics.highQuality == 0)
      #expect(metrics.inFrame == 0)
      #expect(metrics.reverseKL.isNaN)
      #expect(metrics.medianDistance == .infinity)
    }

    @Test func noPoints() {
      let metrics = ModeMetrics(points: [], against: .grid)
      #expect(metrics.modes == 0)
      #expect(metrics.highQuality.isNaN)
      #expect(metrics.inFrame.isNaN)
      #expect(metrics.reverseKL.isNaN)
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

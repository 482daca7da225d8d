// How well points cover a mixture whose centres are known.

import Datasets
import Foundation

/// Measurements of generated points against a Gaussian mixture.
///
/// A point is of high quality if it is within three sigma of the nearest centre. A perfect sampler
/// scores high quality 0.9889 (not 1), a median distance of 1.177 sigma, reverse KL divergences of
/// about (modes - 1) / (2 points), and an off-mode KL divergence of about modes / (2 points).
public struct ModeMetrics: Sendable, Equatable {
  /// Centres that are the nearest one of at least one high-quality point.
  public let modes: Int
  /// The share of points within three sigma of the nearest centre.
  public let highQuality: Double
  /// The share of points inside the frame.
  public let inFrame: Double
  /// The reverse KL divergence `sum p ln(K p)` over the K modes.
  ///
  /// p is the share of points nearest to each; 0 is even, ln K is one mode only. NaN where no point
  /// is finite. Liu et al. 2020, "Diverse Image Generation via Self-Conditioned GANs", count so.
  public let reverseKL: Double
  /// The same divergence, with p the share of high-quality points only.
  ///
  /// Lin et al. 2018, "PacGAN", count so. NaN where no point is of high quality.
  public let highQualityReverseKL: Double
  /// The divergence `sum p ln(p / q)` over K modes and a last bin for all other points.
  ///
  /// p is the sampler's share and q the mixture's: 0.98889 / K for the high-quality points of each
  /// mode, 0.01111 for the last bin, `exp(-9/2)`. Unlike the others it also sees modes that are too
  /// narrow: with all points on the centres, evenly, it is 0.0112. 4.5 is no point on a mode. A
  /// point that is not finite is in the last bin; NaN without points. Zhang et al., "Dive into Deep
  /// Learning", on GANs: 26 bins for 25 Gaussians.
  public let offModeKL: Double
  /// The median distance to the nearest centre; infinite where most points are not finite.
  public let medianDistance: Double
  /// The number of high-quality points of each mode.
  public let modeCounts: [Int]
  /// The number of finite points that are nearest to each mode's centre.
  public let nearestCounts: [Int]
  /// The share of a Gaussian's mass in the plane that is within three sigma.
  public static let perfectHighQuality = 1 - exp(-4.5)

  /// Measures points, x and y in turn.
  public init(points: [Float], against mixture: GaussianMixture) {
    let count = points.count / 2
    var nearest = [Int](repeating: 0, count: mixture.modeCount)
    var captured = nearest
    var distances: [Double] = []
    distances.reserveCapacity(count)
    for index in 0..<count {
      let (x, y) = (points[2 * index], points[2 * index + 1])
      guard x.isFinite, y.isFinite, mixture.modeCount > 0 else {
        distances.append(.infinity)
        continue
      }
      let (mode, distance) = mixture.nearestCenter(x, y)
      nearest[mode] += 1
      distances.append(distance)
      if distance <= 3 * Double(mixture.sigma) { captured[mode] += 1 }
    }
    let near = captured.reduce(0, +)
    modes = captured.count { $0 > 0 }
    highQuality = count == 0 ? .nan : Double(near) / Double(count)
    inFrame = mixture.frame.share(of: points)
    let even = [Double](repeating: 1 / Double(mixture.modeCount), count: mixture.modeCount)
    reverseKL = Self.divergence(nearest, from: even)
    highQualityReverseKL = Self.divergence(captured, from: even)
    offModeKL = Self.divergence(
      captured + [count - near],
      from: even.map { Self.perfectHighQuality * $0 } + [1 - Self.perfectHighQuality])
    medianDistance = Self.median(distances)
    modeCounts = captured
    nearestCounts = nearest
  }

  /// `sum p ln(p / q)`, p the shares of the counts and q those of the target.
  private static func divergence(_ counts: [Int], from target: [Double]) -> Double {
    let total = counts.reduce(0, +)
    guard total > 0 else { return .nan }
    return zip(counts, target).reduce(0) { sum, bin in
      guard bin.0 > 0 else { return sum }
      let share = Double(bin.0) / Double(total)
      return sum + share * log(share / bin.1)
    }
  }

  private static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

extension Frame {
  /// The share of points, x and y in turn, that are inside; NaN without points.
  func share(of points: [Float]) -> Double {
    let count = points.count / 2
    let inside = (0..<count).count { x.contains(points[2 * $0]) && y.contains(points[2 * $0 + 1]) }
    return count == 0 ? .nan : Double(inside) / Double(count)
  }
}

extension GaussianMixture {
  /// The centre nearest to a finite point, the first of several, and its distance.
  func nearestCenter(_ x: Float, _ y: Float) -> (mode: Int, distance: Double) {
    var best = (mode: 0, distance: Double.infinity)
    for mode in 0..<modeCount {
      let distance = hypot(
        Double(x) - Double(centers[2 * mode]), Double(y) - Double(centers[2 * mode + 1]))
      if distance < best.distance { best = (mode, distance) }
    }
    return best
  }
}

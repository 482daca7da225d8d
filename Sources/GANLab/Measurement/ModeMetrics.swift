// How well points cover a mixture whose centres are known.

import Datasets
import Foundation

/// Measurements of generated points against a Gaussian mixture.
///
/// A perfect sampler scores high quality 0.9889 (not 1), a median distance of 1.177 sigma, and a
/// reverse KL divergence of about (modes - 1) / (2 points).
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
  /// is finite.
  public let reverseKL: Double
  /// The median distance to the nearest centre; infinite where most points are not finite.
  public let medianDistance: Double

  /// How these numbers come about, for the run's record.
  public static let protocols = [
    "modes": "centres that are nearest to at least one point within 3 sigma of them",
    "high_quality": "share of points within 3 sigma of the nearest centre",
    "in_frame": "share of points inside the picture's frame",
    "reverse_kl": "sum p ln(K p), p the share of all finite points by nearest centre",
    "median_distance": "median over points of the distance to the nearest centre",
  ]

  /// Measures points, x and y in turn.
  public init(points: [Float], against mixture: GaussianMixture) {
    let count = points.count / 2
    var counts = [Int](repeating: 0, count: mixture.modeCount)
    var captured = [Bool](repeating: false, count: mixture.modeCount)
    var distances: [Double] = []
    distances.reserveCapacity(count)
    var near = 0
    var inside = 0
    for index in 0..<count {
      let (x, y) = (points[2 * index], points[2 * index + 1])
      guard x.isFinite, y.isFinite else {
        distances.append(.infinity)
        continue
      }
      if mixture.frame.x.contains(x), mixture.frame.y.contains(y) { inside += 1 }
      let (mode, distance) = mixture.nearestCenter(x, y)
      counts[mode] += 1
      distances.append(distance)
      if distance <= 3 * Double(mixture.sigma) {
        near += 1
        captured[mode] = true
      }
    }
    modes = captured.count { $0 }
    highQuality = count == 0 ? .nan : Double(near) / Double(count)
    inFrame = count == 0 ? .nan : Double(inside) / Double(count)
    reverseKL = Self.divergence(counts)
    medianDistance = Self.median(distances)
  }

  private static func divergence(_ counts: [Int]) -> Double {
    let total = counts.reduce(0, +)
    guard total > 0 else { return .nan }
    return counts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / Double(total)
      return sum + share * log(Double(counts.count) * share)
    }
  }

  private static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
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

// How unlike two samples look to Gaussian kernels of several widths.

import Foundation

/// The squared maximum mean discrepancy between generated points and fixed real ones.
///
/// The unbiased estimate of Gretton et al. 2012, "A Kernel Two-Sample Test", equation 3:
/// `mean k(x, x') + mean k(g, g') - 2 mean k(x, g)`, the first two means over pairs of different
/// points. 0 is expected where both samples follow one law, so that it may be slightly negative.
/// The kernel is the mean of `exp(-d^2 / (2 (s m)^2))` over the multiples s = 1, 1/4, 1/16, 1/64 of
/// the median m of the real points' distances: the widest sees which modes are missing, the
/// narrowest also, faintly, how wide modes are. Time grows with the square of the counts.
public struct MaximumMeanDiscrepancy: Sendable {
  /// The multiples of the median distance that kernels are as wide as.
  public static let multiples = [1.0, 0.25, 0.0625, 0.015625]

  /// The median distance of two different real points; NaN for less than two points.
  public let medianDistance: Double
  private let real: [SIMD2<Double>]
  private let realMean: Double

  /// Takes the real points, x and y in turn.
  public init(real: [Float]) {
    let points = real.planePoints(real.count / 2)
    self.real = points
    let isFinite = points.allSatisfy { $0.x.isFinite && $0.y.isFinite }
    medianDistance = isFinite ? Self.medianDistance(points) : .nan
    realMean = Kernel(medianDistance).meanOverPairs(points)
  }

  /// The estimate for generated points, x and y in turn.
  ///
  /// A generated point that is not finite is infinitely far from all others, so its kernels are 0.
  /// NaN where either sample has less than two points or a real point is not finite.
  public func squared(to generated: [Float]) -> Double {
    let points = generated.planePoints(generated.count / 2)
    guard points.count > 1, !medianDistance.isNaN else { return .nan }
    let kernel = Kernel(medianDistance)
    return realMean + kernel.meanOverPairs(points) - 2 * kernel.mean(points, real)
  }

  private static func medianDistance(_ points: [SIMD2<Double>]) -> Double {
    var distances: [Double] = []
    distances.reserveCapacity(points.count * max(0, points.count - 1) / 2)
    for (index, point) in points.enumerated() {
      for other in points[..<index] { distances.append(squaredDistance(point, other)) }
    }
    guard !distances.isEmpty else { return .nan }
    distances.sort()
    let middle = distances.count / 2
    let upper = distances[middle].squareRoot()
    return distances.count % 2 == 1 ? upper : (distances[middle - 1].squareRoot() + upper) / 2
  }
}

/// The mean of Gaussian kernels of four widths.
private struct Kernel {
  /// What a squared distance is multiplied by in the exponent of the widest.
  private let factor: Double

  init(_ medianDistance: Double) {
    factor = -0.5 / (medianDistance * medianDistance)
  }

  /// The kernel of two points that are so far apart.
  ///
  /// Each kernel is the sixteenth power of the next wider one. Where the median distance is 0, only
  /// equal points are alike.
  func callAsFunction(squared: Double) -> Double {
    guard squared > 0 else { return squared == 0 ? 1 : 0 }
    guard factor.isFinite, squared.isFinite else { return 0 }
    var power = exp(factor * squared)
    var sum = power
    for _ in 1..<MaximumMeanDiscrepancy.multiples.count {
      for _ in 0..<4 { power *= power }
      sum += power
    }
    return sum / Double(MaximumMeanDiscrepancy.multiples.count)
  }

  /// The mean over pairs of different points of one sample.
  func meanOverPairs(_ points: [SIMD2<Double>]) -> Double {
    var sum = 0.0
    for (index, point) in points.enumerated() {
      for other in points[..<index] { sum += self(squared: squaredDistance(point, other)) }
    }
    return 2 * sum / (Double(points.count) * Double(points.count - 1))
  }

  /// The mean over pairs of a point of each sample.
  func mean(_ first: [SIMD2<Double>], _ second: [SIMD2<Double>]) -> Double {
    var sum = 0.0
    for point in first {
      for other in second { sum += self(squared: squaredDistance(point, other)) }
    }
    return sum / (Double(first.count) * Double(second.count))
  }
}

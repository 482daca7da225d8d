// Two samples of points, side by side, and what moving one onto the other costs.

import Foundation

/// What a distance between two points counts for.
public enum WassersteinOrder: Sendable, CaseIterable {
  /// Its length: W1.
  case first
  /// Its square: W2.
  case second
}

/// Two samples that cannot be compared point by point.
public struct SampleDistanceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What came, what was needed, and the remedy.
  public let description: String
}

/// Distances between two samples of equally many points in the plane.
///
/// They are metrics of the samples, not of the laws behind them: two samples of one law are apart,
/// and the less the more points there are. Compare with the distance of two real samples.
public struct SampleDistances: Sendable {
  /// The directions of `slicedWasserstein`.
  public static let directionCount = 64

  /// The number of points in each sample.
  public let count: Int
  private let first: [SIMD2<Double>]
  private let second: [SIMD2<Double>]
  /// Whether all coordinates are finite.
  private let isFinite: Bool

  /// Two samples, each x and y in turn.
  ///
  /// - Throws: `SampleDistanceError` if they are not equally long, or a y is missing.
  public init(_ first: [Float], _ second: [Float]) throws(SampleDistanceError) {
    guard first.count == second.count, first.count % 2 == 0 else {
      throw SampleDistanceError(
        description: "samples of \(first.count) and \(second.count) coordinates came. Needed: "
          + "equally many points of two coordinates each; draw both samples with one count")
    }
    self.init(leading: first.count / 2, of: first, and: second)
  }

  /// The leading points of two samples: `limit` of each, or all of the shorter one.
  public init(leading limit: Int, of first: [Float], and second: [Float]) {
    count = max(0, min(limit, first.count / 2, second.count / 2))
    self.first = first.planePoints(count)
    self.second = second.planePoints(count)
    isFinite = (self.first + self.second).allSatisfy { $0.x.isFinite && $0.y.isFinite }
  }

  /// The exact Wasserstein distance of order p, `(min over pairings of mean d^p)^(1/p)`.
  ///
  /// d is the Euclidean distance of a pair, and each point belongs to one pair. The pairing is
  /// optimal for distances rounded to single precision; the distances of its pairs are summed in
  /// double precision. NaN without points, infinite where a coordinate is not finite. Time grows
  /// with the third power of `count` and memory with the second: meant for up to 2,000 points.
  /// Villani 2009, "Optimal Transport", chapter 6.
  public func wasserstein(_ order: WassersteinOrder) -> Double {
    guard count > 0 else { return .nan }
    guard isFinite else { return .infinity }
    let cost = { (a: SIMD2<Double>, b: SIMD2<Double>) -> Double in
      let squared = squaredDistance(a, b)
      return order == .first ? squared.squareRoot() : squared
    }
    var largest = 0.0
    for a in first { for b in second { largest = max(largest, cost(a, b)) } }
    guard largest > 0 else { return 0 }
    // Divided by the largest, squares of any coordinates fit into single precision.
    var costs: [Float] = []
    costs.reserveCapacity(count * count)
    for a in first { for b in second { costs.append(Float(cost(a, b) / largest)) } }
    let columns = Assignment(costs: costs, count: count).columns
    let mean = columns.indices.reduce(0) { $0 + cost(first[$1], second[columns[$1]]) }
    let power = mean / Double(count)
    return order == .first ? power : power.squareRoot()
  }

  /// The sliced 2-Wasserstein distance, `sqrt(mean over directions of W2(projections)^2)`.
  ///
  /// The 64 directions are (cos t, sin t) for multiples t of pi / 64. On a line the best pairing is
  /// that of the sorted points, so any number of points will do. A shift by s gives |s| / sqrt 2.
  /// NaN without points, infinite where a coordinate is not finite. Rabin, Peyre, Delon and Bernot
  /// 2011, "Wasserstein barycenter and its application to texture mixing".
  public var slicedWasserstein: Double {
    guard count > 0 else { return .nan }
    guard isFinite else { return .infinity }
    var sum = 0.0
    for index in 0..<Self.directionCount {
      let angle = Double(index) * .pi / Double(Self.directionCount)
      let direction = SIMD2(cos(angle), sin(angle))
      let pairs = zip(projections(first, direction), projections(second, direction))
      sum += pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    return (sum / Double(Self.directionCount * count)).squareRoot()
  }

  private func projections(
    _ points: [SIMD2<Double>], _ direction: SIMD2<Double>
  ) -> [Double] {
    points.map { ($0 * direction).sum() }.sorted()
  }
}

extension [Float] {
  /// The first `count` points of x and y in turn.
  func planePoints(_ count: Int) -> [SIMD2<Double>] {
    (0..<count).map { SIMD2(Double(self[2 * $0]), Double(self[2 * $0 + 1])) }
  }
}

/// The square of the Euclidean distance of two points.
func squaredDistance(_ first: SIMD2<Double>, _ second: SIMD2<Double>) -> Double {
  let difference = first - second
  return difference.x * difference.x + difference.y * difference.y
}

// A set of points in two parts: one to train on and one that training never sees.

import Foundation
import Tensors

/// A finite set split at random into points to train on and points held out.
public struct PointSplit: Sendable {
  /// The points that training draws, in their first order.
  public let training: FinitePoints
  /// The points that it never sees, x and y in turn, in their first order.
  public let heldOut: [Float]

  /// Splits a set; every point lands in one of the parts, and the seed alone decides in which.
  ///
  /// - Parameter share: the share held out, rounded to a whole number of points that leaves at
  ///   least one in each part.
  /// - Throws: `FinitePointsError.badShare` or `.cannotSplit`.
  public init(_ set: FinitePoints, heldOut share: Double = 0.2, seed: UInt64) throws {
    guard share > 0, share < 1 else { throw FinitePointsError.badShare(share) }
    let count = set.count
    guard count > 1 else { throw FinitePointsError.cannotSplit(count: count) }
    let number = min(max(1, Int((share * Double(count)).rounded())), count - 1)

    let order = compile { RandomKey($0).permutation(count, from: .data) }
    // No points are drawn at step -1, so the split owes nothing to points drawn with its seed.
    let shuffled = try order(RandomKey.host(seed: seed, step: -1)).first?.integers ?? []
    var isHeldOut = [Bool](repeating: false, count: count)
    for index in shuffled.prefix(number) { isHeldOut[Int(index)] = true }

    let points = set.points
    let part = { (wanted: Bool) in
      (0..<count).filter { isHeldOut[$0] == wanted }
        .flatMap { [points[2 * $0], points[2 * $0 + 1]] }
    }
    heldOut = part(true)
    training = try FinitePoints(
      name: set.name, points: part(false),
      summary: "\(set.summary), \(number) of \(count) held out", frame: set.frame,
      mixture: set.mixture)
  }
}

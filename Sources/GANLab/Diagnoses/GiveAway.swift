// Looks for what tells real points from fakes without any learning.

import Foundation

/// A property of one coordinate that a discriminator needs no training to use.
package enum GiveAway {
  /// What gives the fakes away, in words, or nil for nothing.
  ///
  /// Looked for in each coordinate: real points that take few different values while the
  /// generator's outputs vary freely (integers, 8-bit levels, a constant), and one threshold with
  /// all real points on one side and all generated ones on the other.
  /// - Parameters:
  ///   - real: Real points, x and y in turn.
  ///   - generated: Points of the untrained generator.
  package static func found(real: [Float], generated: [Float]) -> String? {
    for (offset, name) in ["x", "y"].enumerated() {
      let reals = coordinate(offset, of: real)
      let fakes = coordinate(offset, of: generated)
      guard reals.count >= 20, fakes.count >= 20 else { continue }
      let values = Set(reals).count
      if values <= max(1, reals.count / 10), Set(fakes).count > fakes.count / 2 {
        return "coordinate \(name) of \(reals.count) real points takes \(values) "
          + "value\(values == 1 ? "" : "s") only, and the generator's any: D need not learn where "
          + "the data are to tell them apart"
      }
      guard let lowest = reals.min(), let highest = reals.max(), let lowestFake = fakes.min(),
        let highestFake = fakes.max()
      else { continue }
      if lowest > highestFake || highest < lowestFake {
        return "before the first step all real points have \(name) from \(lowest) to \(highest), "
          + "all generated ones from \(lowestFake) to \(highestFake): one threshold tells them apart"
      }
    }
    return nil
  }

  private static func coordinate(_ offset: Int, of points: [Float]) -> [Float] {
    stride(from: offset, to: points.count, by: 2).map { points[$0] }.filter(\.isFinite)
  }
}

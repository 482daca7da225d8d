// The user's own points, moved and scaled to the size that networks are initialised for.

import Foundation

/// Points around the origin with a pooled standard deviation of 1.
///
/// From every point the mean is subtracted, axis by axis; then both axes are divided by one scale,
/// `sqrt((var x + var y) / 2)`, so that shapes and angles stay as they were.
public struct StandardizedPoints: Sendable, Equatable {
  /// x and y in turn.
  public let points: [Float]
  /// What was subtracted from x and from y.
  public let mean: SIMD2<Double>
  /// What both coordinates were divided by.
  public let scale: Double

  /// Standardises finite coordinates, x and y in turn.
  /// - Throws: `PointFileError.noPoints` and `.noSpread`.
  init(_ coordinates: [Double], file: String) throws(PointFileError) {
    let count = coordinates.count / 2
    guard count > 0 else { throw .noPoints(file: file) }
    let first: SIMD2 = [coordinates[0], coordinates[1]]
    // Distances from the first point lose no digits where all points lie far from the origin.
    var mean: SIMD2<Double> = .zero
    for index in 0..<count {
      let offset = SIMD2(coordinates[2 * index], coordinates[2 * index + 1]) - first
      mean += (offset - mean) / Double(index + 1)
    }
    var longest = 0.0
    for index in 0..<count {
      let offset = SIMD2(coordinates[2 * index], coordinates[2 * index + 1]) - first
      let deviation = offset - mean
      longest = max(longest, abs(deviation.x), abs(deviation.y))
    }
    // Relative to the longest, squares neither overflow nor vanish.
    var squares = 0.0
    for index in 0..<count {
      let offset = SIMD2(coordinates[2 * index], coordinates[2 * index + 1]) - first
      let deviation = (offset - mean) / longest
      squares += (deviation * deviation).sum()
    }
    let relative = (squares / Double(2 * count)).squareRoot()
    guard longest * relative > 0 else { throw .noSpread(file: file, count: count) }
    points = (0..<(2 * count)).map { index in
      let offset = coordinates[index] - first[index % 2] - mean[index % 2]
      return Float(offset / longest / relative)
    }
    self.mean = first + mean
    scale = longest * relative
  }

  /// That the points are the user's own and what was done to them.
  public var summary: String {
    let numbers = [mean.x, mean.y, scale].map { String(format: "%.4g", $0) }
    return "own points, standardised: mean (\(numbers[0]), \(numbers[1])) removed, "
      + "divided by \(numbers[2])"
  }
}

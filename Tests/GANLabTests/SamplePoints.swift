// Points from closed formulas, the same in any language, for checks against other programs.

import Foundation
import TestSupport

/// Points of x and y in turn, one for each number below `count`.
func points(_ count: Int, _ point: (Int) -> (x: Double, y: Double)) -> [Float] {
  var points: [Float] = []
  for index in 0..<count {
    let (x, y) = point(index)
    points += [Float(x), Float(y)]
  }
  return points
}

/// Points in the unit square from remainders.
func scattered(_ count: Int, _ first: Int, _ second: Int, _ shift: Int) -> [Float] {
  points(count) { index in
    let x = (index * first + shift) % 1009
    let y = (index * index * second + shift) % 1013
    return (Double(x) / 1009, Double(y) / 1013)
  }
}

/// Points of small squares at the centres of the grid of 25 Gaussians.
func clustered(_ count: Int, shift: Int, mode: (Int) -> Int) -> [Float] {
  points(count) { index in
    let (column, row) = mode(index).quotientAndRemainder(dividingBy: 5)
    let x = Double((index * 271 + shift) % 101) / 101
    let y = Double((index * 97 + shift) % 103) / 103
    return (Double(column) * 0.5 - 1 + 0.02 * x, Double(row) * 0.5 - 1 + 0.02 * y)
  }
}

extension TemporaryFolder {
  /// A file of points, x and y in turn, one to a line.
  func csv(_ name: String, _ points: [Float]) throws -> URL {
    let lines = stride(from: 0, to: points.count, by: 2).map { "\(points[$0]),\(points[$0 + 1])" }
    try Data(lines.joined(separator: "\n").utf8).write(to: place(name))
    return place(name)
  }
}

extension [Float] {
  /// The points, x and y in turn, to look them up.
  var pairs: Set<SIMD2<Float>> {
    Set(stride(from: 0, to: count, by: 2).map { SIMD2(self[$0], self[$0 + 1]) })
  }
}

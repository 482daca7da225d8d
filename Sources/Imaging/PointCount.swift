// Counts the points that a picture cannot show, so that none is cut off in silence.

/// How many points of a set can be seen in a frame.
package struct PointCount: Equatable, Sendable {
  /// All points.
  package var total: Int
  /// Finite points beyond the frame.
  package var outside: Int
  /// Points with a coordinate that is not a number or infinite.
  package var nonFinite: Int

  /// Counts flat (x, y) pairs.
  package init(_ points: [Float], in frame: Frame) {
    total = points.count / 2
    outside = 0
    nonFinite = 0
    for index in 0..<total {
      let (x, y) = (points[2 * index], points[2 * index + 1])
      if !x.isFinite || !y.isFinite {
        nonFinite += 1
      } else if !frame.contains(x: x, y: y) {
        outside += 1
      }
    }
  }

  /// Points that a picture of the frame does not show.
  package var hidden: Int { outside + nonFinite }

  /// "37 of 2500 outside the frame, 2 not finite"; nil where every point is inside.
  var sentence: String? {
    var parts: [String] = []
    if outside > 0 { parts.append("\(outside) of \(total) outside the frame") }
    if nonFinite > 0 {
      parts.append(
        parts.isEmpty ? "\(nonFinite) of \(total) not finite" : "\(nonFinite) not finite")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// "37 outside", for small panels; points that are not finite are outside too.
  var shortSentence: String? {
    hidden == 0 ? nil : hidden == total ? "all \(total) outside" : "\(hidden) outside"
  }

  static func check(_ points: [Float], _ name: String) throws(ImagingError) {
    guard points.count.isMultiple(of: 2) else {
      throw .invalidData(
        came: "\(points.count) numbers for the \(name) points", needed: "flat (x, y) pairs",
        remedy: "Pass two numbers for each point.")
    }
  }
}

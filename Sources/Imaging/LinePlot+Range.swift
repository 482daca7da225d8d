// What part of the plane a line plot shows.

import Foundation

extension LinePlot {
  /// The frame around everything that can be drawn.
  ///
  /// - Throws: `ImagingError.invalidData` for a range that `Frame` refuses.
  func dataFrame() throws(ImagingError) -> Frame {
    var xs: (Double, Double)?
    var ys: (Double, Double)?
    for curve in series {
      for (x, y) in zip(curve.x, curve.y) where LinePlot.isDrawable(x) && yScale.canShow(y) {
        xs = (min(xs?.0 ?? x, x), max(xs?.1 ?? x, x))
        ys = (min(ys?.0 ?? y, y), max(ys?.1 ?? y, y))
      }
    }
    for value in references.map(\.value) where yScale.canShow(value) {
      ys = (min(ys?.0 ?? value, value), max(ys?.1 ?? value, value))
    }
    for x in events.map(\.x) where LinePlot.isDrawable(x) {
      xs = (min(xs?.0 ?? x, x), max(xs?.1 ?? x, x))
    }
    let (xMin, xMax) = LinePlot.widened(xs ?? (0, 1), margin: 0)
    let (yMin, yMax) = yRange.map { ($0.lowerBound, $0.upperBound) } ?? wholeRange(ys)
    return try Frame(xMin: xMin, xMax: xMax, yMin: yMin, yMax: yMax)
  }

  private func wholeRange(_ range: (Double, Double)?) -> (Double, Double) {
    switch yScale {
    case .linear: return LinePlot.widened(range ?? (0, 1), margin: 0.05)
    case .log:
      let (low, high) = range.map { (log10($0.0), log10($0.1)) } ?? (-1, 0)
      // A curve that hardly moves still gets a third of a decade.
      let margin = high - low > 0.05 ? (high - low) * 0.05 : 0.15
      return (pow(10, low - margin), min(pow(10, high + margin), 9e29))
    }
  }

  /// A range with a margin; one that is too narrow to draw grows around its middle.
  private static func widened(_ range: (Double, Double), margin: Double) -> (Double, Double) {
    let size = max(range.0.magnitude, range.1.magnitude)
    let spread = range.1 - range.0
    guard spread > max(size * 1e-3, 1e-29) else {
      let half = size > 1e-28 ? size * 0.1 : 1
      return (range.0 - half, range.1 + half)
    }
    return (range.0 - spread * margin, range.1 + spread * margin)
  }
}

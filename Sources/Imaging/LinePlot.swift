// Curves over steps: losses, metrics, schedules.

/// Curves with axes and a legend.
package struct LinePlot: Sendable {
  /// One curve.
  ///
  /// Points with a number that is not finite or beyond 1e29 leave a gap.
  package struct Series: Sendable {
    package var name: String
    package var x: [Double]
    package var y: [Double]

    /// A curve through points, in their order.
    package init(name: String, x: [Double], y: [Double]) {
      self.name = name
      self.x = x
      self.y = y
    }
  }

  /// A horizontal line to compare with.
  package struct Reference: Sendable {
    package var value: Double
    package var label: String

    /// A line at a value.
    package init(value: Double, label: String) {
      self.value = value
      self.label = label
    }
  }

  package var title: String
  package var subtitle: String
  package var xLabel: String
  package var yLabel: String
  package var series: [Series]
  package var references: [Reference]
  /// What the vertical axis shows; nil for everything finite.
  package var yRange: ClosedRange<Double>?
  package var width: Int
  package var height: Int

  /// A plot; `render()` checks it.
  package init(
    title: String, subtitle: String = "", xLabel: String = "step", yLabel: String = "",
    series: [Series], references: [Reference] = [], yRange: ClosedRange<Double>? = nil,
    width: Int = 720, height: Int = 420
  ) {
    self.title = title
    self.subtitle = subtitle
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.references = references
    self.yRange = yRange
    self.width = width
    self.height = height
  }

  /// Where data coordinates lie in the picture.
  ///
  /// - Throws: `ImagingError` where the plot is too small or too large, has too many series or
  ///   series whose coordinates differ in number.
  package func axes() throws(ImagingError) -> Axes {
    try check()
    let frame = try dataFrame()
    let labels = Axes(frame: frame, filling: PixelRect(left: 0, top: 0, width: 400, height: height))
      .labelWidth
    let left = min(labels, width / 4) + 24 + (yLabel.isEmpty ? 0 : 22)
    let bottom = xLabel.isEmpty ? 34 : 54
    return Axes(
      frame: frame,
      filling: PixelRect(
        left: left, top: top, width: width - left - 24, height: height - top - bottom))
  }

  /// The height above the plot: title, subtitle, legend.
  var top: Int {
    (subtitle.isEmpty ? 42 : 62) + max(1, legendRows.count) * LinePlot.legendLine + 6
  }

  static let legendLine = 19
  static let maximumSeries = 2 * Color.categories.count

  /// The series in lines of the legend that fit the width.
  var legendRows: [[Int]] {
    var rows: [[Int]] = []
    var used = Int.max
    for index in series.indices {
      let needed = legendWidth(index)
      if used > width - 28 - needed {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(index)
      used += needed
    }
    return rows
  }

  func legendWidth(_ index: Int) -> Int {
    32 + TextStyle.label.measure(legendName(index)).width + 20
  }

  /// The name of a series and how many of its values are not finite.
  func legendName(_ index: Int) -> String {
    let gaps = series[index].y.count { !LinePlot.isDrawable($0) }
    let note = gaps == 0 ? "" : " (\(gaps) not finite)"
    return TextStyle.label.fitted(series[index].name, width: max(40, width - 220)) + note
  }

  static func isDrawable(_ value: Double) -> Bool {
    value.magnitude < 1e29
  }

  private func check() throws(ImagingError) {
    guard (280...8192).contains(width), (220...8192).contains(height),
      height - top >= 120
    else {
      throw .invalidSize(
        came: "a line plot of \(width) x \(height) pixels with \(series.count) series",
        needed: "at least 280 x 220 pixels and room for the legend, at most 8192 a side",
        remedy: "The default is 720 x 420.")
    }
    guard series.count <= LinePlot.maximumSeries else {
      throw .invalidData(
        came: "\(series.count) series in one plot",
        needed: "at most \(LinePlot.maximumSeries), which can be told apart",
        remedy: "Draw several plots.")
    }
    for curve in series where curve.x.count != curve.y.count {
      throw .invalidData(
        came: "\(curve.x.count) x and \(curve.y.count) y for the series '\(curve.name)'",
        needed: "as many of each", remedy: "Pass one x for each y.")
    }
  }

  private func dataFrame() throws(ImagingError) -> Frame {
    var xs: (Double, Double)?
    var ys: (Double, Double)?
    for curve in series {
      for (x, y) in zip(curve.x, curve.y)
      where LinePlot.isDrawable(x) && LinePlot.isDrawable(y) {
        xs = (min(xs?.0 ?? x, x), max(xs?.1 ?? x, x))
        ys = (min(ys?.0 ?? y, y), max(ys?.1 ?? y, y))
      }
    }
    for value in references.map(\.value) where LinePlot.isDrawable(value) {
      ys = (min(ys?.0 ?? value, value), max(ys?.1 ?? value, value))
    }
    let (xMin, xMax) = LinePlot.widened(xs ?? (0, 1), margin: 0)
    let (yMin, yMax) =
      yRange.map { ($0.lowerBound, $0.upperBound) } ?? LinePlot.widened(ys ?? (0, 1), margin: 0.05)
    return try Frame(xMin: xMin, xMax: xMax, yMin: yMin, yMax: yMax)
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

// Curves over steps: losses, metrics, schedules.

/// Curves with axes and a legend.
package struct LinePlot: Sendable {
  /// One curve.
  ///
  /// Points with a number that is not finite or beyond 1e29 leave a gap; so do, on a logarithmic
  /// axis, those that are not above 1e-29.
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

  /// Something that happened at a step, or lasted from one to another.
  package struct Event: Sendable {
    package var x: Double
    package var label: String
    /// Where it ended; nil for a moment, infinity for what had not ended.
    package var end: Double?

    /// An event at a step; with `end` a band up to there.
    package init(x: Double, label: String, end: Double? = nil) {
      self.x = x
      self.label = label
      self.end = end
    }
  }

  package var title: String
  package var subtitle: String
  package var xLabel: String
  package var yLabel: String
  package var series: [Series]
  package var references: [Reference]
  /// Thin vertical lines with a label, behind the curves.
  package var events: [Event]
  /// What the vertical axis shows; nil for everything finite.
  package var yRange: ClosedRange<Double>?
  package var yScale: AxisScale
  package var width: Int
  package var height: Int

  /// A plot; `render()` checks it.
  package init(
    title: String, subtitle: String = "", xLabel: String = "step", yLabel: String = "",
    series: [Series], references: [Reference] = [], yRange: ClosedRange<Double>? = nil,
    yScale: AxisScale = .linear, events: [Event] = [], width: Int = 720, height: Int = 420
  ) {
    self.title = title
    self.subtitle = subtitle
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.references = references
    self.yRange = yRange
    self.yScale = yScale
    self.events = events
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
    let labels = Axes(
      frame: frame, filling: PixelRect(left: 0, top: 0, width: 400, height: height), yScale: yScale
    ).labelWidth
    let left = min(labels, width / 4) + 24 + (yLabel.isEmpty ? 0 : 22)
    let bottom = xLabel.isEmpty ? 34 : 54
    return Axes(
      frame: frame,
      filling: PixelRect(
        left: left, top: top, width: width - left - 24, height: height - top - bottom),
      yScale: yScale)
  }

  /// The height above the plot: title, subtitle, legend.
  var top: Int {
    (subtitle.isEmpty ? 42 : 62) + max(1, legendRows.count) * LinePlot.legendLine + 6
  }

  static let legendLine = 19
  static let maximumEvents = 1000
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
    let below = series[index].y.count { LinePlot.isDrawable($0) && !yScale.canShow($0) }
    var parts = gaps == 0 ? [] : ["\(gaps) not finite"]
    if below > 0 { parts.append("\(below) not positive") }
    let note = parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
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
    if yScale == .log, let yRange, !yScale.canShow(yRange.lowerBound) {
      throw .invalidData(
        came: "a logarithmic axis from \(yRange.lowerBound)", needed: "a range above 1e-29",
        remedy: "Choose a positive lower end or a linear axis.")
    }
    guard events.count <= LinePlot.maximumEvents else {
      throw .invalidData(
        came: "\(events.count) events in one plot", needed: "at most \(LinePlot.maximumEvents)",
        remedy: "Draw the first of each kind.")
    }
    for curve in series where curve.x.count != curve.y.count {
      throw .invalidData(
        came: "\(curve.x.count) x and \(curve.y.count) y for the series '\(curve.name)'",
        needed: "as many of each", remedy: "Pass one x for each y.")
    }
  }
}

// A histogram over modes: how many samples each mode of the data got from the generator.

/// One bar for each mode, with the even share to compare with.
package struct BarChart: Sendable {
  /// What the vertical axis counts.
  package enum Unit: Sendable {
    /// Samples.
    case count
    /// Per cent of all samples in the chart.
    case share
  }

  package var title: String
  package var subtitle: String
  package var xLabel: String
  /// Samples of each mode; a mode with none is marked as missing.
  package var counts: [Int]
  package var unit: Unit
  package var color: Color
  package var width: Int
  package var height: Int

  /// A chart; `render()` checks it.
  package init(
    title: String, subtitle: String = "", xLabel: String = "mode", counts: [Int],
    unit: Unit = .count, color: Color = .blue, width: Int = 720, height: Int = 360
  ) {
    self.title = title
    self.subtitle = subtitle
    self.xLabel = xLabel
    self.counts = counts
    self.unit = unit
    self.color = color
    self.width = width
    self.height = height
  }

  /// The largest number of modes.
  package static let maximumCount = 1000

  /// The samples of all modes.
  var total: Double { counts.reduce(0) { $0 + Double($1) } }

  /// The height of every bar in units of the vertical axis.
  package var values: [Double] {
    let scale = unit == .share && total > 0 ? 100 / total : 1
    return counts.map { Double($0) * scale }
  }

  /// What every bar would be if all were equal; nil without samples.
  package var evenShare: Double? {
    total > 0 ? values.reduce(0, +) / Double(counts.count) : nil
  }

  /// The numbers of the modes without a sample.
  package var missing: [Int] { counts.indices.filter { counts[$0] == 0 } }

  /// Where data coordinates lie: mode `k` is centred at x = k.
  ///
  /// - Throws: `ImagingError` for absurd sizes, too many modes and negative counts.
  package func axes() throws(ImagingError) -> Axes {
    try check()
    let highest = max(values.max() ?? 0, evenShare ?? 0)
    let frame = try Frame(
      xMin: -0.5, xMax: Double(max(1, counts.count)) - 0.5, yMin: 0,
      yMax: highest > 0 ? highest * 1.15 : 1)
    let space = PixelRect(left: 0, top: 0, width: 400, height: height)
    let left = min(Axes(frame: frame, filling: space).labelWidth, width / 4) + 46
    let top = subtitle.isEmpty ? 48 : 68
    return Axes(
      frame: frame,
      filling: PixelRect(left: left, top: top, width: width - left - 24, height: height - top - 78))
  }

  /// Where the bar of a mode lies, down to the axis; nil where it has no sample or no such mode.
  ///
  /// - Throws: as `axes()`.
  package func bar(_ mode: Int) throws(ImagingError) -> PixelRect? {
    bar(mode, try axes())
  }

  func bar(_ mode: Int, _ axes: Axes) -> PixelRect? {
    guard counts.indices.contains(mode), counts[mode] > 0 else { return nil }
    let slot = slot(mode, axes)
    let rect = axes.rect
    let top = Int(axes.pixelY(values[mode]).rounded()).clamped(to: rect.top...rect.bottom - 1)
    return PixelRect(
      left: slot.left, top: top, width: slot.width, height: rect.bottom - top)
  }

  /// The pixels across a bar: four fifths of its share of the axis, at least one pixel.
  func slot(_ mode: Int, _ axes: Axes) -> (left: Int, width: Int) {
    let left = Int(axes.pixelX(Double(mode) - 0.4).rounded())
    let right = Int(axes.pixelX(Double(mode) + 0.4).rounded())
    return (left, max(1, right - left))
  }

  private func check() throws(ImagingError) {
    guard (280...8192).contains(width), (220...8192).contains(height) else {
      throw .invalidSize(
        came: "a bar chart of \(width) x \(height) pixels",
        needed: "at least 280 x 220 and at most 8192 pixels a side",
        remedy: "The default is 720 x 360.")
    }
    guard counts.count <= BarChart.maximumCount, counts.count * 2 <= max(280, width - 120) else {
      throw .invalidData(
        came: "\(counts.count) bars in a chart \(width) pixels wide",
        needed: "at most \(BarChart.maximumCount) and two pixels for each",
        remedy: "Make the chart wider or count fewer modes.")
    }
    guard counts.allSatisfy({ $0 >= 0 }) else {
      throw .invalidData(
        came: "a count of \(counts.min() ?? 0)", needed: "counts of samples, 0 or more",
        remedy: "Pass how many samples each mode got.")
    }
  }
}

// Draws the bars, their numbers, the line of the even share and the marks of missing modes.

import Foundation

extension BarChart {
  static let missingColor = Color(hex: 0xA83C00)

  /// Draws the chart.
  ///
  /// - Throws: `ImagingError` for absurd sizes, too many modes and negative counts.
  package func render() throws(ImagingError) -> Raster {
    let axes = try axes()
    let rect = axes.rect
    var raster = try Raster(width: width, height: height)
    axes.drawRows(in: &raster)
    for mode in counts.indices {
      if let bar = bar(mode, axes) {
        raster.fill(bar, color)
      } else {
        drawMissing(mode, in: &raster, axes)
      }
    }
    axes.drawFrame(in: &raster, numbersBelow: false)
    drawModes(in: &raster, axes)
    drawValues(in: &raster, axes)
    drawEvenShare(in: &raster, axes)
    drawTexts(in: &raster, axes)
    if counts.isEmpty || total == 0 {
      raster.draw(
        counts.isEmpty ? "no modes" : "no samples in any mode",
        at: (rect.left + rect.width / 2, rect.top + rect.height / 2), .note,
        anchor: TextAnchor(.center, .middle))
    }
    return raster
  }

  private func drawTexts(in raster: inout Raster, _ axes: Axes) {
    let rect = axes.rect
    raster.draw(
      title, at: (14, 12), .title, anchor: TextAnchor(.leading, .top), maximumWidth: width - 28)
    raster.draw(
      subtitle, at: (14, 35), .subtitle, anchor: TextAnchor(.leading, .top),
      maximumWidth: width - 28)
    raster.draw(
      xLabel, at: (rect.left + rect.width / 2, rect.bottom + 28), .label,
      anchor: TextAnchor(.center, .top), maximumWidth: rect.width)
    raster.draw(
      unit == .count ? "samples" : "share of samples, %", at: (18, rect.top + rect.height / 2),
      .label, anchor: TextAnchor(.center, .middle), direction: .upwards, maximumWidth: rect.height)
    guard !missing.isEmpty else { return }
    let numbers = missing.map(String.init).joined(separator: ", ")
    raster.draw(
      "\(missing.count) of \(counts.count) without a point: \(numbers)",
      at: (rect.right, height - 10), .alarm, anchor: TextAnchor(.trailing, .bottom),
      maximumWidth: rect.width)
  }

  /// A stub on the axis and a tick below it, so that no bar is not mistaken for a gap.
  private func drawMissing(_ mode: Int, in raster: inout Raster, _ axes: Axes) {
    let slot = slot(mode, axes)
    let bottom = axes.rect.bottom
    raster.fill(
      PixelRect(left: slot.left, top: bottom - 3, width: slot.width, height: 3),
      BarChart.missingColor)
    raster.fill(
      PixelRect(left: slot.left + slot.width / 2, top: bottom + 1, width: 1, height: 6),
      BarChart.missingColor)
  }

  /// The numbers of the modes under the axis, as many as fit: every one, second, fifth and so on.
  private func drawModes(in raster: inout Raster, _ axes: Axes) {
    guard let last = counts.indices.last else { return }
    let style = TextStyle.label
    let pitch = Double(axes.rect.width) / Double(counts.count)
    let room = Double(style.measure(String(last)).width + 6)
    let apart = [1, 2, 5, 10, 20, 50, 100].first { Double($0) * pitch >= room } ?? 200
    for mode in stride(from: 0, to: counts.count, by: apart) {
      let slot = slot(mode, axes)
      let isMissing = counts[mode] == 0
      raster.draw(
        String(mode), at: (slot.left + slot.width / 2, axes.rect.bottom + 9),
        isMissing ? .alarm : style, anchor: TextAnchor(.center, .top))
    }
  }

  /// The number of each bar above it, where all of them fit.
  private func drawValues(in raster: inout Raster, _ axes: Axes) {
    let texts = values.map { BarChart.text($0, unit) }
    let widest = texts.map { TextStyle.note.measure($0).width }.max() ?? 0
    guard Double(widest + 4) <= Double(axes.rect.width) / Double(max(1, counts.count)) else {
      return
    }
    for mode in counts.indices {
      guard let bar = bar(mode, axes) else { continue }
      raster.draw(
        texts[mode], at: (bar.left + bar.width / 2, bar.top - 2), .note,
        anchor: TextAnchor(.center, .bottom))
    }
  }

  private func drawEvenShare(in raster: inout Raster, _ axes: Axes) {
    guard let evenShare else { return }
    let rect = axes.rect
    let y = Int(axes.pixelY(evenShare).rounded(.down)).clamped(to: rect.top...rect.bottom - 1)
    for x in stride(from: rect.left, to: rect.right, by: 9) {
      let dash = PixelRect(left: x, top: y, width: min(5, rect.right - x), height: 1)
      // A light edge keeps the line visible across dark bars.
      raster.fill(
        PixelRect(left: x, top: y - 1, width: dash.width, height: 3), .white, alpha: 0.65)
      raster.fill(dash, Color(gray: 40))
    }
    let percent = String(format: "%.3g %%", 100 / Double(counts.count))
    let number = unit == .count ? String(format: "%.4g samples, ", evenShare) + percent : percent
    raster.draw(
      "- -  even share: \(number)", at: (rect.right, rect.top - 6), .note,
      anchor: TextAnchor(.trailing, .bottom), maximumWidth: rect.width)
  }

  private static func text(_ value: Double, _ unit: Unit) -> String {
    String(format: unit == .share ? "%.1f" : value < 1e5 ? "%.5g" : "%.1e", value)
  }
}

// Draws curves, reference lines and their legend.

extension LinePlot {
  private typealias Point = (x: Float, y: Float)

  /// Draws the plot.
  ///
  /// - Throws: `ImagingError` for absurd sizes and for series that do not fit.
  package func render() throws(ImagingError) -> Raster {
    let axes = try axes()
    var raster = try Raster(width: width, height: height)
    axes.drawGrid(in: &raster)
    drawEvents(in: &raster, axes)
    for reference in references { draw(reference, in: &raster, axes) }
    drawEventLabels(in: &raster, axes)
    for index in series.indices { drawCurve(index, in: &raster, axes) }
    axes.drawFrame(in: &raster)
    drawTexts(in: &raster, axes)
    drawLegend(in: &raster)
    return raster
  }

  private func drawTexts(in raster: inout Raster, _ axes: Axes) {
    let rect = axes.rect
    raster.draw(
      title, at: (14, 12), .title,
      anchor: TextAnchor(.leading, .top), maximumWidth: width - 28)
    raster.draw(
      subtitle, at: (14, 35), .subtitle,
      anchor: TextAnchor(.leading, .top), maximumWidth: width - 28)
    raster.draw(
      xLabel, at: (rect.left + rect.width / 2, height - 8),
      .label, anchor: TextAnchor(.center, .bottom), maximumWidth: rect.width)
    raster.draw(
      yLabel, at: (18, rect.top + rect.height / 2), .label,
      anchor: TextAnchor(.center, .middle), direction: .upwards, maximumWidth: rect.height)
    if !series.contains(where: { runs($0, axes).count > 0 }) {
      raster.draw(
        "no finite values", at: (rect.left + rect.width / 2, rect.top + rect.height / 2), .note,
        anchor: TextAnchor(.center, .middle))
    }
  }

  private func drawLegend(in raster: inout Raster) {
    var y = (subtitle.isEmpty ? 42 : 62) + LinePlot.legendLine / 2
    for row in legendRows {
      var x = 14
      for index in row {
        for dash in dashes([(Float(x), Float(y)), (Float(x + 24), Float(y))], index) {
          raster.stroke(dash, width: 2.4, color(index))
        }
        raster.draw(
          legendName(index), at: (x + 32, y), .label, anchor: TextAnchor(.leading, .middle))
        x += legendWidth(index)
      }
      y += LinePlot.legendLine
    }
  }

  private func drawCurve(_ index: Int, in raster: inout Raster, _ axes: Axes) {
    var layer = Coverage(axes.rect)
    for run in runs(series[index], axes) {
      // A point between two gaps has no line: show it as a dot.
      if run.count == 1 { layer.addDisc(x: run[0].x, y: run[0].y, radius: 2.5) }
      for dash in dashes(run, index) {
        for (start, end) in zip(dash, dash.dropFirst()) {
          layer.addSegment(from: start, to: end, width: 1.8)
        }
      }
    }
    raster.composite(layer, color(index))
  }

  private func draw(_ reference: Reference, in raster: inout Raster, _ axes: Axes) {
    let rect = axes.rect
    guard yScale.canShow(reference.value),
      reference.value >= axes.frame.yMin, reference.value <= axes.frame.yMax
    else { return }
    let y = Int(axes.pixelY(reference.value).rounded(.down)).clamped(to: rect.top...rect.bottom - 1)
    for x in stride(from: rect.left, to: rect.right, by: 9) {
      raster.fill(
        PixelRect(left: x, top: y, width: min(5, rect.right - x), height: 1), Color(gray: 90))
    }
    let labelIsBelow = y - rect.top < 20
    raster.draw(
      reference.label, at: (rect.right - 6, labelIsBelow ? y + 3 : y - 2), .note,
      anchor: TextAnchor(.trailing, labelIsBelow ? .top : .bottom), maximumWidth: rect.width - 12)
  }

  /// The drawable stretches of a curve in pixels.
  private func runs(_ curve: Series, _ axes: Axes) -> [[Point]] {
    var runs: [[Point]] = [[]]
    for (x, y) in zip(curve.x, curve.y) {
      if LinePlot.isDrawable(x), yScale.canShow(y) {
        // Far outside the picture single precision would lose the line: stop it nearer.
        let reach: ClosedRange<Float> = -30_000...30_000
        runs[runs.count - 1].append(
          (axes.pixelX(x).clamped(to: reach), axes.pixelY(y).clamped(to: reach)))
      } else if !(runs.last?.isEmpty ?? true) {
        runs.append([])
      }
    }
    return runs.filter { !$0.isEmpty }
  }

  private func color(_ index: Int) -> Color {
    Color.categories[index % Color.categories.count]
  }

  /// A line in one piece, or cut into dashes once every colour is in use.
  private func dashes(_ line: [Point], _ index: Int) -> [[Point]] {
    guard index >= Color.categories.count, line.count > 1 else { return [line] }
    let (on, off): (Float, Float) = (7, 4)
    var result: [[Point]] = []
    var phase: Float = 0
    for (start, end) in zip(line, line.dropFirst()) {
      let (dx, dy) = (end.x - start.x, end.y - start.y)
      let length = (dx * dx + dy * dy).squareRoot()
      guard length.isFinite, length < 100_000 else { continue }
      var position = -phase
      while position < length {
        let from = max(0, position) / max(length, 1e-6)
        let to = min(length, position + on) / max(length, 1e-6)
        if to > from {
          result.append([
            (start.x + from * dx, start.y + from * dy), (start.x + to * dx, start.y + to * dy),
          ])
        }
        position += on + off
      }
      phase = (phase + length).truncatingRemainder(dividingBy: on + off)
    }
    return result
  }
}

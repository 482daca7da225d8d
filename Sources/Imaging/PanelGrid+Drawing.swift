// Draws a grid of scatter panels.

extension PanelGrid {
  /// Draws the grid.
  ///
  /// - Throws: `ImagingError` for an empty or ragged grid and for absurd sizes.
  package func render() throws(ImagingError) -> Raster {
    let layout = try layout()
    var raster = try Raster(width: layout.width, height: layout.height)
    drawTexts(in: &raster, layout)
    for (row, rects) in zip(rows, layout.cells) {
      for (cell, rect) in zip(row.cells, rects) {
        draw(cell, of: row, in: &raster, rect, layout)
      }
    }
    return raster
  }

  private func drawTexts(in raster: inout Raster, _ layout: Layout) {
    let margin = PanelGrid.margin
    for (index, line) in layout.titleLines.enumerated() {
      raster.draw(
        line, at: (margin, 12 + index * TextStyle.title.lineHeight), .title,
        anchor: TextAnchor(.leading, .top))
    }
    let left = layout.cells.first?.first?.left ?? margin
    drawPointLegend(
      real: "real", generated: "generated", in: &raster, left: left, y: layout.legendY)
    for (label, rect) in zip(columnLabels, layout.cells.first ?? []) {
      raster.draw(
        label, at: (rect.left + rect.width / 2, layout.columnLabelBottom), .label,
        anchor: TextAnchor(.center, .bottom), maximumWidth: cellSide)
    }
    for (row, rects) in zip(rows, layout.cells) {
      guard let rect = rects.first else { continue }
      drawRowLabel(row.label, in: &raster, beside: rect)
    }
    for (index, line) in layout.captionLines.enumerated() {
      raster.draw(
        line, at: (margin, layout.captionTop + index * PanelGrid.lineHeight), .subtitle,
        anchor: TextAnchor(.leading, .top))
    }
  }

  private func drawRowLabel(_ label: String, in raster: inout Raster, beside rect: PixelRect) {
    let lines = TextStyle.label.wrapped(label, width: rect.height, maximumLines: 2)
    for (index, line) in lines.enumerated() {
      let x = rect.left - 14 - (lines.count - 1 - index) * PanelGrid.lineHeight
      raster.draw(
        line, at: (x, rect.top + rect.height / 2), .label,
        anchor: TextAnchor(.center, .middle), direction: .upwards)
    }
  }

  private func draw(
    _ cell: Cell?, of row: Row, in raster: inout Raster, _ rect: PixelRect, _ layout: Layout
  ) {
    let border = PixelRect(
      left: rect.left - 1, top: rect.top - 1, width: rect.width + 2, height: rect.height + 2)
    guard let cell else {
      raster.fill(rect, Color(gray: 245))
      raster.frame(border, Color(gray: 215))
      raster.draw(
        "no snapshot", at: (rect.left + rect.width / 2, rect.top + rect.height / 2), .note,
        anchor: TextAnchor(.center, .middle), maximumWidth: rect.width)
      return
    }
    let axes = Axes(frame: row.frame, equalScaleIn: rect)
    drawScatter(
      real: row.real, generated: cell.generated, field: cell.field, in: &raster, axes,
      scale: (Float(cellSide) / 400).clamped(to: 0.3...0.9))
    raster.frame(border, .line)
    var y = rect.bottom + 4
    let center = rect.left + rect.width / 2
    if layout.hasNotes {
      raster.draw(
        cell.note, at: (center, y), .note, anchor: TextAnchor(.center, .top),
        maximumWidth: rect.width)
      y += PanelGrid.lineHeight
    }
    if let missing = PointCount(cell.generated, in: row.frame).shortSentence {
      raster.draw(
        missing, at: (center, y), .alarm, anchor: TextAnchor(.center, .top),
        maximumWidth: rect.width)
    }
  }
}

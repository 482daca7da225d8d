// Marks on a line plot what happened at a step: thin lines and bands with a label along them.

extension LinePlot {
  static let eventColor = Color(hex: 0xA83C00)

  /// Draws the lines and bands of the events, under the curves.
  func drawEvents(in raster: inout Raster, _ axes: Axes) {
    let rect = axes.rect
    for event in events {
      guard let x = column(of: event, axes) else { continue }
      if let end = event.end, end > event.x {
        let last = Int(axes.pixelX(min(end, axes.frame.xMax)).rounded(.down))
        raster.fill(
          PixelRect(left: x, top: rect.top, width: max(1, last - x), height: rect.height),
          LinePlot.eventColor, alpha: 0.09)
      }
      for y in stride(from: rect.top, to: rect.bottom, by: 5) {
        raster.fill(
          PixelRect(left: x, top: y, width: 1, height: min(3, rect.bottom - y)),
          LinePlot.eventColor)
      }
    }
  }

  /// Draws the labels beside the lines, read upwards, under the curves, which they must not hide.
  ///
  /// Close ones stand under each other.
  func drawEventLabels(in raster: inout Raster, _ axes: Axes) {
    let rect = axes.rect
    let style = TextStyle(.small, color: LinePlot.eventColor)
    var written: [PixelRect] = []
    let placed = events.compactMap { event in column(of: event, axes).map { ($0, event.label) } }
    for (x, label) in placed.sorted(by: { $0.0 < $1.0 }) {
      let text = style.fitted(label, width: rect.height - 12)
      let size = style.measure(text)
      let isLeft = x + size.height + 4 > rect.right
      var area = PixelRect(
        left: isLeft ? x - size.height - 1 : x + 2, top: rect.top + 6, width: size.height,
        height: size.width)
      while let other = written.first(where: { $0.overlaps(area) }) { area.top = other.bottom + 10 }
      // Labels that find no room in a crowd are left out; their lines stay.
      guard area.bottom <= rect.bottom, !text.isEmpty else { continue }
      written.append(area)
      raster.draw(
        text, at: (area.left, area.top), style, anchor: TextAnchor(.trailing, .top),
        direction: .upwards)
    }
  }

  private func column(of event: Event, _ axes: Axes) -> Int? {
    guard event.x >= axes.frame.xMin, event.x <= axes.frame.xMax else { return nil }
    let rect = axes.rect
    return Int(axes.pixelX(event.x).rounded(.down)).clamped(to: rect.left...rect.right - 1)
  }
}

extension PixelRect {
  /// Whether two rectangles share a pixel.
  func overlaps(_ other: PixelRect) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
}

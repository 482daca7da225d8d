// The layers between field and points: the generator's warped lattice and arrows.

/// What lies between the field and the points of a scatter panel.
struct ScatterLayers: Sendable {
  var lattice: WarpedLattice?
  var arrows: VectorField?

  static let latticeColor = Color(hex: 0x7A3E9D)
  static let latticeAlpha: Float = 0.62
  static let arrowColor = Color(hex: 0x00583F)

  /// Draws the lattice, then the arrows, both cut at the edge of the axes.
  func draw(in raster: inout Raster, _ axes: Axes, scale: Float) {
    if let lattice { draw(lattice, in: &raster, axes, scale: scale) }
    if let arrows { draw(arrows, in: &raster, axes, scale: scale) }
  }

  var isEmpty: Bool { lattice == nil && arrows == nil }

  /// Draws a sample of each layer with its name, shortened or left out where there is no room.
  func drawLegend(in raster: inout Raster, left: Int, y: Int, right: Int) {
    var x = left
    let middle = Float(y) + 0.5
    if let lattice {
      x = drawEntry(lattice.label, in: &raster, left: x, y: y, right: right) { raster, x in
        for line in [-3, 3] as [Float] {
          raster.stroke(
            [(x, middle + line), (x + 18, middle + line)], width: 1, ScatterLayers.latticeColor)
          raster.stroke(
            [(x + 9 + line, middle - 6), (x + 9 + line, middle + 6)], width: 1,
            ScatterLayers.latticeColor)
        }
      }
    }
    if let arrows {
      _ = drawEntry(arrows.label, in: &raster, left: x, y: y, right: right) { raster, x in
        var layer = Coverage(PixelRect(left: Int(x) - 2, top: y - 8, width: 24, height: 17))
        layer.addArrow(from: (x, middle), to: (x + 18, middle), width: 1.5, head: 6)
        raster.composite(layer, ScatterLayers.arrowColor)
      }
    }
  }

  private func drawEntry(
    _ label: String, in raster: inout Raster, left: Int, y: Int, right: Int,
    sample: (inout Raster, Float) -> Void
  ) -> Int {
    let text = TextStyle.label.fitted(label, width: max(0, right - left - 26))
    guard !text.isEmpty else { return left }
    sample(&raster, Float(left))
    raster.draw(text, at: (left + 26, y), .label, anchor: TextAnchor(.leading, .middle))
    return left + 26 + TextStyle.label.measure(text).width + 22
  }

  private func draw(
    _ lattice: WarpedLattice, in raster: inout Raster, _ axes: Axes, scale: Float
  ) {
    var layer = Coverage(axes.rect)
    let pixels = (0..<(lattice.columns * lattice.rows)).map { index in
      axes.point(x: Double(lattice.points[2 * index]), y: Double(lattice.points[2 * index + 1]))
    }
    for edge in lattice.edges() {
      guard let line = axes.clipped(from: pixels[edge.from], to: pixels[edge.to]) else { continue }
      layer.addSegment(from: line.start, to: line.end, width: max(0.7, 1.1 * scale))
    }
    raster.composite(layer, ScatterLayers.latticeColor, alpha: ScatterLayers.latticeAlpha)
  }

  private func draw(_ field: VectorField, in raster: inout Raster, _ axes: Axes, scale: Float) {
    var halo = Coverage(axes.rect)
    var layer = Coverage(axes.rect)
    let width = max(0.9, 1.4 * scale)
    for arrow in field.arrows(in: axes.frame) {
      let start = axes.point(x: arrow.startX, y: arrow.startY)
      let end = axes.point(x: arrow.endX, y: arrow.endY)
      guard let line = axes.clipped(from: start, to: end) else { continue }
      let head = 6 * max(0.6, scale)
      halo.addArrow(from: line.start, to: line.end, width: width + 1.6, head: head)
      layer.addArrow(from: line.start, to: line.end, width: width, head: head)
    }
    halo.remove(layer)
    raster.composite(halo, .white, alpha: 0.7)
    raster.composite(layer, ScatterLayers.arrowColor)
  }
}

extension Coverage {
  /// Adds an arrow of a line and two barbs, which are at most half as long as the line.
  mutating func addArrow(
    from start: (x: Float, y: Float), to end: (x: Float, y: Float), width: Float, head: Float
  ) {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length.isFinite, length > 0 else { return }
    addSegment(from: start, to: end, width: width)
    let barb = min(head, length / 2) / length
    // Barbs stand 30 degrees off the line.
    let (along, across): (Float, Float) = (0.866 * barb, 0.5 * barb)
    for side in [across, -across] {
      addSegment(
        from: end,
        to: (end.x - along * dx - side * dy, end.y - along * dy + side * dx), width: width)
    }
  }
}

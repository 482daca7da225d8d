// What large and small scatter panels share: field, points and the legend of the marks.

/// Draws field, level lines, layers, real and generated points into a rectangle, in this order.
func drawScatter(
  real: [Float], generated: [Float], field: ScalarField?, in raster: inout Raster, _ axes: Axes,
  scale: Float, layers: ScatterLayers = ScatterLayers()
) {
  if let field {
    paint(field, .probability, in: &raster, axes)
    drawLevelLines(field, in: &raster, axes, scale: scale)
  }
  layers.draw(in: &raster, axes, scale: scale)
  let realMarks = PointMarks.real(scale: scale)
  realMarks.draw(real, in: &raster, axes)
  PointMarks.generated(scale: scale).draw(generated, in: &raster, axes)
  realMarks.drawRim(real, in: &raster, axes)
}

/// Draws the two marks with their names; returns where the next entry of the legend begins.
@discardableResult
func drawPointLegend(
  real: String, generated: String, in raster: inout Raster, left: Int, y: Int
) -> Int {
  var x = left
  for (marks, name) in [
    (PointMarks.real(scale: 1.2), real), (PointMarks.generated(scale: 1.2), generated),
  ] {
    marks.drawOne(x: Float(x) + 5.5, y: Float(y) + 0.5, in: &raster)
    raster.draw(name, at: (x + 16, y), .label, anchor: TextAnchor(.leading, .middle))
    x += 16 + TextStyle.label.measure(name).width + 22
  }
  return x
}

// Level lines of the discriminator's probability over its field.

/// Draws the level lines of a probability; the line at one half is thick.
func drawLevelLines(_ field: ScalarField, in raster: inout Raster, _ axes: Axes, scale: Float) {
  let rect = axes.rect
  let xScale = Float(rect.width) / Float(field.columns - 1)
  let yScale = Float(rect.height) / Float(field.rows - 1)
  let left = Float(rect.left)
  let bottom = Float(rect.bottom)
  for level in probabilityLevels {
    let isMiddle = level == 0.5
    var layer = Coverage(rect)
    for piece in field.contour(at: level) {
      let start = (piece.startX * xScale + left, bottom - piece.startY * yScale)
      let end = (piece.endX * xScale + left, bottom - piece.endY * yScale)
      layer.addSegment(from: start, to: end, width: max(0.8, (isMiddle ? 2.2 : 1) * scale))
    }
    raster.composite(layer, Color(gray: 70), alpha: isMiddle ? 0.9 : 0.55)
  }
}

/// The probabilities that level lines are drawn at.
let probabilityLevels: [Float] = [0.1, 0.25, 0.5, 0.75, 0.9]

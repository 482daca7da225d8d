// The marks of real and generated points: different in hue, shape and outline.

/// A set of equal marks, one for each point.
struct PointMarks: Sendable {
  enum Shape: Sendable {
    case disc
    case cross
  }

  var shape: Shape
  var color: Color
  /// Of a disc; arms of a cross are as long.
  var radius: Float
  /// The width of a cross's strokes.
  var stroke: Float
  /// How far the light outline reaches beyond the mark.
  var outline: Float

  /// Blue discs; `scale` is 1 for a panel of 720 pixels.
  static func real(scale: Float) -> PointMarks {
    PointMarks(
      shape: .disc, color: .blue, radius: max(1.5, 3.4 * scale), stroke: 0,
      outline: max(0.5, 1 * scale))
  }

  /// Vermillion crosses.
  static func generated(scale: Float) -> PointMarks {
    PointMarks(
      shape: .cross, color: .vermillion, radius: max(1.7, 3.2 * scale),
      stroke: max(1.1, 1.6 * scale), outline: max(0.4, 0.9 * scale))
  }

  /// Draws the finite points inside the frame; marks are cut at its edge.
  ///
  /// All outlines come first, so that a crowd has one outline. One mark has its plain colour; the
  /// more marks cover a pixel, the darker it is, on a logarithmic scale up to 256.
  func draw(_ points: [Float], in raster: inout Raster, _ axes: Axes) {
    var outlines = Coverage(axes.rect)
    var density = Coverage(axes.rect, overlap: .sum)
    for pixel in visible(points, axes) {
      add(pixel, grownBy: outline, to: &outlines)
      add(pixel, grownBy: 0, to: &density)
    }
    raster.composite(outlines, .white, alpha: 0.9)
    paint(density, in: &raster)
  }

  /// Draws only the rim of the crowd that the marks form, so that other marks cannot hide it.
  func drawRim(_ points: [Float], in raster: inout Raster, _ axes: Axes) {
    let rim = max(0.7, radius * 0.3)
    var halo = Coverage(axes.rect)
    var whole = Coverage(axes.rect)
    var core = Coverage(axes.rect)
    for pixel in visible(points, axes) {
      add(pixel, grownBy: outline, to: &halo)
      add(pixel, grownBy: 0, to: &whole)
      add(pixel, grownBy: -rim, to: &core)
    }
    halo.remove(whole)
    whole.remove(core)
    raster.composite(halo, .white, alpha: 0.8)
    raster.composite(whole, color)
  }

  /// The pixel coordinates of the finite points inside the frame.
  private func visible(_ points: [Float], _ axes: Axes) -> [(x: Float, y: Float)] {
    (0..<(points.count / 2)).compactMap { index in
      let (x, y) = (points[2 * index], points[2 * index + 1])
      guard axes.frame.contains(x: x, y: y) else { return nil }
      return (axes.pixelX(Double(x)), axes.pixelY(Double(y)))
    }
  }

  /// Draws one mark, for legends.
  func drawOne(x: Float, y: Float, in raster: inout Raster) {
    let reach = Int(radius + outline + 2)
    let area = PixelRect(
      left: Int(x) - reach, top: Int(y) - reach, width: 2 * reach + 1, height: 2 * reach + 1)
    var density = Coverage(area, overlap: .sum)
    add((x, y), grownBy: 0, to: &density)
    paint(density, in: &raster)
  }

  private func add(_ at: (x: Float, y: Float), grownBy margin: Float, to layer: inout Coverage) {
    switch shape {
    case .disc: layer.addDisc(x: at.x, y: at.y, radius: radius + margin)
    case .cross:
      layer.addCross(x: at.x, y: at.y, arm: radius + margin, width: stroke + 2 * margin)
    }
  }

  private func paint(_ density: Coverage, in raster: inout Raster) {
    let shades = (0...64).map { color.mixed(with: .black, 0.65 * Float($0) / 64) }
    raster.composite(density) { amount in
      guard amount > 1 else { return (color, amount) }
      return (shades[min(64, Int(Float(amount.exponent) * 8 + (amount.significand - 1) * 8))], 1)
    }
  }
}

// The picture of a 2D GAN: real and generated points over what the discriminator thinks.

/// Real and generated points of the plane, with the discriminator's probability under them.
package struct ScatterPanel: Sendable {
  /// The smallest width.
  package static let minimumWidth = 320
  /// The smallest height.
  package static let minimumHeight = 200
  /// The largest width and height.
  package static let maximumSide = 8192

  /// One bold line, such as the method and the step.
  package var title: String
  /// One line under it, such as the metrics.
  package var subtitle: String
  /// Flat (x, y) pairs.
  package var real: [Float]
  /// Flat (x, y) pairs; those outside the frame are counted, not drawn.
  package var generated: [Float]
  package var frame: Frame
  /// Probabilities that a point is real, from 0 to 1; nil draws points only.
  package var field: ScalarField?
  /// What the field shows, in a few letters above its scale.
  package var fieldLabel = "D(x)"
  /// Lines of the generator's latent lattice, under the points; nil draws none.
  package var lattice: WarpedLattice?
  /// Arrows such as the discriminator's gradient, under the points; nil draws none.
  package var arrows: VectorField?
  /// In pixels.
  package var width: Int
  /// In pixels; nil for as much as the frame needs at this width.
  package var height: Int?

  /// A panel; `render()` checks it.
  package init(
    title: String, subtitle: String = "", real: [Float], generated: [Float], frame: Frame,
    field: ScalarField? = nil, width: Int = 720, height: Int? = nil
  ) {
    self.title = title
    self.subtitle = subtitle
    self.real = real
    self.generated = generated
    self.frame = frame
    self.field = field
    self.width = width
    self.height = height
  }

  /// Where data coordinates lie in the picture.
  ///
  /// - Throws: `ImagingError.invalidSize` where the panel is too small or too large.
  package func axes() throws(ImagingError) -> Axes {
    guard (ScatterPanel.minimumWidth...ScatterPanel.maximumSide).contains(width),
      (ScatterPanel.minimumHeight...ScatterPanel.maximumSide).contains(pictureHeight)
    else {
      throw .invalidSize(
        came: "a scatter panel of \(width) x \(pictureHeight) pixels",
        needed: """
          at least \(ScatterPanel.minimumWidth) x \(ScatterPanel.minimumHeight) and at most \
          \(ScatterPanel.maximumSide) pixels a side
          """,
        remedy: "The default is 720 pixels wide and as high as the frame needs.")
    }
    let height = pictureHeight - top - ScatterPanel.bottom
    return Axes(
      frame: frame,
      equalScaleIn: PixelRect(left: left, top: top, width: plotWidth, height: height))
  }

  /// Draws the panel.
  ///
  /// - Throws: `ImagingError` for an absurd size or an odd number of coordinates.
  package func render() throws(ImagingError) -> Raster {
    try PointCount.check(real, "real")
    try PointCount.check(generated, "generated")
    let axes = try axes()
    var raster = try Raster(width: width, height: pictureHeight)
    let textWidth = width - 28
    raster.draw(
      title, at: (14, 12), .title,
      anchor: TextAnchor(.leading, .top), maximumWidth: textWidth)
    if !subtitle.isEmpty {
      raster.draw(
        subtitle, at: (14, 35), .subtitle,
        anchor: TextAnchor(.leading, .top), maximumWidth: textWidth)
    }
    if field == nil { axes.drawGrid(in: &raster) }
    drawScatter(
      real: real, generated: generated, field: field, in: &raster, axes,
      scale: (Float(axes.rect.width) / 560).clamped(to: 0.5...2), layers: layers)
    axes.drawFrame(in: &raster)
    drawLegend(in: &raster, axes)
    if field != nil {
      ColorBar(label: fieldLabel, map: .probability, levels: probabilityLevels).draw(
        in: &raster, left: axes.rect.right + 16, top: axes.rect.top, height: axes.rect.height)
    }
    return raster
  }

  /// The height given, or the one that leaves no empty band above or below the plot.
  private var pictureHeight: Int {
    if let height { return height }
    let plot = Double(plotWidth) * min(frame.height / frame.width, 2)
    let fitting = top + ScatterPanel.bottom + Int(min(plot, 1e5).rounded())
    return fitting.clamped(to: ScatterPanel.minimumHeight...ScatterPanel.maximumSide)
  }

  /// Below the plot: numbers and the line that says what the plot cannot show.
  private static let bottom = 48

  private var left: Int {
    let whole = PixelRect(left: 0, top: 0, width: width, height: height ?? width)
    return min(Axes(frame: frame, filling: whole).labelWidth, width / 4) + 24
  }

  private var plotWidth: Int {
    max(1, width - left - (field == nil ? 22 : ColorBar.space + 22))
  }

  /// The height above the plot: title, subtitle, legend.
  private var top: Int { (subtitle.isEmpty ? 68 : 86) + (layersHaveOwnLine ? 18 : 0) }

  /// Whether the legend of lattice and arrows stands below that of the points.
  private var layersHaveOwnLine: Bool { !layers.isEmpty && width < 600 }

  private var realName: String { width < 420 ? "real" : "real (\(real.count / 2))" }

  private var generatedName: String {
    width < 420 ? "generated" : "generated (\(generated.count / 2))"
  }

  private var layers: ScatterLayers { ScatterLayers(lattice: lattice, arrows: arrows) }

  /// What the plot cannot show.
  private var missing: String? {
    var parts: [String] = []
    if let sentence = PointCount(generated, in: frame).sentence { parts.append(sentence) }
    let hidden = PointCount(real, in: frame).hidden
    if hidden > 0 { parts.append("\(hidden) real points outside") }
    if let field, !field.isFinite { parts.append("\(fieldLabel) not finite where hatched") }
    if let count = lattice?.nonFinite, count > 0 {
      parts.append("\(count) lattice points not finite")
    }
    if let count = arrows?.nonFinite, count > 0 { parts.append("\(count) arrows not finite") }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private func drawLegend(in raster: inout Raster, _ axes: Axes) {
    let y = axes.rect.top - 16
    let next = drawPointLegend(
      real: realName, generated: generatedName, in: &raster, left: axes.rect.left,
      y: layersHaveOwnLine ? y - 18 : y)
    layers.drawLegend(
      in: &raster, left: layersHaveOwnLine ? axes.rect.left : next, y: y,
      right: field == nil ? width - 8 : axes.rect.right + 8)
    // Under the plot, where it never moves the plot: pictures of a run can be flipped through.
    raster.draw(
      missing ?? "", at: (axes.rect.right, axes.rect.bottom + 26), .alarm,
      anchor: TextAnchor(.trailing, .top), maximumWidth: axes.rect.width)
  }
}

extension TextStyle {
  /// What must not be overlooked: points that are not in the picture.
  static let alarm = TextStyle(.small, color: Color(hex: 0xA83C00))
}

// Drawing into a picture: pixels, rectangles, other pictures, discs and lines.

extension Raster {
  /// Blends a colour over a pixel; pixels outside the picture are left out.
  package mutating func blend(_ color: Color, _ x: Int, _ y: Int, alpha: Float = 1) {
    guard contains(x, y) else { return }
    let base = (y * width + x) * 3
    // The comparison is false for NaN, which must not reach the conversion to a byte.
    let share = alpha > 0 ? min(alpha, 1) : 0
    pixels[base] = Raster.mix(pixels[base], color.red, share)
    pixels[base + 1] = Raster.mix(pixels[base + 1], color.green, share)
    pixels[base + 2] = Raster.mix(pixels[base + 2], color.blue, share)
  }

  @inline(__always)
  static func mix(_ from: UInt8, _ to: UInt8, _ share: Float) -> UInt8 {
    UInt8(Float(from) + (Float(to) - Float(from)) * share + 0.5)
  }

  /// Fills a rectangle; what lies outside the picture is left out.
  package mutating func fill(_ rect: PixelRect, _ color: Color, alpha: Float = 1) {
    let clip = rect.clipped(to: self)
    for y in clip.top..<clip.bottom {
      for x in clip.left..<clip.right {
        blend(color, x, y, alpha: alpha)
      }
    }
  }

  /// Draws the border of a rectangle, inside it.
  package mutating func frame(_ rect: PixelRect, _ color: Color, thickness: Int = 1) {
    let edge = min(thickness, rect.width, rect.height)
    guard edge > 0 else { return }
    fill(PixelRect(left: rect.left, top: rect.top, width: rect.width, height: edge), color)
    fill(
      PixelRect(left: rect.left, top: rect.bottom - edge, width: rect.width, height: edge), color)
    fill(PixelRect(left: rect.left, top: rect.top, width: edge, height: rect.height), color)
    fill(
      PixelRect(left: rect.right - edge, top: rect.top, width: edge, height: rect.height), color)
  }

  /// Copies another picture with its corner at a point; what lies outside is left out.
  package mutating func blit(_ other: Raster, left: Int, top: Int) {
    let rect = PixelRect(left: left, top: top, width: other.width, height: other.height)
    let clip = rect.clipped(to: self)
    guard clip.width > 0 else { return }
    for y in clip.top..<clip.bottom {
      let from = ((y - top) * other.width + clip.left - left) * 3
      let to = (y * width + clip.left) * 3
      let count = clip.width * 3
      pixels.replaceSubrange(to..<(to + count), with: other.pixels[from..<(from + count)])
    }
  }

  /// The picture with every pixel repeated in both directions.
  ///
  /// - Throws: `ImagingError.invalidSize` for a factor below 1 or a result beyond the limits.
  package func upscaled(by factor: Int) throws(ImagingError) -> Raster {
    guard (1...Raster.maximumSide).contains(factor) else {
      throw .invalidSize(
        came: "an upscaling factor of \(factor)", needed: "1 or more",
        remedy: "Choose a positive whole number.")
    }
    var result = try Raster(width: width * factor, height: height * factor)
    for y in 0..<result.height {
      for x in 0..<result.width {
        let from = ((y / factor) * width + x / factor) * 3
        let to = (y * result.width + x) * 3
        for channel in 0..<3 { result.pixels[to + channel] = pixels[from + channel] }
      }
    }
    return result
  }

  /// Draws an anti-aliased disc; the centre of the top left pixel is (0.5, 0.5).
  package mutating func disc(
    x: Float, y: Float, radius: Float, _ color: Color, alpha: Float = 1
  ) {
    let reach = radius + 1
    guard let area = bounds(x - reach, y - reach, x + reach, y + reach) else { return }
    var coverage = Coverage(area)
    coverage.addDisc(x: x, y: y, radius: radius)
    composite(coverage, color, alpha: alpha)
  }

  /// Draws an anti-aliased line through points with round ends and joints.
  package mutating func stroke(
    _ points: [(x: Float, y: Float)], width: Float, _ color: Color, alpha: Float = 1
  ) {
    let finite = points.filter { $0.x.isFinite && $0.y.isFinite }
    let reach = width / 2 + 1
    guard let left = finite.map(\.x).min(), let right = finite.map(\.x).max(),
      let top = finite.map(\.y).min(), let bottom = finite.map(\.y).max(),
      let area = bounds(left - reach, top - reach, right + reach, bottom + reach)
    else { return }
    var coverage = Coverage(area)
    if finite.count == 1 {
      coverage.addSegment(from: finite[0], to: finite[0], width: width)
    }
    for (start, end) in zip(finite, finite.dropFirst()) {
      coverage.addSegment(from: start, to: end, width: width)
    }
    composite(coverage, color, alpha: alpha)
  }

  /// The pixels of this picture that a rectangle touches, or nil where there are none.
  private func bounds(_ left: Float, _ top: Float, _ right: Float, _ bottom: Float) -> PixelRect? {
    guard left.isFinite, top.isFinite, right.isFinite, bottom.isFinite else { return nil }
    let x = Int(left.clamped(to: 0...Float(width)).rounded(.down))
    let y = Int(top.clamped(to: 0...Float(height)).rounded(.down))
    let xEnd = Int(right.clamped(to: 0...Float(width)).rounded(.up))
    let yEnd = Int(bottom.clamped(to: 0...Float(height)).rounded(.up))
    guard x < xEnd, y < yEnd else { return nil }
    return PixelRect(left: x, top: y, width: xEnd - x, height: yEnd - y)
  }
}

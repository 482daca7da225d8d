// A picture in memory: 8-bit RGB, rows from the top.

/// An opaque RGB picture.
package struct Raster: Sendable, Equatable {
  /// The largest width and height.
  package static let maximumSide = 32_768

  /// The largest number of pixels: 768 MiB of memory.
  package static let maximumPixels = 1 << 28

  package let width: Int
  package let height: Int

  /// Red, green and blue of every pixel, rows from the top.
  package internal(set) var pixels: [UInt8]

  /// A picture of one colour.
  ///
  /// - Throws: `ImagingError.invalidSize` for sides below 1 or beyond the limits.
  package init(width: Int, height: Int, fill: Color = .white) throws(ImagingError) {
    try Raster.check(width: width, height: height)
    self.width = width
    self.height = height
    pixels = Array(unsafeUninitializedCapacity: width * height * 3) { buffer, count in
      for pixel in 0..<(width * height) {
        buffer.initializeElement(at: pixel * 3, to: fill.red)
        buffer.initializeElement(at: pixel * 3 + 1, to: fill.green)
        buffer.initializeElement(at: pixel * 3 + 2, to: fill.blue)
      }
      count = width * height * 3
    }
  }

  /// A picture from RGB bytes, rows from the top.
  ///
  /// - Throws: `ImagingError.invalidSize` for a size beyond the limits or a wrong number of bytes.
  package init(width: Int, height: Int, pixels: [UInt8]) throws(ImagingError) {
    try Raster.check(width: width, height: height)
    guard pixels.count == width * height * 3 else {
      throw .invalidSize(
        came: "\(pixels.count) bytes for \(width) x \(height) pixels",
        needed: "\(width * height * 3) bytes, three a pixel",
        remedy: "Pass red, green and blue of every pixel.")
    }
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The colour of a pixel; white outside the picture.
  package subscript(x: Int, y: Int) -> Color {
    guard contains(x, y) else { return .white }
    let base = (y * width + x) * 3
    return Color(red: pixels[base], green: pixels[base + 1], blue: pixels[base + 2])
  }

  func contains(_ x: Int, _ y: Int) -> Bool {
    x >= 0 && y >= 0 && x < width && y < height
  }

  static func check(width: Int, height: Int) throws(ImagingError) {
    let sides = 1...maximumSide
    guard sides.contains(width), sides.contains(height), width * height <= maximumPixels else {
      throw .invalidSize(
        came: "a picture of \(width) x \(height) pixels",
        needed: "1 to \(maximumSide) pixels a side and at most \(maximumPixels) in all",
        remedy: "Choose another size.")
    }
  }
}

/// A rectangle of whole pixels; `right` and `bottom` are the first pixels beyond it.
package struct PixelRect: Hashable, Sendable {
  package var left: Int
  package var top: Int
  package var width: Int
  package var height: Int

  /// A rectangle from its corner and size.
  package init(left: Int, top: Int, width: Int, height: Int) {
    self.left = left
    self.top = top
    self.width = width
    self.height = height
  }

  package var right: Int { left + width }
  package var bottom: Int { top + height }

  func clipped(to raster: Raster) -> PixelRect {
    let x = left.clamped(to: 0...raster.width)
    let y = top.clamped(to: 0...raster.height)
    return PixelRect(
      left: x, top: y, width: max(0, min(right, raster.width) - x),
      height: max(0, min(bottom, raster.height) - y))
  }
}

// A picture as data: grey or RGB bytes, whatever file it came from.

import Foundation

/// An opaque 8-bit image of 1 (grey) or 3 (RGB) channels, as networks are trained on.
package struct ByteImage: Sendable, Equatable {
  package let width: Int
  package let height: Int
  /// 1 (grey) or 3 (red, green, blue).
  package let channels: Int
  /// Rows from the top, channels innermost, no padding.
  package let pixels: [UInt8]

  /// An image from its parts.
  ///
  /// - Throws: `ImagingError.invalidSize` for sides beyond those of a `Raster`, other channels, or
  ///   a wrong number of bytes.
  package init(
    width: Int, height: Int, channels: Int, pixels: [UInt8]
  ) throws(ImagingError) {
    try Raster.check(width: width, height: height)
    guard channels == 1 || channels == 3, pixels.count == width * height * channels else {
      throw .invalidSize(
        came: "\(pixels.count) bytes for \(width) x \(height) pixels of \(channels) channels",
        needed: "1 or 3 channels and one byte for each channel of each pixel",
        remedy: "Pass the pixels in rows from the top, channels innermost.")
    }
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// Sizes that were checked before.
  init(checkedWidth width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// The image in other channels.
  ///
  /// Grey is the luma of Rec. 601, `0.299 R + 0.587 G + 0.114 B`, rounded as Pillow does; RGB from
  /// grey repeats it.
  /// - Throws: `ImagingError.invalidData` for other than 1 or 3 channels.
  package func converted(toChannels wanted: Int) throws(ImagingError) -> ByteImage {
    guard wanted == 1 || wanted == 3 else {
      throw .invalidData(
        came: "\(wanted) channels", needed: "1 (grey) or 3 (RGB)", remedy: "Choose one of them.")
    }
    guard wanted != channels else { return self }
    var converted: [UInt8] = []
    converted.reserveCapacity(width * height * wanted)
    if wanted == 3 {
      for value in pixels { converted += [value, value, value] }
    } else {
      for start in stride(from: 0, to: pixels.count, by: 3) {
        let (red, green) = (UInt32(pixels[start]), UInt32(pixels[start + 1]))
        let blue = UInt32(pixels[start + 2])
        // The weights in 65,536ths sum to 1, so that equal channels keep their value.
        converted.append(
          UInt8((19_595 * red + 38_470 * green + 7_471 * blue + 32_768) >> 16))
      }
    }
    return ByteImage(checkedWidth: width, height: height, channels: wanted, pixels: converted)
  }
}

/// An image read from a file, and what was done to read it.
package struct ReadImage: Sendable, Equatable {
  /// The image.
  package let image: ByteImage
  /// Whether the file had transparent parts, which show white now.
  package let hadTransparency: Bool

  /// Reads a PNG or a JPEG; the content decides which it is, not a name.
  ///
  /// A PNG becomes RGB, and transparent parts show white; a JPEG is grey or RGB as it is.
  /// - Throws: `ImagingError`: neither of both, damaged, too large, or a build without libjpeg.
  package init(_ data: Data) throws(ImagingError) {
    if data.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
      let png = try PNGImage(png: data)
      guard png.channels == 4 else {
        image = try ByteImage(
          width: png.width, height: png.height, channels: 3, pixels: png.pixels)
        hadTransparency = false
        return
      }
      let alphas = stride(from: 3, to: png.pixels.count, by: 4)
      hadTransparency = alphas.contains { png.pixels[$0] < 255 }
      let raster = try Raster(transparent: png)
      image = try ByteImage(
        width: raster.width, height: raster.height, channels: 3, pixels: raster.pixels)
    } else if data.starts(with: [0xFF, 0xD8, 0xFF]) {
      image = try ByteImage(jpeg: data)
      hadTransparency = false
    } else {
      throw .invalidData(
        came: data.isEmpty ? "an empty file" : "a file that is neither PNG nor JPEG",
        needed: "a PNG or a JPEG", remedy: "Convert it.")
    }
  }
}

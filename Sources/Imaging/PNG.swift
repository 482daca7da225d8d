// PNG files in memory: encoding and decoding with text chunks, over the libpng shim.

import CPNG
import Foundation

/// What decoding one file may cost.
package struct PNGLimits: Sendable {
  package var maximumWidth: Int
  package var maximumHeight: Int
  /// Memory of the decoded pixels, at four bytes a pixel.
  package var maximumPixelBytes: Int
  /// Memory that one compressed text chunk may unfold to; longer ones are left out.
  package var maximumTextBytes: Int

  /// Limits; the defaults suit pictures of this package and ordinary image folders.
  package init(
    maximumWidth: Int = 16_384, maximumHeight: Int = 16_384,
    maximumPixelBytes: Int = 1 << 29, maximumTextBytes: Int = 1 << 22
  ) {
    self.maximumWidth = maximumWidth
    self.maximumHeight = maximumHeight
    self.maximumPixelBytes = maximumPixelBytes
    self.maximumTextBytes = maximumTextBytes
  }
}

/// An 8-bit image with 1 (grey), 3 (RGB) or 4 (RGBA) channels and its text chunks.
package struct PNGImage: Sendable {
  package var width: Int
  package var height: Int
  package var channels: Int
  /// Rows from the top, channels innermost, no padding.
  package var pixels: [UInt8]
  /// Key-value pairs in the order of the file.
  package var text: [(String, String)]

  /// An image from its parts; `encoded()` checks them.
  package init(
    width: Int, height: Int, channels: Int, pixels: [UInt8], text: [(String, String)] = []
  ) {
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
    self.text = text
  }

  /// Reads any PNG: RGB, or RGBA where the file has transparency.
  ///
  /// Palettes and greys become RGB, 16 bits become 8; gamma and colour profiles are ignored.
  /// - Throws: `ImagingError.decodingFailed`.
  package init(png: Data, limits: PNGLimits = PNGLimits()) throws(ImagingError) {
    var image = mpng_image()
    var message = [CChar](repeating: 0, count: 256)
    var bounds = mpng_limits()
    bounds.max_width = UInt32(limits.maximumWidth.clamped(to: 0...Int(Int32.max)))
    bounds.max_height = UInt32(limits.maximumHeight.clamped(to: 0...Int(Int32.max)))
    bounds.max_pixel_bytes = max(0, limits.maximumPixelBytes)
    bounds.max_chunk_bytes = max(1, limits.maximumTextBytes)
    let status = png.withUnsafeBytes { bytes in
      mpng_decode(
        bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &bounds, &image, &message,
        message.count)
    }
    guard status == 0 else { throw .decodingFailed(reason: messageText(message)) }
    defer { mpng_image_free(&image) }
    width = Int(image.width)
    height = Int(image.height)
    channels = Int(image.channels)
    pixels = Array(UnsafeBufferPointer(start: image.pixels, count: width * height * channels))
    text = UnsafeBufferPointer(start: image.texts, count: image.text_count).map { entry in
      (
        string(entry.key, isUTF8: false),
        string(entry.value, isUTF8: entry.is_utf8 != 0)
      )
    }
  }

  /// The image as a PNG file; equal images give equal bytes.
  ///
  /// - Parameter compressionLevel: zlib's, from 0 (none) to 9; 3 takes half
  ///   the time of 6 for files about a tenth larger.
  /// - Throws: `ImagingError`: a wrong size or count, text that PNG cannot hold, no memory.
  package func encoded(compressionLevel: Int = 3) throws(ImagingError) -> Data {
    try Raster.check(width: width, height: height)
    guard [1, 3, 4].contains(channels), pixels.count == width * height * channels else {
      throw .invalidSize(
        came: "\(pixels.count) bytes for \(width) x \(height) pixels of \(channels) channels",
        needed: "1, 3 or 4 channels and one byte for each channel of each pixel",
        remedy: "Pass the pixels in rows from the top, channels innermost.")
    }
    var strings: [UnsafeMutablePointer<CChar>?] = []
    defer { strings.forEach { free($0) } }
    var chunks: [mpng_text] = []
    for (key, value) in text {
      try checkText(key: key, value: value)
      let pair = (strdup(key), strdup(value))
      strings += [pair.0, pair.1]
      guard let key = pair.0, let content = pair.1 else {
        throw .encodingFailed(reason: "out of memory for text")
      }
      let isASCII = value.utf8.allSatisfy { $0 < 128 }
      chunks.append(mpng_text(key: key, value: content, is_utf8: isASCII ? 0 : 1))
    }
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    var message = [CChar](repeating: 0, count: 256)
    let status = mpng_encode(
      pixels, UInt32(width), UInt32(height), UInt32(channels), chunks, chunks.count,
      Int32(compressionLevel.clamped(to: 0...9)), &bytes, &count, &message, message.count)
    guard status == 0, let bytes else { throw .encodingFailed(reason: messageText(message)) }
    defer { mpng_free(bytes) }
    return Data(bytes: bytes, count: count)
  }
}

extension Raster {
  /// The picture as a PNG file with text chunks; equal pictures and text give equal bytes.
  ///
  /// - Throws: `ImagingError.invalidText` for text that PNG cannot hold, `.encodingFailed`.
  package func pngData(text: [(String, String)] = []) throws(ImagingError) -> Data {
    try PNGImage(width: width, height: height, channels: 3, pixels: pixels, text: text).encoded()
  }

  /// Reads any PNG; transparent parts show white.
  ///
  /// - Throws: `ImagingError.decodingFailed`, or `.invalidSize` beyond the limits of a raster.
  package init(png: Data, limits: PNGLimits = PNGLimits()) throws(ImagingError) {
    let image = try PNGImage(png: png, limits: limits)
    guard image.channels == 4 else {
      try self.init(width: image.width, height: image.height, pixels: image.pixels)
      return
    }
    try self.init(transparent: image)
  }

  /// An image of four channels on white.
  init(transparent image: PNGImage) throws(ImagingError) {
    try self.init(width: image.width, height: image.height)
    for pixel in 0..<(width * height) {
      let alpha = Float(image.pixels[pixel * 4 + 3]) / 255
      for channel in 0..<3 {
        pixels[pixel * 3 + channel] = Raster.mix(255, image.pixels[pixel * 4 + channel], alpha)
      }
    }
  }
}

private func checkText(key: String, value: String) throws(ImagingError) {
  let bytes = Array(key.utf8)
  guard (1...79).contains(bytes.count), bytes.allSatisfy({ (32...126).contains($0) }),
    bytes.first != 32, bytes.last != 32, !key.contains("  ")
  else {
    throw .invalidText(
      came: "the text key '\(key.prefix(100))'",
      needed: "1 to 79 printable ASCII characters without leading, trailing or double spaces",
      remedy: "Choose another key.")
  }
  guard !value.utf8.contains(0) else {
    throw .invalidText(
      came: "a NUL character in the text for '\(key)'", needed: "text without NUL",
      remedy: "Remove it.")
  }
}

func messageText(_ message: [CChar], from library: String = "libpng") -> String {
  let bytes = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  return bytes.isEmpty ? "\(library) gave no reason" : String(decoding: bytes, as: UTF8.self)
}

private func string(_ pointer: UnsafePointer<CChar>?, isUTF8: Bool) -> String {
  guard let pointer else { return "" }
  if isUTF8 { return String(cString: pointer) }
  let latin = UnsafeBufferPointer(start: pointer, count: strlen(pointer))
  return String(
    String.UnicodeScalarView(latin.map { Unicode.Scalar(UInt8(bitPattern: $0)) }))
}

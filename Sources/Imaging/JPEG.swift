// JPEG files in memory: decoding, over the libjpeg-turbo shim.

import CJPEG
import Foundation

/// What decoding one JPEG may cost.
package struct JPEGLimits: Sendable {
  package var maximumWidth: Int
  package var maximumHeight: Int
  /// Memory of the decoded pixels, at one byte a channel.
  package var maximumPixelBytes: Int
  /// Passes of a progressive file; ordinary ones have about ten.
  package var maximumScans: Int

  /// Limits; the defaults suit ordinary image folders.
  package init(
    maximumWidth: Int = 16_384, maximumHeight: Int = 16_384, maximumPixelBytes: Int = 1 << 29,
    maximumScans: Int = 200
  ) {
    self.maximumWidth = maximumWidth
    self.maximumHeight = maximumHeight
    self.maximumPixelBytes = maximumPixelBytes
    self.maximumScans = maximumScans
  }
}

/// The library that reads JPEG files, which a build may lack.
package enum JPEGLibrary {
  /// Whether this build reads JPEG files.
  package static var isAvailable: Bool { mjpeg_available() != 0 }

  /// Its name and version, such as "libjpeg-turbo 2.1.5"; empty where not available.
  package static var version: String { String(cString: mjpeg_version()) }

  /// How to get it.
  package static let remedy =
    "apt-get install libjpeg-dev, then swift package purge-cache and build again"
}

extension ByteImage {
  /// Reads a JPEG, grey or RGB as the file is.
  ///
  /// Colour profiles and the orientation that a camera noted are ignored.
  /// - Throws: `ImagingError.jpegUnavailable` in builds without libjpeg, `.jpegDecodingFailed` for
  ///   what is no JPEG, truncated or damaged, beyond the limits, CMYK, or of more than 8 bits.
  package init(jpeg: Data, limits: JPEGLimits = JPEGLimits()) throws(ImagingError) {
    guard JPEGLibrary.isAvailable else { throw .jpegUnavailable }
    var image = mjpeg_image()
    var message = [CChar](repeating: 0, count: 256)
    var bounds = mjpeg_limits()
    bounds.max_width = UInt32(limits.maximumWidth.clamped(to: 0...Int(Int32.max)))
    bounds.max_height = UInt32(limits.maximumHeight.clamped(to: 0...Int(Int32.max)))
    bounds.max_pixel_bytes = max(0, limits.maximumPixelBytes)
    bounds.max_scans = Int32(limits.maximumScans.clamped(to: 0...Int(Int32.max)))
    let status = jpeg.withUnsafeBytes { bytes in
      mjpeg_decode(
        bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &bounds, &image, &message,
        message.count)
    }
    guard status == 0 else {
      throw .jpegDecodingFailed(reason: messageText(message, from: "libjpeg"))
    }
    defer { mjpeg_image_free(&image) }
    let (width, height, channels) = (Int(image.width), Int(image.height), Int(image.channels))
    try self.init(
      width: width, height: height, channels: channels,
      pixels: Array(UnsafeBufferPointer(start: image.pixels, count: width * height * channels)))
  }
}

// JPEG files: grey, colour and progressive ones, and refusal of damaged, oversized and CMYK files.

import Foundation
import Imaging
import TestSupport
import Testing

@Suite("JPEG", .enabled(if: JPEGLibrary.isAvailable))
struct JPEGTests {
  @Test func greyIsReadAsItIs() throws {
    let image = try ByteImage(jpeg: SampleJPEG.grey)
    #expect(image.width == 7 && image.height == 5 && image.channels == 1)
    // As Pillow reads it; decoders may differ by 1.
    let expected: [UInt8] = [3, 29, 61, 90, 122, 155, 177, 10, 36, 68, 97, 129, 162, 183]
    #expect(zip(image.pixels, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
  }

  /// Both files hold red from left to right, green from top to bottom and blue against red.
  @Test(arguments: [SampleJPEG.color, SampleJPEG.progressive])
  func colorsAreReadInTheirOrder(file: Data) throws {
    let image = try ByteImage(jpeg: file)
    #expect(image.width == 9 && image.height == 6 && image.channels == 3)
    for y in 0..<6 {
      for x in 0..<9 {
        let expected = [x * 28, y * 50, 255 - x * 28]
        for channel in 0..<3 {
          let value = Int(image.pixels[(y * 9 + x) * 3 + channel])
          #expect(abs(value - expected[channel]) < 32, "\(x) \(y) \(channel)")
        }
      }
    }
  }

  @Test(arguments: [SampleJPEG.grey, SampleJPEG.color, SampleJPEG.progressive])
  func everyTruncationIsRefused(file: Data) throws {
    for count in 0..<file.count {
      #expect(throws: ImagingError.self, "\(count)") { try ByteImage(jpeg: file.prefix(count)) }
    }
    #expect(throws: ImagingError.jpegDecodingFailed(reason: "the file ends too early")) {
      try ByteImage(jpeg: file.dropLast(10))
    }
  }

  @Test func damagedBytesNeverCrash() {
    for file in [SampleJPEG.grey, SampleJPEG.color, SampleJPEG.progressive, SampleJPEG.cmyk] {
      for position in file.indices {
        for flip: UInt8 in [0x01, 0x80, 0xFF] {
          var damaged = file
          damaged[position] ^= flip
          let limits = JPEGLimits(maximumPixelBytes: 1 << 20)
          guard let image = try? ByteImage(jpeg: damaged, limits: limits) else { continue }
          #expect(image.pixels.count == image.width * image.height * image.channels)
        }
      }
    }
  }

  @Test func cmykIsRefusedWithWords() {
    let reason = "the file is CMYK, only grey and RGB are read; convert it to RGB"
    #expect(throws: ImagingError.jpegDecodingFailed(reason: reason)) {
      try ByteImage(jpeg: SampleJPEG.cmyk)
    }
  }

  @Test(arguments: [Data(), Data("GIF89a and more".utf8), Data([0xFF, 0xD8, 0xFF])])
  func whatIsNoJPEGIsRefused(file: Data) {
    #expect(throws: ImagingError.self) { try ByteImage(jpeg: file) }
  }

  @Test func limitsHold() throws {
    let file = SampleJPEG.progressive
    let inside = JPEGLimits(maximumWidth: 9, maximumHeight: 6, maximumPixelBytes: 162)
    #expect(try ByteImage(jpeg: file, limits: inside).width == 9)
    for (limits, reason) in [
      (JPEGLimits(maximumWidth: 8), "the image is 9 x 6, the limit is 8 x 16384"),
      (JPEGLimits(maximumHeight: 5), "the image is 9 x 6, the limit is 16384 x 5"),
      (JPEGLimits(maximumPixelBytes: 161), "the image needs 162 bytes of memory, the limit is 161"),
      (JPEGLimits(maximumScans: 2), "the file has more than 2 passes"),
    ] {
      #expect(throws: ImagingError.jpegDecodingFailed(reason: reason)) {
        try ByteImage(jpeg: file, limits: limits)
      }
    }
  }
}

@Suite("JPEG without libjpeg", .disabled(if: JPEGLibrary.isAvailable))
struct MissingJPEGTests {
  @Test func saysWhatToInstall() {
    #expect(throws: ImagingError.jpegUnavailable) { try ByteImage(jpeg: SampleJPEG.grey) }
    #expect(ImagingError.jpegUnavailable.description.contains("apt-get install libjpeg-dev"))
    #expect(JPEGLibrary.version.isEmpty)
  }
}

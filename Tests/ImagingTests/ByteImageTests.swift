// Images as data: resizing and cropping to Pillow's numbers, channels, and reading any file.

import Foundation
import Imaging
import TestSupport
import Testing

@Suite("Byte images")
struct ByteImageTests {
  private func image(_ width: Int, _ height: Int, _ channels: Int) throws -> ByteImage {
    let pixels: [UInt8] = (0..<width * height * channels).map { index in
      let value = index * 71 + index / 7 * 13
      return UInt8(value % 256)
    }
    return try ByteImage(width: width, height: height, channels: channels, pixels: pixels)
  }

  /// The sum of the bytes, and one with weights that tell their order.
  private func sums(_ image: ByteImage) -> [Int] {
    let values = image.pixels.map(Int.init)
    return [
      values.reduce(0, +), values.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 97) },
    ]
  }

  /// Values of Pillow 13, `resize` with `BILINEAR`: smaller, larger, and one side only.
  @Test(
    arguments: [
      (3, 2, [40, 119, 198, 56, 135, 186]),
      (7, 2, [8, 45, 82, 119, 156, 193, 230, 24, 61, 98, 135, 172, 209, 166]),
      (2, 5, [59, 163, 67, 171, 75, 179, 83, 187, 91, 143]),
      (
        9, 8,
        [
          0, 25, 53, 82, 111, 140, 169, 197, 222, 4, 29, 57, 86, 115, 144, 173, 201, 226, 9, 34, 62,
          91, 120, 149, 178, 206, 231, 14, 39, 67, 96, 125, 154, 183, 211, 236, 19, 44, 72, 101,
          130, 159, 188, 216, 241, 24, 49, 77, 106, 135, 164, 193, 221, 246, 29, 54, 82, 111, 140,
          169, 198, 179, 109, 32, 57, 85, 114, 143, 172, 201, 146, 3,
        ]
      ),
    ] as [(Int, Int, [UInt8])])
  func resizingAgreesWithPillow(width: Int, height: Int, expected: [UInt8]) throws {
    let pixels = (0..<35).map { UInt8($0 * 37 % 251) }
    let small = try ByteImage(width: 7, height: 5, channels: 1, pixels: pixels)
    let resized = try small.resized(toWidth: width, height: height)
    #expect(resized.width == width && resized.height == height)
    #expect(resized.pixels == expected)
    #expect(try small.resized(toWidth: 7, height: 5) == small)
  }

  /// Sums of Pillow's resize to 24 x 16 and crop from column 4.
  @Test func centerSquaresAgreeWithPillow() throws {
    let square = try image(60, 40, 3).centerSquare(16)
    #expect(square.width == 16 && square.height == 16 && square.channels == 3)
    #expect(Array(square.pixels.prefix(6)) == [146, 137, 105, 102, 133, 143])
    #expect(sums(square) == [97_820, 4_647_387])
  }

  /// Of 7 columns 3 are kept, from the third; of 8 as well, the odd one is lost at the right.
  @Test(arguments: [(7, 2), (8, 2)])
  func squaresAreCutFromTheMiddle(width: Int, first: UInt8) throws {
    let row = (0..<width).map { UInt8($0) }
    let wide = try ByteImage(width: width, height: 3, channels: 1, pixels: row + row + row)
    let kept = [first, first + 1, first + 2]
    #expect(try wide.centerSquare(3).pixels == kept + kept + kept)
    let tall = try ByteImage(
      width: 3, height: width, channels: 1, pixels: row.flatMap { [$0, $0, $0] })
    #expect(try tall.centerSquare(3).pixels == kept.flatMap { [$0, $0, $0] })
  }

  @Test func extremeShapesTakeLittleMemory() throws {
    let line = try ByteImage(
      width: 16_384, height: 1, channels: 3, pixels: [UInt8](repeating: 9, count: 3 * 16_384))
    let square = try line.centerSquare(256)
    #expect(square.pixels == [UInt8](repeating: 9, count: 3 * 256 * 256))
    #expect(try line.resized(toWidth: 1, height: 1).pixels == [9, 9, 9])
    for side in [0, -1, .max] {
      #expect(throws: ImagingError.self) { try line.centerSquare(side) }
    }
  }

  @Test func greyIsPillowsLuma() throws {
    let grey = try image(60, 40, 3).converted(toChannels: 1)
    #expect(Array(grey.pixels.prefix(6)) == [58, 91, 208, 169, 156, 125])
    #expect(sums(grey) == [306_033, 14_611_816])
    // Grey, there and back.
    #expect(try grey.converted(toChannels: 3).converted(toChannels: 1) == grey)
    #expect(try grey.converted(toChannels: 3).pixels.prefix(6) == [58, 58, 58, 91, 91, 91])
    #expect(throws: ImagingError.self) { try grey.converted(toChannels: 2) }
  }

  @Test func filesAreToldByTheirContent() throws {
    let pixels: [UInt8] = [10, 20, 30, 0, 10, 20, 30, 255]
    let clear = try PNGImage(width: 2, height: 1, channels: 4, pixels: pixels).encoded()
    let read = try ReadImage(clear)
    #expect(read.hadTransparency)
    #expect(read.image.pixels == [255, 255, 255, 10, 20, 30])
    let opaque = try PNGImage(width: 1, height: 1, channels: 4, pixels: [1, 2, 3, 255]).encoded()
    #expect(try ReadImage(opaque).hadTransparency == false)
    let plain = try PNGImage(width: 1, height: 1, channels: 3, pixels: [1, 2, 3]).encoded()
    #expect(try ReadImage(plain).image.pixels == [1, 2, 3])
    if JPEGLibrary.isAvailable { #expect(try ReadImage(SampleJPEG.grey).image.channels == 1) }
    for data in [Data(), Data("text".utf8), clear.dropLast(9)] {
      #expect(throws: ImagingError.self) { try ReadImage(data) }
    }
  }

  @Test func wrongCountsAreRefused() {
    for (channels, count) in [(2, 8), (3, 4), (1, 3), (0, 0)] {
      #expect(throws: ImagingError.self) {
        try ByteImage(
          width: 2, height: 2, channels: channels, pixels: [UInt8](repeating: 0, count: count))
      }
    }
  }
}

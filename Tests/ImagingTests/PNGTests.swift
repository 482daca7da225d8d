// PNG files: round trips, text chunks, equal bytes, and refusal of damaged or oversized files.

import Foundation
import Imaging
import Testing

@Suite("PNG")
struct PNGTests {
  private func noise(_ count: Int) -> [UInt8] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(state >> 24)
    }
  }

  @Test(arguments: [(1, 1), (1, 9), (13, 1), (17, 5), (64, 33)], [3, 4])
  func colorRoundTrip(size: (Int, Int), channels: Int) throws {
    let pixels = noise(size.0 * size.1 * channels)
    let image = PNGImage(width: size.0, height: size.1, channels: channels, pixels: pixels)
    let decoded = try PNGImage(png: image.encoded())
    #expect(decoded.width == size.0)
    #expect(decoded.height == size.1)
    #expect(decoded.channels == channels)
    #expect(decoded.pixels == pixels)
  }

  @Test(arguments: [(1, 1), (7, 3), (31, 20)])
  func grayComesBackAsEqualChannels(size: (Int, Int)) throws {
    let pixels = noise(size.0 * size.1)
    let image = PNGImage(width: size.0, height: size.1, channels: 1, pixels: pixels)
    let decoded = try PNGImage(png: image.encoded())
    #expect(decoded.channels == 3)
    #expect(decoded.pixels == pixels.flatMap { [$0, $0, $0] })
  }

  @Test func textComesBackInOrder() throws {
    let text = [
      ("Software", "mixlab"), ("recipe", "line one\nline two"), ("note", "α = 0.2 ± 0.1, 漢"),
      ("empty", ""),
    ]
    let raster = try Raster(width: 3, height: 2)
    let decoded = try PNGImage(png: raster.pngData(text: text))
    #expect(decoded.text.map(\.0) == text.map(\.0))
    #expect(decoded.text.map(\.1) == text.map(\.1))
  }

  @Test(arguments: ["", " leading", "two  spaces", "übung", String(repeating: "k", count: 80)])
  func badKeysAreRefused(key: String) throws {
    let raster = try Raster(width: 1, height: 1)
    #expect(throws: ImagingError.self) { try raster.pngData(text: [(key, "value")]) }
  }

  @Test func nulInTextIsRefused() throws {
    let raster = try Raster(width: 1, height: 1)
    #expect(throws: ImagingError.self) { try raster.pngData(text: [("key", "a\0b")]) }
  }

  @Test func equalInputsGiveEqualBytes() throws {
    let image = PNGImage(
      width: 20, height: 20, channels: 3, pixels: noise(1200), text: [("seed", "3")])
    let bytes = try image.encoded()
    #expect(try image.encoded() == bytes)
    for chunk in ["tIME", "pHYs", "gAMA"] {
      #expect(bytes.range(of: Data(chunk.utf8)) == nil)
    }
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = try PNGImage(
      width: 9, height: 9, channels: 4, pixels: noise(324), text: [("key", "välue")]
    ).encoded()
    for count in 0..<bytes.count {
      #expect(throws: ImagingError.self) { try PNGImage(png: bytes.prefix(count)) }
    }
  }

  @Test func damagedBytesNeverCrash() throws {
    let bytes = try PNGImage(
      width: 12, height: 7, channels: 3, pixels: noise(252), text: [("key", "value")]
    ).encoded()
    var refused = 0
    for position in bytes.indices {
      for flip: UInt8 in [0x01, 0x80, 0xFF] {
        var damaged = bytes
        damaged[position] ^= flip
        if (try? PNGImage(png: damaged)) == nil { refused += 1 }
      }
    }
    // Only the text chunk may be damaged without harm to the picture.
    #expect(refused > bytes.count * 3 * 4 / 5)
  }

  @Test func garbageIsRefused() {
    #expect(throws: ImagingError.decodingFailed(reason: "Not a PNG file")) {
      try PNGImage(png: Data("GIF89a and something else that is long enough".utf8))
    }
    #expect(throws: ImagingError.self) { try PNGImage(png: Data()) }
  }

  @Test func limitsHold() throws {
    let bytes = try PNGImage(width: 40, height: 30, channels: 3, pixels: noise(3600)).encoded()
    let inside = PNGLimits(maximumWidth: 40, maximumHeight: 30, maximumPixelBytes: 4800)
    #expect(try PNGImage(png: bytes, limits: inside).width == 40)
    for limits in [
      PNGLimits(maximumWidth: 39), PNGLimits(maximumHeight: 29), PNGLimits(maximumPixelBytes: 4799),
    ] {
      #expect(throws: ImagingError.self) { try PNGImage(png: bytes, limits: limits) }
    }
  }

  @Test func aHugeClaimFailsBeforeMemoryIsTaken() throws {
    // A valid header that claims 2^31 - 1 pixels a side, and nothing else.
    let header: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
      0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 8, 2, 0, 0, 0,
    ]
    #expect(throws: ImagingError.self) { try PNGImage(png: Data(header)) }
  }

  @Test(
    arguments: [
      (
        "1-bit grey",
        "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABAQAAAAAzmykZAAAACklEQVR4nGNwAAAAQgBBKTf07wAAAABJRU5ErkJggg==",
        3, [0, 0, 0, 255, 255, 255, 0, 0, 0]
      ),
      (
        "palette",
        """
        iVBORw0KGgoAAAANSUhEUgAAAAIAAAABAQMAAADO7O3JAAAABlBMVEX/AAAAgP9XImXFAAAACklEQVR4nGNwAAAAQgBB
        KTf07wAAAABJRU5ErkJggg==
        """,
        3, [255, 0, 0, 0, 128, 255]
      ),
      (
        "palette with transparency",
        """
        iVBORw0KGgoAAAANSUhEUgAAAAIAAAABAQMAAADO7O3JAAAABlBMVEX/AAAAgP9XImXFAAAAAXRSTlMAQObYZgAAAApJ
        REFUeJxjcAAAAEIAQSk39O8AAAAASUVORK5CYII=
        """,
        4, [255, 0, 0, 0, 0, 128, 255, 255]
      ),
      (
        "16-bit grey",
        """
        iVBORw0KGgoAAAANSUhEUgAAAAIAAAABEAAAAACB2fwVAAAADUlEQVR4nGP8/7+xEQAIhgMC5a2S+AAAAABJRU5ErkJg
        gg==
        """,
        3, [255, 255, 255, 128, 128, 128]
      ),
      (
        "interlaced RGB",
        """
        iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAGK06rlAAAAF0lEQVR4nGNgZGJmYGFlY2Dn4OTi5gEAAZYAT5C0q3AA
        AAAASUVORK5CYII=
        """,
        3, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
      ),
    ] as [(String, String, Int, [UInt8])])
  func everyKindBecomesEightBits(
    kind: String, base64: String, channels: Int, pixels: [UInt8]
  ) throws {
    let data = try #require(Data(base64Encoded: base64, options: .ignoreUnknownCharacters))
    let image = try PNGImage(png: data)
    #expect(image.channels == channels, "\(kind)")
    #expect(image.pixels == pixels, "\(kind)")
  }

  @Test func lengthsOfChunksAreNotBelieved() throws {
    // libpng fetches memory for what a chunk of text claims to hold, whatever its limits are.
    var file = try PNGImage(
      width: 1, height: 1, channels: 3, pixels: [1, 2, 3], text: [("Comment", "größer")]
    ).encoded()
    let text = try #require(file.range(of: Data("iTXt".utf8)))
    file[text.lowerBound - 4] = 0x7F
    let before = Self.peakMemory
    let error = try #require(throws: ImagingError.self) { try PNGImage(png: file) }
    #expect("\(error)".contains("the file ends too early"))
    #expect(Self.peakMemory - before < 1 << 30)
  }

  /// The most memory that the process has had, in bytes.
  private static var peakMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss << 10
  }

  @Test func textIsDecompressedOnlyUpToItsLimit() throws {
    // One white pixel and a zTXt chunk of some 200 bytes that holds 200,000 letters.
    let base64 = """
      iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAA3XpUWHRrAAB42u3BMQEAAADCoKzrX8IM/kABAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAK8BzO4WmfkA7hQAAAAKSURBVHic
      Y/gPAAEBAQCxOPYUAAAAAElFTkSuQmCC
      """
    let bytes = try #require(Data(base64Encoded: base64, options: .ignoreUnknownCharacters))
    #expect(try PNGImage(png: bytes).text.first?.1.count == 200_000)
    let image = try PNGImage(png: bytes, limits: PNGLimits(maximumTextBytes: 100_000))
    #expect(image.text.isEmpty)
    #expect(image.pixels == [255, 255, 255])
  }

  @Test func transparencyShowsWhite() throws {
    let pixels: [UInt8] = [10, 20, 30, 0, 10, 20, 30, 255, 0, 0, 0, 51]
    let data = try PNGImage(width: 3, height: 1, channels: 4, pixels: pixels).encoded()
    let raster = try Raster(png: data)
    #expect(raster[0, 0] == .white)
    #expect(raster[1, 0] == Color(red: 10, green: 20, blue: 30))
    #expect(raster[2, 0] == Color(gray: 204))
  }

  @Test func wrongCountsAreRefused() {
    #expect(throws: ImagingError.self) {
      try PNGImage(width: 2, height: 2, channels: 3, pixels: [0]).encoded()
    }
    #expect(throws: ImagingError.self) {
      try PNGImage(width: 2, height: 2, channels: 2, pixels: noise(8)).encoded()
    }
  }
}

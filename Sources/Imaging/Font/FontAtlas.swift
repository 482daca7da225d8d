// Reads the embedded glyph atlas.

import Foundation

/// The picture of one character.
struct Glyph: Sendable {
  /// How far the pen moves.
  var advance: Int
  /// From the pen to the left edge of the ink.
  var left: Int
  /// From the baseline up to the top edge of the ink.
  var top: Int
  var width: Int
  var height: Int
  /// Coverage from 0 to 15, rows from the top.
  var coverage: [UInt8]
}

/// All characters of one typeface at one size.
struct FontFace: Sendable {
  /// Heights above and below the baseline.
  var ascent: Int
  var descent: Int
  var glyphs: [Unicode.Scalar: Glyph]
  /// Stands for characters that the atlas lacks: an empty box.
  var unknown: Glyph

  /// The glyph of a character, or the box; all white space is a space.
  func glyph(_ scalar: Unicode.Scalar) -> Glyph {
    glyphs[scalar] ?? (scalar.properties.isWhitespace ? glyphs[" "] : nil) ?? unknown
  }

  init(size: Int, ascent: Int, descent: Int, glyphs: [Unicode.Scalar: Glyph]) {
    self.ascent = ascent
    self.descent = descent
    self.glyphs = glyphs
    let width = max(5, size / 2)
    let height = max(7, size * 3 / 4)
    let box = (0..<(width * height)).map { pixel -> UInt8 in
      let x = pixel % width
      let y = pixel / width
      return x == 0 || y == 0 || x == width - 1 || y == height - 1 ? 15 : 0
    }
    unknown = Glyph(
      advance: width + 2, left: 1, top: height, width: width, height: height, coverage: box)
  }
}

/// The embedded typefaces.
enum FontAtlas {
  /// The faces in the order of the atlas: 13 pixels, 17 pixels, 17 pixels bold.
  static let faces: [FontFace] = {
    let data = Data(base64Encoded: fontAtlasBase64, options: .ignoreUnknownCharacters) ?? Data()
    var reader = AtlasReader(bytes: Array(data))
    return (0..<reader.byte()).map { _ in reader.face() }
  }()

  /// A face by its place in the atlas; a face of boxes where the atlas lacks it.
  static func face(_ index: Int) -> FontFace {
    faces.indices.contains(index)
      ? faces[index] : FontFace(size: 13, ascent: 12, descent: 4, glyphs: [:])
  }
}

/// Reads the bytes of the atlas in order; beyond its end there are zeros.
private struct AtlasReader {
  let bytes: [UInt8]
  var position = 0

  mutating func byte() -> Int {
    defer { position += 1 }
    return bytes.indices.contains(position) ? Int(bytes[position]) : 0
  }

  mutating func signedByte() -> Int {
    Int(Int8(truncatingIfNeeded: byte()))
  }

  mutating func face() -> FontFace {
    let (size, ascent, descent, count) = (byte(), byte(), byte(), byte())
    var glyphs: [Unicode.Scalar: Glyph] = [:]
    for _ in 0..<count {
      let code = byte() | byte() << 8
      let glyph = self.glyph()
      if let scalar = Unicode.Scalar(UInt32(code)) { glyphs[scalar] = glyph }
    }
    return FontFace(size: size, ascent: ascent, descent: descent, glyphs: glyphs)
  }

  private mutating func glyph() -> Glyph {
    let (advance, left, top) = (byte(), signedByte(), signedByte())
    let (width, height) = (byte(), byte())
    var coverage: [UInt8] = []
    coverage.reserveCapacity(width * height + 1)
    while coverage.count < width * height {
      let pair = UInt8(byte())
      coverage += [pair & 15, pair >> 4]
    }
    coverage.removeLast(coverage.count - width * height)
    return Glyph(
      advance: advance, left: left, top: top, width: width, height: height, coverage: coverage)
  }
}

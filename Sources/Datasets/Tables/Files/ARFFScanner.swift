// The words of a line of ARFF: bare, or quoted with backslashes before what they hold of quotes.

/// Walks through one line.
struct ARFFScanner {
  /// A bare or quoted word, without its quotation marks.
  struct Token {
    let range: Range<Int>
    let isQuoted: Bool
  }

  /// The number of the line, from 1.
  let line: Int
  private let bytes: [UInt8]
  private let end: Int
  private let file: String
  private var place: Int

  private static let backslash = UInt8(ascii: "\\")

  init(_ bytes: [UInt8], _ range: Range<Int>, file: String, line: Int) {
    self.bytes = bytes
    self.file = file
    self.line = line
    (place, end) = (range.lowerBound, range.upperBound)
    skipBlanks()
  }

  /// Whether nothing but a comment is left.
  var isAtEnd: Bool { place >= end || bytes[place] == UInt8(ascii: "%") }

  /// Whether a list or a sparse row begins.
  var isAtBrace: Bool { isAt("{") }

  /// An error about this line.
  func refusal(_ found: String, _ needed: String, column: Int? = nil) -> TableFileError {
    .malformed(file: file, line: line, column: column, found: found, needed: needed)
  }

  /// Steps over a comma if one comes next.
  mutating func skipComma() -> Bool {
    guard isAt(",") else { return false }
    place += 1
    skipBlanks()
    return true
  }

  /// The word that comes next, up to a blank, a comma or a brace where it is bare.
  /// - Throws: `TableFileError.malformed` where there is none, or no closing quotation mark.
  mutating func token(_ needed: String, column: Int? = nil) throws(TableFileError) -> Token {
    defer { skipBlanks() }
    guard !isAtEnd else { throw refusal("the end of the line", needed, column: column) }
    let first = bytes[place]
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
      let start = place + 1
      var close = start
      while close < end, bytes[close] != first {
        close += bytes[close] == Self.backslash ? 2 : 1
      }
      guard close < end else {
        throw refusal(
          "an opening quotation mark alone", "a closing one on the same line", column: column)
      }
      place = close + 1
      return Token(range: start..<close, isQuoted: true)
    }
    let start = place
    while place < end, !Self.endsWord(bytes[place]) { place += 1 }
    guard place > start else {
      let found = String(decoding: bytes[start...start], as: UTF8.self)
      throw refusal(found == "," ? "nothing" : shown(found), needed, column: column)
    }
    return Token(range: start..<place, isQuoted: false)
  }

  /// The values of a list in braces; nil if none comes next.
  mutating func list() throws(TableFileError) -> [String]? {
    guard isAtBrace else { return nil }
    place += 1
    skipBlanks()
    var values: [String] = []
    repeat {
      values.append(text(of: try token("a value, or a closing brace")))
    } while skipComma()
    guard isAt("}") else {
      throw refusal(
        "a list without its closing brace",
        "values with commas between them, and a brace, on one line; quote values with blanks")
    }
    place += 1
    skipBlanks()
    return values
  }

  /// What a word says.
  func text(of token: Token) -> String {
    let spelled = bytes[token.range]
    guard token.isQuoted, spelled.contains(Self.backslash) else {
      return String(decoding: spelled, as: UTF8.self)
    }
    var plain: [UInt8] = []
    var isEscaped = false
    for byte in spelled {
      if byte == Self.backslash, !isEscaped {
        isEscaped = true
      } else {
        plain.append(byte)
        isEscaped = false
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  private func isAt(_ character: Unicode.Scalar) -> Bool {
    place < end && bytes[place] == UInt8(ascii: character)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func endsWord(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "{")
      || byte == UInt8(ascii: "}")
  }

  private mutating func skipBlanks() {
    while place < end, Self.isBlank(bytes[place]) { place += 1 }
  }
}

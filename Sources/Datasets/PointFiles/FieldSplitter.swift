// Splits a line of delimited text into its fields.

/// The grammar of one line: separators, quotation marks, comments.
enum FieldSplitter {
  /// What stands between two fields.
  enum Separator: UInt8 {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09
    /// Any number of spaces and tabs.
    case blanks = 0x20
  }

  /// One field, without blanks and quotation marks around it.
  struct Field {
    let range: Range<Int>
    let isQuoted: Bool

    func text(in bytes: [UInt8]) -> String {
      let text = String(decoding: bytes[range], as: UTF8.self)
      guard isQuoted else { return text }
      return text.split(separator: "\"\"", omittingEmptySubsequences: false)
        .joined(separator: "\"")
    }
  }

  /// Why a line has no fields.
  struct Problem: Error {
    let column: Int
    let found: String
    let needed: String
  }

  private static let quote: UInt8 = 0x22
  private static let comment: UInt8 = 0x23

  /// Whether a byte ends a line.
  static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Whether a line is more than blanks and a comment.
  static func hasContent(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    let first = line.first { !isBlank(bytes[$0]) }
    return first.map { bytes[$0] != comment } ?? false
  }

  /// The separator that a line uses outside of quotation marks: the first of `;`, `,` and tab that
  /// occurs, blanks if none does.
  ///
  /// - Parameter trailingComments: whether a `#` within a line begins a comment.
  static func separator(
    _ bytes: [UInt8], _ line: Range<Int>, trailingComments: Bool = true
  ) -> Separator {
    var seen: Set<UInt8> = []
    var isInside = false
    for byte in bytes[line] {
      if byte == quote { isInside.toggle() }
      if trailingComments, byte == comment, !isInside { break }
      if !isInside { seen.insert(byte) }
    }
    let candidates: [Separator] = [.semicolon, .comma, .tab]
    return candidates.first { seen.contains($0.rawValue) } ?? .blanks
  }

  /// The fields of a line that has content.
  ///
  /// - Parameter trailingComments: whether a `#` within the line begins a comment.
  static func fields(
    _ bytes: [UInt8], _ line: Range<Int>, separator: Separator, trailingComments: Bool = true
  ) throws(Problem) -> [Field] {
    var fields: [Field] = []
    var place = line.lowerBound
    let isOver = { (place: Int) in
      place >= line.upperBound || trailingComments && bytes[place] == comment
    }
    let isPadding = { (byte: UInt8) in
      isBlank(byte) && (separator != .tab || byte != Separator.tab.rawValue)
    }
    let skipPadding = { (place: inout Int) in
      while place < line.upperBound, isPadding(bytes[place]) { place += 1 }
    }
    while true {
      skipPadding(&place)
      if separator == .blanks, isOver(place) { return fields }
      if !isOver(place), bytes[place] == quote {
        fields.append(try quoted(bytes, line, &place, column: fields.count + 1))
      } else {
        let start = place
        while !isOver(place), !ends(bytes[place], separator) { place += 1 }
        var end = place
        while end > start, isPadding(bytes[end - 1]) { end -= 1 }
        fields.append(Field(range: start..<end, isQuoted: false))
      }
      let afterField = place
      skipPadding(&place)
      if isOver(place) { return fields }
      if separator == .blanks, place > afterField { continue }
      guard bytes[place] == separator.rawValue else {
        throw Problem(
          column: fields.count, found: "text after a closing quotation mark",
          needed: "the end of the field there")
      }
      place += 1
    }
  }

  /// How many columns there are, in words.
  static func counted(_ columns: Int) -> String { "\(columns) column\(columns == 1 ? "" : "s")" }

  private static func ends(_ byte: UInt8, _ separator: Separator) -> Bool {
    separator == .blanks ? isBlank(byte) : byte == separator.rawValue
  }

  /// The field behind the opening mark at `place`, which moves behind the closing one.
  private static func quoted(
    _ bytes: [UInt8], _ line: Range<Int>, _ place: inout Int, column: Int
  ) throws(Problem) -> Field {
    let start = place + 1
    var end = start
    while end < line.upperBound {
      if bytes[end] == quote {
        let isDoubled = end + 1 < line.upperBound && bytes[end + 1] == quote
        guard isDoubled else {
          place = end + 1
          return Field(range: start..<end, isQuoted: true)
        }
        end += 1
      }
      end += 1
    }
    throw Problem(
      column: column, found: "an opening quotation mark alone",
      needed: "a closing one on the same line")
  }
}

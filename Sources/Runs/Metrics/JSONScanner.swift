// Reads JSON token by token, so that order, duplicates and the spelling of numbers are kept.

/// What is wrong with JSON text, and at which byte.
struct JSONFault: Error, Equatable {
  let position: Int
  let reason: String
}

/// A cursor over JSON text.
///
/// It never recurses and never allocates more than the text holds, so hostile text cannot exhaust
/// the stack or memory.
struct JSONScanner {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Skips white space and returns the next byte without taking it.
  mutating func peek() -> UInt8? {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
    return position < bytes.count ? bytes[position] : nil
  }

  /// Takes a character if it is next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = peek(), UInt32(byte) == character.value else { return false }
    position += 1
    return true
  }

  /// Takes a character that must be next.
  mutating func expect(_ character: Unicode.Scalar) throws(JSONFault) {
    guard take(character) else { throw fault("expected \(character)") }
  }

  /// Takes a word such as "true" if it is next.
  mutating func take(word: StaticString) -> Bool {
    _ = peek()
    let isNext = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
    if isNext { position += word.utf8CodeUnitCount }
    return isNext
  }

  /// Throws unless only white space is left.
  mutating func expectEnd() throws(JSONFault) {
    if peek() != nil { throw fault("text after the end of the value") }
  }

  /// Takes a string, and tells whether any of it was escaped.
  mutating func string() throws(JSONFault) -> (text: String, isEscaped: Bool) {
    try expect("\"")
    var content: [UInt8] = []
    var isEscaped = false
    while true {
      guard position < bytes.count else { throw fault("a string without end") }
      let byte = bytes[position]
      switch byte {
      case 0x22:
        guard let text = String(validating: content, as: UTF8.self) else {
          throw fault("a string that is not UTF-8")
        }
        position += 1
        return (text, isEscaped)
      case 0x5C:
        isEscaped = true
        content += String(try escape()).utf8
      case ..<0x20: throw fault("a control character in a string")
      default:
        content.append(byte)
        position += 1
      }
    }
  }

  /// Takes a number and returns it as it is spelled.
  mutating func number() throws(JSONFault) -> String {
    _ = peek()
    let start = position
    if position < bytes.count, bytes[position] == 0x2D { position += 1 }
    let leading = position
    guard digits() > 0 else { throw fault("expected a number") }
    if bytes[leading] == 0x30, position - leading > 1 {
      throw fault("a number with a leading zero")
    }
    if position < bytes.count, bytes[position] == 0x2E {
      position += 1
      guard digits() > 0 else { throw fault("expected a digit") }
    }
    if position < bytes.count, bytes[position] | 0x20 == 0x65 {
      position += 1
      if position < bytes.count, bytes[position] == 0x2B || bytes[position] == 0x2D {
        position += 1
      }
      guard digits() > 0 else { throw fault("expected a digit") }
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// Takes a whole number.
  mutating func integer() throws(JSONFault) -> Int {
    let start = position
    guard let value = Int(try number()) else {
      position = start
      throw fault("expected a whole number of at most 64 bits")
    }
    return value
  }

  func fault(_ reason: String) -> JSONFault {
    JSONFault(position: position, reason: reason)
  }

  private mutating func digits() -> Int {
    let start = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
    return position - start
  }

  private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
    position += 1
    guard position < bytes.count else { throw fault("a string without end") }
    let letter = bytes[position]
    position += 1
    switch letter {
    case 0x22, 0x5C, 0x2F: return Unicode.Scalar(letter)
    case 0x62: return "\u{08}"
    case 0x66: return "\u{0C}"
    case 0x6E: return "\n"
    case 0x72: return "\r"
    case 0x74: return "\t"
    case 0x75: break
    default: throw fault("an unknown escape in a string")
    }
    var code = try codeUnit()
    if (0xD800..<0xDC00).contains(code) {
      guard bytes[position...].starts(with: [0x5C, 0x75]) else { throw fault("half a surrogate") }
      position += 2
      let low = try codeUnit()
      guard (0xDC00..<0xE000).contains(low) else { throw fault("half a surrogate") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw fault("half a surrogate") }
    return scalar
  }

  private mutating func codeUnit() throws(JSONFault) -> UInt32 {
    let end = position + 4
    guard end <= bytes.count,
      bytes[position..<end].allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
      let code = UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
    else { throw fault("expected four hexadecimal digits") }
    position = end
    return code
  }
}

/// A JSON string literal of a text.
package func jsonString(_ text: String) -> String {
  var literal = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": literal += "\\\""
    case "\\": literal += "\\\\"
    case "\n": literal += "\\n"
    case "\t": literal += "\\t"
    case "\r": literal += "\\r"
    case ..<" ":
      literal +=
        "\\u00" + (scalar.value < 16 ? "0" : "")
        + String(scalar.value, radix: 16)
    default: literal.unicodeScalars.append(scalar)
    }
  }
  return literal + "\""
}

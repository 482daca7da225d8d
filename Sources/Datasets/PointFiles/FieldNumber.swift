// Numbers in the fields of delimited text.

/// Decimal numbers as programs write them.
enum FieldNumber {
  /// No number that a program writes is longer, in bytes; a field that long is none.
  private static let longest = 512
  /// The powers of ten that Double holds exactly.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// A decimal number, or infinity or NaN by whatever name; nil for every other text.
  static func value(_ text: String) -> Double? {
    guard text.utf8.count <= longest else { return nil }
    let isDecimal = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    if isDecimal { return Double(text) }
    let word = text.lowercased().drop { $0 == "+" || $0 == "-" }
    return ["nan", "inf", "infinity"].contains(word) ? .nan : nil
  }

  /// The number that bytes spell, as of their text; short ones without a text being made of them.
  static func value(_ bytes: ArraySlice<UInt8>) -> Double? {
    short(bytes) ?? value(String(decoding: bytes, as: UTF8.self))
  }

  /// A number without exponent and of at most 15 digits: these and the power of ten below them are
  /// exact, so that one division rounds as reading all of it would.
  private static func short(_ bytes: ArraySlice<UInt8>) -> Double? {
    var digits: Int64 = 0
    var count = 0
    var fraction: Int?
    let isNegative = bytes.first == 0x2D
    for byte in isNegative ? bytes.dropFirst() : bytes {
      switch byte {
      case 0x30...0x39:
        guard count < powers.count - 1 else { return nil }
        digits = digits * 10 + Int64(byte - 0x30)
        count += 1
        if let places = fraction { fraction = places + 1 }
      case 0x2E where fraction == nil: fraction = 0
      default: return nil
      }
    }
    guard count > 0 else { return nil }
    let value = Double(digits) / powers[fraction ?? 0]
    return isNegative ? -value : value
  }
}

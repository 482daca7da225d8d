// The values a setting can take and the one text form in which each is written.

/// The value of one setting.
public enum SettingValue: Sendable, Equatable {
  /// A whole number.
  case integer(Int)
  /// A finite 64-bit number.
  case real(Double)
  /// Yes or no.
  case flag(Bool)
  /// A name, a word such as "auto", or free text on one line.
  case text(String)
  /// Several names, in the order in which they were given.
  case list([String])

  /// The canonical text: what recipe files hold, what the hash is taken over, what parses back.
  ///
  /// Reals are the shortest decimal that reads back to the same bits. A list is joined by commas
  /// and the empty list is "none".
  public var text: String {
    switch self {
    case .integer(let value): String(value)
    case .real(let value): value.canonicalText
    case .flag(let value): value ? "true" : "false"
    case .text(let value): value
    case .list(let names): names.isEmpty ? "none" : names.joined(separator: ", ")
    }
  }
}

extension SettingValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
  /// A whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// A real number.
  public init(floatLiteral value: Double) { self = .real(value) }
  /// Yes or no.
  public init(booleanLiteral value: Bool) { self = .flag(value) }
  /// A name or text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A list of names.
  public init(arrayLiteral names: String...) { self = .list(names) }
}

extension Double {
  /// The shortest decimal that reads back to the same bits, always with a point or an exponent.
  ///
  /// An exponent follows a fraction ("1.0e-05"), because YAML 1.1 readers take "1e-05" for a word.
  package var canonicalText: String {
    let text = description
    guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }
}

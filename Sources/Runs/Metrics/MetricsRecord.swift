// One report of a run: names and values in order, written as one line of JSON.

/// The value of one metric.
public enum MetricValue: Sendable {
  /// A whole number.
  case integer(Int)
  /// A number, finite or not.
  case real(Double)
  /// Text.
  case text(String)
  /// Yes or no.
  case flag(Bool)
  /// Not measured.
  case null
}

extension MetricValue: Equatable {
  /// Whether two values are the same; one that is not a number equals another such.
  public static func == (first: MetricValue, second: MetricValue) -> Bool {
    switch (first, second) {
    case (.integer(let first), .integer(let second)): first == second
    case (.real(let first), .real(let second)): first == second || first.isNaN && second.isNaN
    case (.text(let first), .text(let second)): first == second
    case (.flag(let first), .flag(let second)): first == second
    case (.null, .null): true
    case (.integer, _), (.real, _), (.text, _), (.flag, _), (.null, _): false
    }
  }
}

extension MetricValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  /// A whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// A number.
  public init(floatLiteral value: Double) { self = .real(value) }
  /// Text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// Yes or no.
  public init(booleanLiteral value: Bool) { self = .flag(value) }
  /// Not measured.
  public init(nilLiteral: ()) { self = .null }
}

/// One report of a run: an ordered list of names and values, each name once.
public struct MetricsRecord: Sendable, Equatable {
  /// One metric of a record.
  public struct Field: Sendable, Equatable {
    /// The name, such as "discriminator-loss".
    public let name: String
    /// The value.
    public let value: MetricValue
  }

  /// The fields in the order in which they were set.
  public private(set) var fields: [Field] = []

  /// Creates an empty record.
  public init() {}

  /// The value of a metric; setting one that is there keeps its place.
  public subscript(name: String) -> MetricValue? {
    get { fields.first { $0.name == name }?.value }
    set {
      let index = fields.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): fields[index] = Field(name: name, value: value)
      case (let index?, nil): fields.remove(at: index)
      case (nil, let value?): fields.append(Field(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  /// The training step of the record, if it has one.
  public var step: Int? {
    if case .integer(let step) = self["step"] { step } else { nil }
  }
}

extension MetricsRecord: ExpressibleByDictionaryLiteral {
  /// Creates a record of some metrics; of equal names the last counts.
  public init(dictionaryLiteral elements: (String, MetricValue)...) {
    for (name, value) in elements { self[name] = value }
  }
}

extension MetricsRecord {
  /// The words for the values that JSON has no numbers for.
  private static let words: [String: Double] = [
    "nan": .nan, "inf": .infinity, "-inf": -.infinity,
  ]

  /// The record as one line of JSON without its line break.
  ///
  /// JSON has no numbers that are not finite, so these are the strings "nan", "inf" and "-inf".
  /// A text that happens to be one of the three has its first letter escaped, which says the same to
  /// every JSON reader and keeps the two apart here.
  public var json: String {
    let members = fields.map { field in
      let value =
        switch field.value {
        case .integer(let value): String(value)
        case .real(let value) where value.isFinite: value.canonicalText
        case .real(let value): value.isNaN ? "\"nan\"" : value > 0 ? "\"inf\"" : "\"-inf\""
        case .text(let text): MetricsRecord.literal(text)
        case .flag(let value): value ? "true" : "false"
        case .null: "null"
        }
      return "\(jsonString(field.name)):\(value)"
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func literal(_ text: String) -> String {
    guard words[text] != nil, let first = text.unicodeScalars.first else { return jsonString(text) }
    return "\"\\u00\(String(first.value, radix: 16))\(text.dropFirst())\""
  }

  /// Reads a record from one line of JSON.
  init(json line: [UInt8]) throws(JSONFault) {
    var scanner = JSONScanner(line)
    try scanner.expect("{")
    if !scanner.take("}") {
      var names: Set<String> = []
      repeat {
        let name = try scanner.string().text
        guard names.insert(name).inserted else {
          throw scanner.fault("\(quoted(name)) stands twice")
        }
        try scanner.expect(":")
        fields.append(Field(name: name, value: try MetricsRecord.value(&scanner)))
      } while scanner.take(",")
      try scanner.expect("}")
    }
    try scanner.expectEnd()
  }

  private static func value(_ scanner: inout JSONScanner) throws(JSONFault) -> MetricValue {
    if scanner.take(word: "true") { return .flag(true) }
    if scanner.take(word: "false") { return .flag(false) }
    if scanner.take(word: "null") { return .null }
    if scanner.peek() == 0x22 {
      let (text, isEscaped) = try scanner.string()
      if !isEscaped, let number = words[text] { return .real(number) }
      return .text(text)
    }
    let number = try scanner.number()
    if !number.contains(where: { ".eE".contains($0) }) {
      guard let value = Int(number) else { throw scanner.fault("a number of more than 64 bits") }
      return .integer(value)
    }
    guard let value = Double(number), value.isFinite else {
      throw scanner.fault("a number of more than 64 bits")
    }
    return .real(value)
  }
}

// Tables in the attribute-relation file format of Weka.

/// Reads tables from ARFF.
///
/// Attributes are `numeric`, `real`, `integer`, `string`, or a list of values in braces; a list of
/// numbers alone is read as numbers, unless it is the label's. A `?` is missing. Dates, relations
/// within relations and sparse rows are refused.
struct ARFFTable {
  /// What the values of an attribute are.
  private enum Kind {
    case number
    case listed(RawTable.TextCodes, numbers: [Float]?)
    case text

    /// For messages.
    var needed: String {
      switch self {
      case .number: "a finite number that fits 32 bits, or ?"
      case .listed: "one of the values that its @attribute lists, or ?"
      case .text: "a text, or ?"
      }
    }
  }

  private let file: String
  private let bytes: [UInt8]
  private let label: String?
  private let hasLabel: Bool
  private var kinds: [Kind] = []
  private var names: [String] = []
  private var isInData = false
  private var table = RawTable()

  /// The table of a file.
  ///
  /// - Parameters:
  ///   - label: as in `RawTable.labelColumn`.
  ///   - hasLabel: whether one of the columns is the label.
  static func read(
    _ bytes: [UInt8], file: String, label: String?, hasLabel: Bool = true
  ) throws(TableFileError) -> RawTable {
    var reader = ARFFTable(file: file, bytes: bytes, label: label, hasLabel: hasLabel)
    let zeroByte = { (line: Int) in
      TableFileError.malformed(
        file: file, line: line, column: nil, found: "a zero byte", needed: "text in UTF-8")
    }
    try TextLines.forEach(bytes, zeroByte: zeroByte) { line, range throws(TableFileError) in
      var scanner = ARFFScanner(bytes, range, file: file, line: line)
      guard !scanner.isAtEnd else { return }
      if reader.isInData {
        try reader.readRow(&scanner)
      } else {
        try reader.readHeader(&scanner)
      }
    }
    guard reader.isInData else {
      throw .malformed(
        file: file, line: nil, column: nil, found: "no line @data",
        needed: "@relation, an @attribute for each column, @data, and rows")
    }
    guard reader.table.rowCount > 0 else { throw .noRows(file: file) }
    return reader.table
  }

  private init(file: String, bytes: [UInt8], label: String?, hasLabel: Bool) {
    (self.file, self.bytes, self.label, self.hasLabel) = (file, bytes, label, hasLabel)
  }

  private mutating func readHeader(_ scanner: inout ARFFScanner) throws(TableFileError) {
    let keyword = try scanner.token("a keyword")
    switch scanner.text(of: keyword).lowercased() {
    case "@relation": return
    case "@attribute": try readAttribute(&scanner)
    case "@data": try beginData(scanner)
    default:
      throw scanner.refusal(
        shown(scanner.text(of: keyword)), "@relation, @attribute or @data, or % before a comment")
    }
  }

  private mutating func readAttribute(_ scanner: inout ARFFScanner) throws(TableFileError) {
    guard names.count < TableSet.largestFeatureCount else {
      throw .tooLarge(
        file: file, what: "the number of attributes", largest: TableSet.largestFeatureCount)
    }
    let name = try scanner.token("the name of an attribute")
    if let values = try scanner.list() {
      guard let codes = RawTable.TextCodes(listed: values) else {
        throw scanner.refusal("a list with the same value twice", "different values")
      }
      let numbers = values.compactMap { FieldNumber.value($0).map { Float($0) } }
      let areNumbers = numbers.count == values.count && numbers.allSatisfy(\.isFinite)
      kinds.append(.listed(codes, numbers: areNumbers ? numbers : nil))
    } else {
      let kind = try scanner.token("a type")
      switch scanner.text(of: kind).lowercased() {
      case "numeric", "real", "integer": kinds.append(.number)
      case "string": kinds.append(.text)
      default:
        throw scanner.refusal(
          "the type \(shown(scanner.text(of: kind)))",
          "numeric, real, integer, string, or a list of values in braces")
      }
    }
    guard scanner.isAtEnd else {
      throw scanner.refusal("text after the type", "the end of the line; quote names with blanks")
    }
    names.append(scanner.text(of: name))
  }

  private mutating func beginData(_ scanner: ARFFScanner) throws(TableFileError) {
    guard !names.isEmpty else {
      throw scanner.refusal("@data before any @attribute", "an @attribute for each column")
    }
    let label = hasLabel ? try RawTable.labelColumn(label, names: names, file: file) : nil
    table.label = label
    if let label, case .number = kinds[label] { kinds[label] = .text }
    table.columns = names.indices.map { column in
      switch kinds[column] {
      case .listed(let codes, let numbers) where numbers == nil || column == label:
        RawTable.Column(name: names[column], texts: codes)
      case .listed, .number: RawTable.Column(name: names[column])
      case .text: RawTable.Column(name: names[column], texts: .init())
      }
    }
    isInData = true
  }

  private mutating func readRow(_ scanner: inout ARFFScanner) throws(TableFileError) {
    guard !scanner.isAtBrace else {
      throw scanner.refusal("a sparse row, in braces", "a value for each attribute; write them out")
    }
    for column in names.indices {
      if column > 0, !scanner.skipComma() {
        throw scanner.refusal(
          scanner.isAtEnd
            ? FieldSplitter.counted(column) : "no comma after value \(column)",
          "\(names.count) values with commas between them; quote values with blanks")
      }
      let token = try scanner.token("a value, or ?", column: column + 1)
      table.cells.append(try cell(token, column, scanner))
    }
    guard scanner.isAtEnd else {
      throw scanner.refusal(
        "more than \(FieldSplitter.counted(names.count))",
        "\(names.count), one for each attribute; quote values with blanks")
    }
  }

  private mutating func cell(
    _ token: ARFFScanner.Token, _ column: Int, _ scanner: ARFFScanner
  ) throws(TableFileError) -> Float {
    if !token.isQuoted, bytes[token.range].elementsEqual([UInt8(ascii: "?")]) {
      guard column == table.label else { return .nan }
      throw scanner.refusal(
        "a row without a label", "a class for \(shown(names[column]))", column: column + 1)
    }
    switch kinds[column] {
    case .number:
      if let value = FieldNumber.value(bytes[token.range]).map({ Float($0) }), value.isFinite {
        return value
      }
    case .listed(let codes, let numbers):
      if let code = codes[scanner.text(of: token)] {
        return column == table.label ? Float(code) : numbers?[code] ?? Float(code)
      }
    case .text:
      return try table.code(
        of: scanner.text(of: token), column: column, line: scanner.line, file: file)
    }
    throw scanner.refusal(shown(scanner.text(of: token)), kinds[column].needed, column: column + 1)
  }
}

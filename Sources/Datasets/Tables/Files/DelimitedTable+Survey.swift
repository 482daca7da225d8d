// What all lines of a delimited table tell before a value is kept.

extension DelimitedTable {
  /// Separator, columns, header, and which columns hold text.
  struct Survey {
    /// The first text of a column that is neither a number nor missing.
    struct FirstText {
      let line: Int
      let text: String
    }

    private(set) var separator = FieldSplitter.Separator.comma
    /// The number of the first line with content.
    private(set) var firstLine = 0
    private(set) var hasHeader = false
    /// Of each column; nil for a column of numbers.
    private(set) var firstTexts: [FirstText?] = []
    private var firstFields: [String] = []

    var columnCount: Int { firstTexts.count }

    /// The header, or the numbers of the columns in words; also where a header leaves a name out.
    var names: [String] {
      (0..<columnCount).map { column in
        let name = hasHeader ? firstFields[column] : ""
        return name.isEmpty ? "column \(column + 1)" : name
      }
    }

    /// - Throws: `TableFileError` for lines that differ in their columns, and for no lines.
    init(_ bytes: [UInt8], file: String, mayHaveHeader: Bool) throws(TableFileError) {
      try DelimitedTable.Survey.forEachLine(bytes, file: file) {
        line, range throws(TableFileError) in
        guard firstLine > 0 else {
          return try begin(bytes, range, file: file, line: line, mayHaveHeader: mayHaveHeader)
        }
        let fields = try Self.fields(bytes, range, separator, file: file, line: line)
        guard fields.count == columnCount else {
          throw .malformed(
            file: file, line: line, column: nil, found: FieldSplitter.counted(fields.count),
            needed: "\(columnCount), as on line \(firstLine)")
        }
        note(fields, bytes, line)
      }
      guard firstLine > 0 else { throw .noRows(file: file) }
      // Without a header the first line is a row like all others.
      guard !hasHeader else { return }
      for (column, text) in firstFields.enumerated() where Self.isText(text) {
        firstTexts[column] = FirstText(line: firstLine, text: text)
      }
    }

    private mutating func begin(
      _ bytes: [UInt8], _ range: Range<Int>, file: String, line: Int, mayHaveHeader: Bool
    ) throws(TableFileError) {
      separator = FieldSplitter.separator(bytes, range, trailingComments: false)
      let fields = try Self.fields(bytes, range, separator, file: file, line: line)
      guard fields.count <= TableSet.largestFeatureCount else {
        throw .tooLarge(
          file: file, what: "the number of columns", largest: TableSet.largestFeatureCount)
      }
      firstLine = line
      firstFields = fields.map { $0.text(in: bytes) }
      firstTexts = fields.map { _ in nil }
      hasHeader =
        mayHaveHeader && firstFields.allSatisfy { $0.isEmpty || Self.isText($0) }
        && firstFields.contains { !$0.isEmpty }
    }

    private mutating func note(_ fields: [FieldSplitter.Field], _ bytes: [UInt8], _ line: Int) {
      for (column, field) in fields.enumerated() where hasHeader || firstTexts[column] == nil {
        let spelled = bytes[field.range]
        guard !Self.isMissing(spelled), FieldNumber.value(spelled) == nil else { continue }
        let text = field.text(in: bytes)
        if text == firstFields[column] { hasHeader = false }
        if firstTexts[column] == nil { firstTexts[column] = FirstText(line: line, text: text) }
      }
    }

    private static func isText(_ text: String) -> Bool {
      !isMissing(Array(text.utf8)[...]) && FieldNumber.value(text) == nil
    }

    /// Whether a field says that there is no value.
    static func isMissing(_ field: ArraySlice<UInt8>) -> Bool {
      switch field.count {
      case 0: true
      case 1: field.first == UInt8(ascii: "?")
      // In lower case, without a text being made of every number that is as short.
      case 2, 3: ["na", "nan"].contains { $0.utf8.elementsEqual(field.lazy.map { $0 | 0x20 }) }
      default: false
      }
    }

    /// Whether a text is a number but for a comma in it.
    static func hasDecimalComma(_ text: String) -> Bool {
      text.contains(",") && !text.contains(" ")
        && FieldNumber.value(text.replacing(",", with: "")) != nil
    }

    /// Hands over the lines that are neither blank nor comments.
    static func forEachLine(
      _ bytes: [UInt8], file: String,
      _ body: (_ line: Int, _ range: Range<Int>) throws(TableFileError) -> Void
    ) throws(TableFileError) {
      let zeroByte = { (line: Int) in
        TableFileError.malformed(
          file: file, line: line, column: nil, found: "a zero byte", needed: "text in UTF-8")
      }
      try TextLines.forEach(bytes, zeroByte: zeroByte) { line, range throws(TableFileError) in
        if FieldSplitter.hasContent(bytes, range) { try body(line, range) }
      }
    }

    static func fields(
      _ bytes: [UInt8], _ range: Range<Int>, _ separator: FieldSplitter.Separator, file: String,
      line: Int
    ) throws(TableFileError) -> [FieldSplitter.Field] {
      do throws(FieldSplitter.Problem) {
        return try FieldSplitter.fields(
          bytes, range, separator: separator, trailingComments: false)
      } catch {
        throw .malformed(
          file: file, line: line, column: error.column, found: error.found, needed: error.needed)
      }
    }
  }
}

// Tables in delimited text: first a look at all lines, to tell numbers from text, then the values.

/// Reads tables from comma-, semicolon-, tab- or blank-separated text.
///
/// Blank lines and lines that begin with a `#` are skipped; fields may stand in quotation marks.
/// An empty field, `?`, `NA` and `NaN` in any case are missing. A column is one of numbers if all
/// its other fields are. The first line is a header if none of its fields is a number or `?` and
/// none occurs in its column again.
struct DelimitedTable {
  private let file: String
  private let bytes: [UInt8]
  private let survey: Survey
  private var table = RawTable()

  /// What is read, and whether the first line names the columns.
  ///
  /// - Parameters:
  ///   - names: of the columns; nil to take them from a header, or to count them.
  ///   - label: as in `RawTable.labelColumn`.
  ///   - hasLabel: whether one of the columns is the label.
  static func read(
    _ bytes: [UInt8], file: String, names: [String]? = nil, label: String? = nil,
    hasLabel: Bool = true
  ) throws(TableFileError) -> (table: RawTable, hasHeader: Bool) {
    let survey = try Survey(bytes, file: file, mayHaveHeader: names == nil)
    if let names, names.count != survey.columnCount {
      throw .malformed(
        file: file, line: survey.firstLine, column: nil,
        found: FieldSplitter.counted(survey.columnCount),
        needed: FieldSplitter.counted(names.count))
    }
    var reader = DelimitedTable(file: file, bytes: bytes, survey: survey)
    try reader.read(names: names ?? survey.names, label: label, hasLabel: hasLabel)
    return (reader.table, survey.hasHeader)
  }

  private init(file: String, bytes: [UInt8], survey: Survey) {
    (self.file, self.bytes, self.survey) = (file, bytes, survey)
  }

  private mutating func read(
    names: [String], label: String?, hasLabel: Bool
  ) throws(TableFileError) {
    table.label = hasLabel ? try RawTable.labelColumn(label, names: names, file: file) : nil
    table.columns = names.indices.map { column in
      let first = survey.firstTexts[column]
      return RawTable.Column(
        name: names[column], texts: first != nil || column == table.label ? .init() : nil,
        firstTextLine: first?.line)
    }
    for (column, first) in survey.firstTexts.enumerated() where column != table.label {
      guard let first, Survey.hasDecimalComma(first.text) else { continue }
      throw .malformed(
        file: file, line: first.line, column: column + 1, found: shown(first.text),
        needed: "a number with a decimal point, and nothing between its thousands")
    }
    try Survey.forEachLine(bytes, file: file) { line, range throws(TableFileError) in
      guard line != survey.firstLine || !survey.hasHeader else { return }
      let fields = try Survey.fields(bytes, range, survey.separator, file: file, line: line)
      for (column, field) in fields.enumerated() {
        table.cells.append(try cell(field, column, line))
      }
    }
    guard table.rowCount > 0 else { throw .noRows(file: file) }
  }

  private mutating func cell(
    _ field: FieldSplitter.Field, _ column: Int, _ line: Int
  ) throws(TableFileError) -> Float {
    if Survey.isMissing(bytes[field.range]) {
      guard column == table.label else { return .nan }
      throw .malformed(
        file: file, line: line, column: column + 1, found: "a row without a label",
        needed: "a class in column \(shown(table.columns[column].name))")
    }
    guard table.columns[column].texts == nil else {
      return try table.code(of: field.text(in: bytes), column: column, line: line, file: file)
    }
    guard let value = FieldNumber.value(bytes[field.range]).map({ Float($0) }), value.isFinite
    else {
      throw .malformed(
        file: file, line: line, column: column + 1, found: shown(field.text(in: bytes)),
        needed: "a finite number that fits 32 bits, or ? where it is missing")
    }
    return value
  }
}

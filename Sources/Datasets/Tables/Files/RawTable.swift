// A table as its file holds it, before texts become classes and columns of 0 and 1.

/// Cells of numbers, and of codes that stand for texts.
struct RawTable {
  /// The most different texts of a column that is no label.
  static let mostTexts = 100

  /// A column and what its cells mean.
  struct Column {
    let name: String
    /// What codes stand for; nil where cells are numbers.
    var texts: TextCodes?
    /// The line of the first cell that makes this a column of text.
    var firstTextLine: Int?
  }

  /// Different texts, each with a code that counts from 0.
  struct TextCodes {
    private(set) var texts: [String] = []
    private var codes: [String: Int] = [:]
    /// Whether the file lists the texts, in an order that means something.
    private(set) var isListed = false

    init() {}

    /// The texts that a file lists; nil if one comes twice.
    init?(listed texts: [String]) {
      for text in texts {
        guard codes.updateValue(codes.count, forKey: text) == nil else { return nil }
      }
      self.texts = texts
      isListed = true
    }

    /// The code of a text that is known.
    subscript(text: String) -> Int? { codes[text] }

    /// The code of a text, a new one if it is not known.
    mutating func code(of text: String) -> Int {
      if let code = codes[text] { return code }
      codes[text] = texts.count
      texts.append(text)
      return texts.count - 1
    }
  }

  /// The columns in the order of the file.
  var columns: [Column] = []
  /// Row by row; NaN where a value is missing.
  var cells: [Float] = []
  /// The column of the label, whose cells are codes of texts; nil where the file has none.
  var label: Int?

  var rowCount: Int { columns.isEmpty ? 0 : cells.count / columns.count }

  /// Adds the one column of another table, as the label.
  ///
  /// Both have the same number of rows.
  mutating func append(labels other: RawTable) {
    var joined: [Float] = []
    joined.reserveCapacity(cells.count + other.cells.count)
    for (row, code) in other.cells.enumerated() {
      joined += cells[(row * columns.count)..<((row + 1) * columns.count)]
      joined.append(code)
    }
    label = columns.count
    columns += other.columns
    cells = joined
  }

  /// The column that a choice means: by name, else by number from 1; the last without a choice.
  static func labelColumn(
    _ choice: String?, names: [String], file: String
  ) throws(TableFileError) -> Int {
    guard let choice else { return names.count - 1 }
    let named = names.indices.filter { names[$0] == choice }
    if named.count == 1 { return named[0] }
    if named.isEmpty, let number = Int(choice), (1...names.count).contains(number) {
      return number - 1
    }
    throw .unknownLabel(file: file, label: choice, columns: names)
  }

  /// The code of a text in a column, which becomes known there.
  ///
  /// - Throws: `TableFileError` for more texts than features, or classes, may have.
  mutating func code(
    of text: String, column: Int, line: Int, file: String
  ) throws(TableFileError) -> Float {
    var codes = columns[column].texts.take() ?? TextCodes()
    let code = codes.code(of: text)
    columns[column].texts = codes
    let isLabel = column == label
    let most = isLabel ? TableSet.classRange.upperBound : Self.mostTexts
    guard code >= most else { return Float(code) }
    let name = columns[column].name
    if isLabel, codes.texts.allSatisfy({ FieldNumber.value($0) != nil }) {
      throw .looksLikeRegression(
        file: file, label: name, distinct: codes.texts.count, rows: rowCount + 1)
    }
    guard !isLabel else {
      throw .malformed(
        file: file, line: line, column: column + 1,
        found: "one class more than \(most), \(shown(text)),", needed: "at most \(most) classes")
    }
    // The first text is the odd one where a column of numbers has a slip.
    let first = codes.texts.first { FieldNumber.value($0) == nil } ?? text
    throw .malformed(
      file: file, line: columns[column].firstTextLine ?? line, column: column + 1,
      found: "\(shown(first)) in a column of more than \(most) different values",
      needed: "a number there, or a column \(shown(name)) of at most \(most) different texts")
  }
}

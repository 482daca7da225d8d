// Points in delimited text: two numbers a line, with or without a header.

import Foundation

/// Reads points from comma-, semicolon-, tab- or blank-separated text.
///
/// Blank lines and what follows a `#` are skipped; fields may stand in quotation marks. The first
/// line is a header if none of its fields is a number. Points are the columns named x and y in
/// whatever case, or the only two columns.
struct DelimitedPoints {
  private let file: String
  private var bytes: [UInt8]
  private var coordinates: [Double] = []
  private var separator: FieldSplitter.Separator?
  /// The columns of x and y, and how many columns each line has.
  private var layout: (x: Int, y: Int, columns: Int)?

  /// The coordinates, x and y in turn.
  /// - Throws: `PointFileError.malformedText` and `.tooLarge`.
  static func read(_ bytes: [UInt8], file: String) throws(PointFileError) -> [Double] {
    var reader = DelimitedPoints(file: file, bytes: bytes)
    try reader.read()
    return reader.coordinates
  }

  private init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  private mutating func read() throws(PointFileError) {
    let zeroByte = { [file] (line: Int) in
      PointFileError.malformedText(
        file: file, line: line, column: nil, found: "a zero byte",
        needed: "text in UTF-8, .npy or .npz")
    }
    try TextLines.forEach(bytes, zeroByte: zeroByte) { line, range throws(PointFileError) in
      try read(line: line, range)
    }
  }

  private mutating func read(line: Int, _ range: Range<Int>) throws(PointFileError) {
    guard FieldSplitter.hasContent(bytes, range) else { return }
    let separator = separator ?? FieldSplitter.separator(bytes, range)
    self.separator = separator
    let fields: [FieldSplitter.Field]
    do throws(FieldSplitter.Problem) {
      fields = try FieldSplitter.fields(bytes, range, separator: separator)
    } catch {
      throw .malformedText(
        file: file, line: line, column: error.column, found: error.found, needed: error.needed)
    }
    guard let layout else { return try start(line, fields) }
    guard fields.count == layout.columns else {
      throw .malformedText(
        file: file, line: line, column: nil, found: FieldSplitter.counted(fields.count),
        needed: "\(layout.columns), as on the first line")
    }
    try append(fields, layout, line)
  }

  /// Takes the first line as a header or as the first point.
  private mutating func start(
    _ line: Int, _ fields: [FieldSplitter.Field]
  ) throws(PointFileError) {
    let isHeader = fields.allSatisfy { FieldNumber.value(bytes[$0.range]) == nil }
    let names = fields.map { $0.text(in: bytes).lowercased() }
    let places = ["x", "y"].map { name in names.indices.filter { names[$0] == name } }
    if isHeader, places[0].count == 1, places[1].count == 1 {
      layout = (places[0][0], places[1][0], fields.count)
    } else if fields.count == 2 {
      layout = (0, 1, 2)
    } else {
      throw .malformedText(
        file: file, line: line, column: nil, found: FieldSplitter.counted(fields.count),
        needed: "two, or a header with one column x and one column y")
    }
    if !isHeader, let layout { try append(fields, layout, line) }
  }

  private mutating func append(
    _ fields: [FieldSplitter.Field], _ layout: (x: Int, y: Int, columns: Int), _ line: Int
  ) throws(PointFileError) {
    guard coordinates.count < 2 * FinitePoints.largestCount else {
      throw .tooLarge(
        file: file, what: "the number of points", largest: FinitePoints.largestCount)
    }
    for column in [layout.x, layout.y] {
      let field = fields[column]
      guard let value = FieldNumber.value(bytes[field.range]), Float(value).isFinite else {
        let text = field.text(in: bytes)
        throw .malformedText(
          file: file, line: line, column: column + 1,
          found: text.isEmpty ? "nothing" : shown(text),
          needed: "a finite number with a decimal point, such as -0.5 or 1e-3")
      }
      coordinates.append(value)
    }
  }
}

// What tests of tables share.

import Datasets
import Testing

/// Reads a table from the text of a file.
func readTable(
  _ text: String, format: TableFile.Format = .csv, label: String? = nil
) throws -> TableSplit {
  try TableFile.parse(
    Array(text.utf8), format: format, label: label, file: "t.\(format.rawValue)", name: "t",
    origin: "here")
}

/// The error that reading a text throws.
func tableError(
  _ text: String, format: TableFile.Format = .csv, label: String? = nil
) throws -> TableFileError {
  try #require(throws: TableFileError.self) {
    try readTable(text, format: format, label: label)
  }
}

/// Expects that reading a text is refused at a place for a reason.
func expectRefusal(
  _ text: String, format: TableFile.Format = .csv, line: Int?, column: Int?, found: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let error = try tableError(text, format: format)
  guard case .malformed(let file, line, column, let came, let needed) = error else {
    Issue.record("\(error)", sourceLocation: sourceLocation)
    return
  }
  #expect(came.hasPrefix(found), sourceLocation: sourceLocation)
  #expect(came.count < 120 && !needed.isEmpty, sourceLocation: sourceLocation)
  let place = file + (line.map { ":\($0)" } ?? "") + (column.map { ", column \($0)" } ?? "")
  #expect(
    error.description == "\(place): \(came) came. Needed: \(needed).",
    sourceLocation: sourceLocation)
}

// What can be wrong with a file of a table, each with its remedy.

/// A file of a table that cannot be read or used.
public enum TableFileError: Error, Sendable, Equatable {
  /// The system refused, or the place holds no ordinary file.
  case cannotRead(file: String, reason: String)
  /// The file, or something in it, exceeds a bound.
  case tooLarge(file: String, what: String, largest: Int)
  /// Something in the file is not what its format or its set needs; lines and columns count from 1.
  case malformed(file: String, line: Int?, column: Int?, found: String, needed: String)
  /// A file without a row.
  case noRows(file: String)
  /// A label that is no column, or several.
  case unknownLabel(file: String, label: String, columns: [String])
  /// Labels that are amounts rather than classes.
  case looksLikeRegression(file: String, label: String, distinct: Int, rows: Int)
}

extension TableFileError: CustomStringConvertible {
  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .cannotRead(let file, let reason):
      "\(file) cannot be read: \(reason). Check the path and its permissions."
    case .tooLarge(let file, let what, let largest):
      "\(file): \(what) is too large. Needed: at most \(largest). Keep a part of the table."
    case .malformed(let file, let line, let column, let found, let needed):
      "\(file)\(line.map { ":\($0)" } ?? "")\(column.map { ", column \($0)" } ?? ""): \(found) "
        + "came. Needed: \(needed)."
    case .noRows(let file):
      "\(file) holds no rows. Needed: features and a label on each line."
    case .unknownLabel(let file, let label, let columns):
      "\(file): the label \(shown(label)) came. Needed: the name of one column, or its number, 1 to "
        + "\(columns.count); the columns are "
        + columns.prefix(8).map { shown($0) }.joined(separator: ", ")
        + (columns.count > 8 ? ", …" : "") + "."
    case .looksLikeRegression(let file, let label, let distinct, let rows):
      "\(file): \(distinct) different numbers in \(rows) rows came as the label, column "
        + "\(shown(label)); that looks like regression. Needed: classes, with at least "
        + "\(TableEncoder.fewestRowsOfNumber) rows of each on average where there are more than "
        + "\(TableEncoder.mostFreeNumbers) numbers; choose another column as the label, group its "
        + "values, or write classes as words, such as c17."
    }
  }
}

extension TableFileError {
  /// What the reader of bytes says, as an error about a table.
  init(_ error: ImageFileError) {
    switch error {
    case .cannotRead(let file, let reason): self = .cannotRead(file: file, reason: reason)
    case .tooLarge(let file, let what, let largest):
      self = .tooLarge(file: file, what: what, largest: largest)
    case .malformed(let file, _, let found, let needed),
      .wrongSet(let file, let found, let needed):
      self = .malformed(file: file, line: nil, column: nil, found: found, needed: needed)
    }
  }
}

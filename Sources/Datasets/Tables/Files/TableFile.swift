// Reads the user's own tables from delimited text and ARFF.

import Foundation

/// Files that hold a table.
public enum TableFile {
  /// The largest file, in bytes.
  public static let largestFile = 1 << 28

  /// How a file is read.
  public enum Format: String, Sendable, CaseIterable {
    /// Text with commas, semicolons, tabs or blanks between fields.
    case csv
    /// The attribute-relation file format of Weka.
    case arff
  }

  /// Reads a table in which one column is the label.
  ///
  /// Texts become columns of 0 and 1, and a column that counts the rows is left out; remarks say
  /// what was done.
  ///
  /// - Parameter label: the name of the label's column, or its number from 1; nil for the last one.
  /// - Throws: `TableFileError`, `TableSetError`.
  public static func read(_ url: URL, format: Format, label: String? = nil) throws -> TableSplit {
    try parse(
      try bytes(of: url), format: format, label: label, file: url.lastPathComponent,
      name: url.deletingPathExtension().lastPathComponent, origin: url.path)
  }

  /// Reads all columns of a table, whether or not one is a label.
  /// - Throws: `TableFileError`, `TableSetError.tooManyValues`.
  public static func readFeatures(_ url: URL, format: Format) throws -> TableFeatures {
    let file = url.lastPathComponent
    let raw = try raw(try bytes(of: url), format: format, label: nil, hasLabel: false, file: file)
    var encoder = TableEncoder(raw.table, file: file)
    return try encoder.features(
      name: url.deletingPathExtension().lastPathComponent, leavesOutCounts: false)
  }

  /// Reads a table from the bytes of a file.
  package static func parse(
    _ bytes: [UInt8], format: Format, label: String?, file: String, name: String, origin: String
  ) throws -> TableSplit {
    let raw = try raw(bytes, format: format, label: label, hasLabel: true, file: file)
    var remarks: [String] = []
    if format == .csv {
      remarks.append(
        raw.hasHeader
          ? "the first line names the columns" : "no header; columns go by their numbers")
    }
    var encoder = TableEncoder(raw.table, file: file)
    let table = try encoder.table(name: name, leavesOutCounts: true)
    if let column = raw.table.label {
      remarks.append("the label is column \(shown(raw.table.columns[column].name))")
    }
    return try TableSplit(
      name: name, training: table, test: nil, origin: origin,
      remarks: remarks + encoder.remarks + TableRemarks.findings(of: [table]),
      checksum: checksum(of: [bytes]))
  }

  private static func raw(
    _ bytes: [UInt8], format: Format, label: String?, hasLabel: Bool, file: String
  ) throws(TableFileError) -> (table: RawTable, hasHeader: Bool) {
    switch format {
    case .csv: try DelimitedTable.read(bytes, file: file, label: label, hasLabel: hasLabel)
    case .arff:
      (try ARFFTable.read(bytes, file: file, label: label, hasLabel: hasLabel), true)
    }
  }

  /// The bytes of an ordinary file.
  /// - Throws: `TableFileError.cannotRead` and `.tooLarge`.
  static func bytes(of url: URL) throws(TableFileError) -> [UInt8] {
    do throws(ImageFileError) {
      return try ImageFile.bytes(of: url, largest: largestFile)
    } catch {
      throw TableFileError(error)
    }
  }

  /// What tells the content of files from others.
  static func checksum(of files: [[UInt8]]) -> String {
    var hash = SHA256()
    for bytes in files { bytes.withUnsafeBytes { hash.combine($0) } }
    return "sha256 " + hash.hexadecimal
  }
}

/// Rows of numbers without classes.
public struct TableFeatures: Sendable, Equatable {
  /// The names of the columns.
  public let names: [String]
  /// Row by row, NaN where a value is missing.
  public let values: [Float]

  package init(names: [String], values: [Float]) {
    (self.names, self.values) = (names, values)
  }

  /// The number of rows.
  public var count: Int { names.isEmpty ? 0 : values.count / names.count }
}

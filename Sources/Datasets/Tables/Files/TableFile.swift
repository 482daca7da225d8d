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

  /// Reads a table from the bytes of a file.
  package static func parse(
    _ bytes: [UInt8], format: Format, label: String?, file: String, name: String, origin: String
  ) throws -> TableSplit {
    let raw: RawTable
    var remarks: [String] = []
    switch format {
    case .csv:
      let (table, hasHeader) = try DelimitedTable.read(bytes, file: file, label: label)
      raw = table
      remarks.append(
        hasHeader ? "the first line names the columns" : "no header; columns go by their numbers")
    case .arff: raw = try ARFFTable.read(bytes, file: file, label: label)
    }
    var encoder = try TableEncoder(raw, file: file)
    let table = try encoder.table(name: name, leavesOutCounts: true)
    if let column = raw.label {
      remarks.append("the label is column \(shown(raw.columns[column].name))")
    }
    return try TableSplit(
      name: name, training: table, test: nil, origin: origin,
      remarks: remarks + encoder.remarks + TableRemarks.findings(of: [table]),
      checksum: checksum(of: [bytes]))
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

// Reads a published table from its files, and refuses what is not that table.

import Foundation

/// A published table and the place of its files.
public struct LocatedTable: Sendable {
  /// The table.
  public let entry: TableCatalogEntry
  /// The folder of the files; nil where the table is part of the program.
  public let folder: URL?
  /// The files in the order of the entry.
  package let urls: [URL]

  /// Where the rows come from, in words.
  public var origin: String { folder.map(\.path) ?? "part of the program" }

  /// The rows, with a test part where the source has one.
  ///
  /// - Throws: `TableFileError` for files that cannot be read, that are damaged, or that hold
  ///   another table; `TableSetError`.
  public func load() throws -> TableSplit {
    let files = try urls.map { url throws(TableFileError) in
      (name: url.lastPathComponent, bytes: try TableFile.bytes(of: url))
    }
    var remarks = entry.remarks
    for (file, published) in zip(files, entry.files) {
      let sum = SHA256.hexadecimal(of: file.bytes[...])
      if sum != published.sha256 {
        remarks.append("\(file.name) is not the published file: its SHA-256 is \(sum)")
      }
    }
    let (parts, told) = try parts(of: files)
    try check(parts, files)
    let checksum = files.isEmpty ? "embedded" : TableFile.checksum(of: files.map(\.bytes))
    return try TableSplit(
      name: entry.name, training: parts[0], test: parts.count > 1 ? parts[1] : nil, origin: origin,
      remarks: remarks + told + TableRemarks.findings(of: parts), checksum: checksum)
  }

  /// The training table, then the test table if there is one, and what to say of columns.
  private func parts(
    of files: [(name: String, bytes: [UInt8])]
  ) throws -> (tables: [TableSet], remarks: [String]) {
    func encoded(_ raw: RawTable, _ file: String) throws -> (tables: [TableSet], remarks: [String])
    {
      var encoder = TableEncoder(raw, file: file)
      let table = try encoder.table(name: entry.name, leavesOutCounts: false)
      return ([table], encoder.remarks)
    }
    switch entry.format {
    case .embedded: return ([try EmbeddedIris.load()], [])
    case .delimited(let columns):
      let (name, bytes) = files[0]
      return try encoded(
        DelimitedTable.read(bytes, file: name, names: columns).table, name)
    case .arff:
      let (name, bytes) = files[0]
      return try encoded(try ARFFTable.read(bytes, file: name, label: nil), name)
    case .separateLabels:
      let training = try table(values: files[0], labels: files[1], part: "training")
      let test = try table(values: files[2], labels: files[3], part: "test")
      return ([training, test], [])
    }
  }

  /// A table whose labels stand in a file of their own.
  private func table(
    values: (name: String, bytes: [UInt8]), labels: (name: String, bytes: [UInt8]), part: String
  ) throws -> TableSet {
    var raw = try DelimitedTable.read(
      values.bytes, file: values.name, names: nil, hasLabel: false
    ).table
    let column = try DelimitedTable.read(labels.bytes, file: labels.name, names: ["class"]).table
    guard column.rowCount == raw.rowCount else {
      throw TableFileError.malformed(
        file: labels.name, line: nil, column: nil, found: "\(column.rowCount) labels",
        needed: "\(raw.rowCount), one for each row of \(values.name)")
    }
    raw.append(labels: column)
    var encoder = TableEncoder(raw, file: labels.name)
    return try encoder.table(name: "\(entry.name) \(part)", leavesOutCounts: false)
  }

  private func check(
    _ parts: [TableSet], _ files: [(name: String, bytes: [UInt8])]
  ) throws(TableFileError) {
    let file = files.first?.name ?? entry.name
    let counts = [
      ("rows", parts.reduce(0) { $0 + $1.count }, entry.count),
      ("features", parts[0].featureCount, entry.featureCount),
      ("classes", parts[0].classNames.count, entry.classCount),
    ]
    for (what, found, needed) in counts where found != needed {
      throw .malformed(
        file: file, line: nil, column: nil, found: "\(found) \(what)",
        needed: "\(needed), as \(entry.name) has; fetch it again from \(entry.page), or name a "
          + "file of your own as csv:\(file) or arff:\(file)")
    }
  }
}

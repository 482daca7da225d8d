// Where tables come from, by the name that a command or a recipe gives.

import Foundation

/// A table that can be loaded.
public protocol TableSource: Sendable {
  /// The name by which it was asked for.
  var name: String { get }
  /// Reads all of it.
  /// - Throws: what is wrong with the files, or that they are not there.
  func load() throws -> TableSplit
}

/// A published table.
public struct TableCatalogSource: TableSource {
  /// The table.
  public let entry: TableCatalogEntry
  /// Where its files are searched.
  public let location: DataLocation
  /// The name of the table.
  public var name: String { entry.name }

  /// Finds and reads the files of the table.
  /// - Throws: `DataLocationError`, `TableFileError`, `TableSetError`.
  public func load() throws -> TableSplit { try location.locate(entry).load() }
}

/// A table in a file of the user's own.
public struct TableFileSource: TableSource {
  /// The place of the file.
  public let url: URL
  /// How it is read.
  public let format: TableFile.Format
  /// The label's column by name or by number from 1; nil for the last one.
  public let label: String?
  /// The file's name without its ending.
  public var name: String { url.deletingPathExtension().lastPathComponent }

  /// Reads the file.
  /// - Throws: `TableFileError`, `TableSetError`.
  public func load() throws -> TableSplit {
    try TableFile.read(url, format: format, label: label)
  }
}

/// Sources of tables by name.
public enum TableSources {
  /// What a name means.
  public enum Kind: Sendable, Equatable {
    /// A published table.
    case published(String)
    /// A file of the user's own.
    case file(TableFile.Format, path: String)
  }

  /// What names of the user's own files begin with, before a colon.
  public static var prefixes: [String] { TableFile.Format.allCases.map(\.rawValue) }

  /// What names can look like, for messages: the published tables, then the kinds of files.
  public static var validNames: [String] {
    TableCatalog.all.map(\.name) + prefixes.map { "\($0):FILE" }
  }

  /// What a name means: a published table, or a prefix and a path such as "csv:flowers.csv"; nil
  /// for others.
  public static func kind(_ name: String) -> Kind? {
    if TableCatalog.named(name) != nil { return .published(name) }
    guard let (prefix, path) = ImageSources.split(name, prefixes: prefixes) else { return nil }
    return TableFile.Format(rawValue: prefix).map { .file($0, path: path) }
  }

  /// The source of a name.
  ///
  /// - Parameter label: of a file of the user's own, the label's column by name or by number from
  ///   1; nil or "" for the last one.
  /// - Throws: `TableSourceError`.
  public static func named(
    _ name: String, label: String? = nil, location: DataLocation
  ) throws(TableSourceError) -> any TableSource {
    let label = label.flatMap { $0.isEmpty ? nil : $0 }
    if let entry = TableCatalog.named(name) {
      if let label { throw .labelOfPublished(name: name, label: label) }
      return TableCatalogSource(entry: entry, location: location)
    }
    guard case .file(let format, let path) = kind(name) else { throw .unknown(name: name) }
    return TableFileSource(url: ImageSources.place(of: path), format: format, label: label)
  }
}

/// A name that means no table.
public enum TableSourceError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A name that no source has.
  case unknown(name: String)
  /// A label for a table whose label is known.
  case labelOfPublished(name: String, label: String)

  /// What came and what was needed.
  public var description: String {
    switch self {
    case .unknown(let name):
      "no table is named \(shown(name)). Needed: one of "
        + "\(TableSources.validNames.joined(separator: ", "))."
    case .labelOfPublished(let name, let label):
      "the label \(shown(label)) came for \(name), whose label is known. Needed: no label; choose "
        + "one for a file of your own."
    }
  }
}

// Where the files of published sets lie: the user's folder, the environment's, or the cache.

import Foundation

/// The folders that are searched for the files of published sets.
///
/// A given folder is the only one. Without one it is the folder that the environment variable
/// `MIXLAB_DATA` names, then `mixlab` in the user's cache (`$XDG_CACHE_HOME`, or `~/.cache`). Each
/// may hold the files of a set itself, or a folder named after the set.
public struct DataLocation: Sendable {
  /// A folder, and why it is searched.
  public struct Root: Sendable {
    /// The place.
    public let url: URL
    /// What named it: an option, a variable, or the user's cache.
    public let reason: String
  }

  /// The folders in the order in which they are searched.
  public let roots: [Root]

  /// The variable that names a folder of data.
  public static let variable = "MIXLAB_DATA"

  /// The folders that a command searches.
  ///
  /// - Parameters:
  ///   - folder: what the option `--data-dir` gave; nil or "" without it.
  ///   - environment: of the process by default.
  public init(
    folder: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    func url(_ path: String) -> URL { URL(fileURLWithPath: path, isDirectory: true) }
    if let folder, !folder.isEmpty {
      roots = [Root(url: url(folder), reason: "--data-dir")]
      return
    }
    var roots: [Root] = []
    if let path = environment[Self.variable], !path.isEmpty {
      roots.append(Root(url: url(path), reason: Self.variable))
    }
    // The specification has relative paths ignored.
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
      roots.append(
        Root(url: url(cache).appendingPathComponent("mixlab"), reason: "XDG_CACHE_HOME"))
    } else {
      let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? NSHomeDirectory()
      roots.append(
        Root(url: url(home).appendingPathComponent(".cache/mixlab"), reason: "the user's cache"))
    }
    self.roots = roots
  }

  /// The folder into which the files of a set belong when they are fetched.
  public func folder(toFetch entry: CatalogEntry) -> URL {
    let root = roots.first?.url ?? URL(fileURLWithPath: ".", isDirectory: true)
    return root.appendingPathComponent(entry.name, isDirectory: true)
  }

  /// The files of a set in the first folder that holds them all.
  ///
  /// - Throws: `DataLocationError.notFound`, which names every folder and what it lacks.
  public func locate(_ entry: CatalogEntry) throws(DataLocationError) -> LocatedEntry {
    guard !entry.files.isEmpty else {
      return LocatedEntry(entry: entry, folder: nil, files: [])
    }
    let (folder, files) = try find(entry.files, of: entry.name, subfolders: entry.subfolders)
    return LocatedEntry(entry: entry, folder: folder, files: files)
  }

  /// The files of a published table in the first folder that holds them all.
  ///
  /// - Throws: `DataLocationError.notFound`, which names every folder and what it lacks.
  public func locate(_ entry: TableCatalogEntry) throws(DataLocationError) -> LocatedTable {
    guard !entry.files.isEmpty else { return LocatedTable(entry: entry, folder: nil, urls: []) }
    let (folder, files) = try find(entry.files, of: entry.name, subfolders: entry.subfolders)
    return LocatedTable(entry: entry, folder: folder, urls: files.flatMap(\.urls))
  }

  private func find(
    _ files: [CatalogFile], of name: String, subfolders: [String]
  ) throws(DataLocationError) -> (folder: URL, files: [LocatedEntry.File]) {
    var places: [DataLocationError.Place] = []
    for root in roots {
      for base in [root.url.appendingPathComponent(name, isDirectory: true), root.url] {
        var fewest = files.map(\.name)
        for subfolder in [""] + subfolders {
          let folder = subfolder.isEmpty ? base : base.appendingPathComponent(subfolder)
          let found = files.map { ($0, LocatedEntry.File($0, in: folder)) }
          let missing = found.filter { $0.1 == nil }.map(\.0.name)
          if missing.isEmpty { return (folder.standardizedFileURL, found.compactMap(\.1)) }
          if missing.count < fewest.count { fewest = missing }
        }
        places.append(
          DataLocationError.Place(
            path: base.standardizedFileURL.path, reason: root.reason,
            isThere: (try? base.checkResourceIsReachable()) == true, missing: fewest))
      }
    }
    throw .notFound(name: name, places: places)
  }
}

/// A published set whose files are nowhere.
public enum DataLocationError: Error, Sendable, Equatable {
  /// A folder that was searched.
  public struct Place: Sendable, Equatable {
    /// The folder.
    public let path: String
    /// What named it, or a folder above it.
    public let reason: String
    /// Whether it exists.
    public let isThere: Bool
    /// The files that it lacks.
    public let missing: [String]
  }

  /// No folder holds all files of the set.
  case notFound(name: String, places: [Place])
}

extension DataLocationError: CustomStringConvertible {
  /// Every place that was looked at, what is missing there, and the remedy.
  public var description: String {
    switch self {
    case .notFound(let name, let places):
      let lines = places.map { place in
        let state =
          place.isThere ? "lacks \(place.missing.joined(separator: ", "))" : "no such folder"
        return "\n  \(place.path) (\(place.reason)): \(state)"
      }
      let remedy =
        TableCatalog.named(name).map { "Download its files from \($0.page)" }
        ?? ("Fetch it with mixlab data fetch \(name). Download "
          + "\(ImageCatalog.named(name)?.addresses ?? "its files") to do it by hand")
      return "the data set \(name) was not found. Looked in:\(lines.joined())\n\(remedy); give the "
        + "folder of the files, or the one above it, with --data-dir or \(DataLocation.variable)."
    }
  }
}

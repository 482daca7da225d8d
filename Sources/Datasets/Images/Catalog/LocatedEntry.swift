// The files of a published set where they were found, packed or not.

import Foundation

/// A published set and the places of its files.
public struct LocatedEntry: Sendable {
  /// The set.
  public let entry: CatalogEntry
  /// The folder of the files; nil where the set is part of the program.
  public let folder: URL?
  package let files: [File]

  /// Where a published file, or what it unfolds to, lies.
  package struct File: Sendable {
    package let published: CatalogFile
    /// One file, or the contents of an archive in their order.
    package let urls: [URL]

    /// Whether the contents of an archive lie unfolded.
    package var isUnpackedArchive: Bool { urls.count > 1 }

    /// Looks for a file in a folder, under all its names and then as unfolded contents.
    package init?(_ file: CatalogFile, in folder: URL) {
      let isFile = { (url: URL) in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
          && !isFolder.boolValue
      }
      published = file
      let whole = file.acceptedNames.map { folder.appendingPathComponent($0) }
      if let url = whole.first(where: isFile) {
        urls = [url]
        return
      }
      let parts = file.contents.map { folder.appendingPathComponent($0.name) }
      guard parts.count > 1, parts.allSatisfy(isFile) else { return nil }
      urls = parts
    }
  }

  /// Where the images come from, in words.
  public var origin: String { folder.map(\.path) ?? "part of the program" }
}

extension LocatedEntry.File {
  /// Room in an archive beside its contents: headers, padding, and small texts.
  private static let archiveSlack = 1 << 20

  /// Reads everything and hands over each content, unfolded, with its description.
  ///
  /// - Parameter seen: gets the bytes of each file as they lie on the disk.
  /// - Throws: `ImageFileError`, or what `body` throws.
  package func forEachContent(
    seen: (URL, [UInt8]) throws -> Void = { _, _ in },
    _ body: (CatalogContent, _ name: String, ArraySlice<UInt8>) throws -> Void
  ) throws {
    if isUnpackedArchive {
      for (content, url) in zip(published.contents, urls) {
        let bytes = try ImageFile.bytes(of: url)
        try seen(url, bytes)
        try body(content, url.lastPathComponent, bytes[...])
      }
      return
    }
    for url in urls {
      let unfolded = try unfold(url, seen: seen)
      guard published.contents.count > 1 else {
        for content in published.contents { try body(content, unfolded.name, unfolded.bytes) }
        return
      }
      let archive = try TarReader(unfolded)
      for content in published.contents {
        let entry = try archive.entry(named: content.name)
        try body(content, entry.name, entry.bytes)
      }
    }
  }

  /// In a function of its own, so that the packed bytes are gone before the content is read.
  private func unfold(
    _ url: URL, seen: (URL, [UInt8]) throws -> Void
  ) throws -> NamedBytes {
    let bytes = try ImageFile.bytes(of: url)
    try seen(url, bytes)
    let size = published.contents.reduce(0) { $0 + $1.byteCount }
    return try ImageFile.content(
      bytes, name: url.lastPathComponent,
      limit: published.contents.count > 1 ? size + Self.archiveSlack : size)
  }
}

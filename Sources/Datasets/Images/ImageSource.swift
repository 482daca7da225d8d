// Where images come from, by the name that a command or a recipe gives.

import Foundation

/// Images that can be loaded.
///
/// A new kind of source is a type with this protocol and a row in `ImageSources.kinds`.
public protocol ImageSource: Sendable {
  /// The name by which it was asked for.
  var name: String { get }
  /// Reads all of it.
  /// - Throws: what is wrong with the files, or that they are not there.
  func load() throws -> ImageSplit
}

/// A published set.
public struct CatalogSource: ImageSource {
  /// The set.
  public let entry: CatalogEntry
  /// Where its files are searched.
  public let location: DataLocation
  /// The name of the set.
  public var name: String { entry.name }

  /// Finds and reads the files of the set.
  /// - Throws: `DataLocationError`, `ImageFileError`, `ImageSetError`.
  public func load() throws -> ImageSplit { try location.locate(entry).load() }
}

/// Images in an .npz or .npy file of the user's own.
public struct ArrayFileSource: ImageSource {
  /// The place of the file.
  public let url: URL
  /// The file's name without its ending.
  public var name: String { url.deletingPathExtension().lastPathComponent }

  /// Reads the file.
  /// - Throws: `ImageFileError`, `ImageSetError`, `ImageSplitError`.
  public func load() throws -> ImageSplit {
    try ImageArrays.split(
      try ImageFile.bytes(of: url), file: url.lastPathComponent, name: name)
  }
}

/// Sources of images by name.
public enum ImageSources {
  /// A kind of source that is asked for as "prefix:path".
  struct Kind: Sendable {
    let prefix: String
    let make: @Sendable (_ url: URL, _ folder: ImageFolderSettings) -> any ImageSource
  }

  /// The kinds of sources beside the published sets.
  static let kinds: [Kind] = [
    Kind(prefix: "npz") { url, _ in ArrayFileSource(url: url) },
    Kind(prefix: folderPrefix) { FolderSource(url: $0, settings: $1) },
  ]

  /// What names of folders of images begin with, before a colon.
  public static let folderPrefix = "folder"

  /// What names of the user's own files and folders begin with, before a colon.
  public static var prefixes: [String] { kinds.map(\.prefix) }

  /// What names can look like, for messages: the published sets, then the kinds.
  public static var validNames: [String] {
    ImageCatalog.all.map(\.name) + kinds.map { "\($0.prefix):PATH" }
  }

  /// The parts of a name such as "npz:images.npz"; nil for others.
  public static func ownFile(_ name: String) -> (prefix: String, path: String)? {
    split(name, prefixes: prefixes)
  }

  /// The parts of a name that begins with one of some prefixes and a colon; nil for others.
  static func split(
    _ name: String, prefixes: [String]
  ) -> (prefix: String, path: String)? {
    for prefix in prefixes where name.hasPrefix(prefix + ":") {
      let path = String(name.dropFirst(prefix.count + 1))
      return path.isEmpty ? nil : (prefix, path)
    }
    return nil
  }

  /// The place of a path, from a folder where it is not absolute; "~/" is the user's home, which
  /// shells leave alone behind a colon.
  public static func place(of path: String, from folder: URL? = nil) -> URL {
    let whole = path.hasPrefix("~/") ? NSHomeDirectory() + path.dropFirst() : path
    return URL(fileURLWithPath: whole, relativeTo: folder).standardizedFileURL
  }

  /// The source of a name: a published set, or a prefix and a path such as "npz:images.npz".
  ///
  /// - Parameter folder: how images of folders are read.
  /// - Throws: `UnknownImageSource`.
  public static func named(
    _ name: String, location: DataLocation, folder: ImageFolderSettings = ImageFolderSettings()
  ) throws(UnknownImageSource) -> any ImageSource {
    if let entry = ImageCatalog.named(name) {
      return CatalogSource(entry: entry, location: location)
    }
    if let (prefix, path) = ownFile(name), let kind = kinds.first(where: { $0.prefix == prefix }) {
      return kind.make(place(of: path), folder)
    }
    throw UnknownImageSource(name: name)
  }
}

/// A name that no source of images has.
public struct UnknownImageSource: Error, Sendable, Equatable, CustomStringConvertible {
  /// The name that came.
  public let name: String

  /// What came and what was needed.
  public var description: String {
    "no images are named \(shown(name)). Needed: one of "
      + "\(ImageSources.validNames.joined(separator: ", "))."
  }
}

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
    let make: @Sendable (_ path: String) -> any ImageSource
  }

  /// The kinds of sources beside the published sets.
  static let kinds: [Kind] = [
    Kind(prefix: "npz") { ArrayFileSource(url: URL(fileURLWithPath: $0)) }
  ]

  /// What names can look like, for messages: the published sets, then the kinds.
  public static var validNames: [String] {
    ImageCatalog.all.map(\.name) + kinds.map { "\($0.prefix):PATH" }
  }

  /// The source of a name: a published set, or a prefix and a path such as "npz:images.npz".
  ///
  /// - Throws: `UnknownImageSource`.
  public static func named(
    _ name: String, location: DataLocation
  ) throws(UnknownImageSource) -> any ImageSource {
    if let entry = ImageCatalog.named(name) {
      return CatalogSource(entry: entry, location: location)
    }
    for kind in kinds where name.hasPrefix(kind.prefix + ":") {
      let path = String(name.dropFirst(kind.prefix.count + 1))
      guard !path.isEmpty else { break }
      return kind.make(path)
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

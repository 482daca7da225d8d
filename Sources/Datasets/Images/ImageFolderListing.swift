// Which files of a folder are images, and of which classes.

import Foundation

/// The images of a folder and of its subfolders, in a stable order.
struct ImageFolderListing {
  /// One image.
  struct Entry: Equatable {
    /// The path from the folder.
    let path: String
    /// The place of its class in `classNames`; nil without classes.
    let label: Int?
  }

  /// Sorted by subfolder and by name, both by their bytes.
  let entries: [Entry]
  /// The subfolders with images, sorted; empty without classes.
  let classNames: [String]

  /// Lists a folder one level deep; files and folders that begin with a dot do not count.
  ///
  /// - Throws: `ImageFolderError`: `.cannotRead`, `.noImages`, `.mixed`.
  init(_ folder: URL, classes: ImageFolder.Classes) throws(ImageFolderError) {
    let names = try Self.names(in: folder, shownAs: folder.path)
    let direct = names.filter { !Self.isFolder(folder, $0) && Self.isImage($0) }
    var nested: [(subfolder: String, files: [String])] = []
    for name in names where Self.isFolder(folder, name) {
      let place = folder.appendingPathComponent(name)
      let files = try Self.names(in: place, shownAs: place.path)
        .filter { Self.isImage($0) && !Self.isFolder(place, $0) }
      if !files.isEmpty { nested.append((name, files)) }
    }
    if classes == .subfolders, let file = direct.first, let other = nested.first {
      throw .mixed(folder: folder.path, file: file, subfolder: other.subfolder)
    }
    let hasClasses = classes == .subfolders && !nested.isEmpty
    entries =
      direct.map { Entry(path: $0, label: nil) }
      + nested.enumerated().flatMap { label, group in
        group.files.map {
          Entry(path: "\(group.subfolder)/\($0)", label: hasClasses ? label : nil)
        }
      }
    classNames = hasClasses ? nested.map(\.subfolder) : []
    guard !entries.isEmpty else { throw .noImages(folder: folder.path) }
  }

  private static func names(
    in folder: URL, shownAs path: String
  ) throws(ImageFolderError) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw .cannotRead(
        folder: path,
        reason: isFolder(folder) ? error.localizedDescription : "there is no such folder")
    }
    // By bytes, because the order of letters depends on languages.
    return names.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func isFolder(_ folder: URL, _ name: String) -> Bool {
    isFolder(folder.appendingPathComponent(name))
  }

  private static func isFolder(_ place: URL) -> Bool {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: place.path, isDirectory: &isDirectory)
    return exists && isDirectory.boolValue
  }

  private static func isImage(_ name: String) -> Bool {
    ImageFolder.endings.contains { name.lowercased().hasSuffix(".\($0)") }
  }
}

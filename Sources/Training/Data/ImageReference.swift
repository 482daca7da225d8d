// Sources of images by the name that a user typed, with the nearest one where none is meant.

import Datasets
import Foundation
import Runs

/// Images by name.
public enum ImageReference {
  /// The source of a name: a published set, or a prefix and a path such as "npz:images.npz".
  ///
  /// - Parameters:
  ///   - folder: how images of folders are read.
  ///   - tables: the names of tables, where those would have been right, too.
  /// - Throws: `UnknownImageData`.
  public static func resolve(
    _ name: String, location: DataLocation, folder: ImageFolderSettings = ImageFolderSettings(),
    orTables tables: [String] = []
  ) throws(UnknownImageData) -> any ImageSource {
    do throws(UnknownImageSource) {
      return try ImageSources.named(name, location: location, folder: folder)
    } catch {
      throw UnknownImageData(
        source: error, tables: tables,
        nearest: nearestName(to: name, among: ImageCatalog.all.map(\.name) + tables))
    }
  }
}

/// A name that no source of images has.
public struct UnknownImageData: Error, Sendable, Equatable, CustomStringConvertible {
  /// What came.
  public let source: UnknownImageSource
  /// The names of tables that would have been right, too.
  public let tables: [String]
  /// The name that was probably meant.
  public let nearest: String?

  /// What came, what was needed, and the nearest name.
  public var description: String {
    let names = (ImageSources.validNames + tables).joined(separator: ", ")
    let refusal =
      tables.isEmpty
      ? source.description : "no data are named \(quoted(source.name)). Needed: one of \(names)."
    return refusal + (nearest.map { " Did you mean \(quoted($0))?" } ?? "")
  }
}

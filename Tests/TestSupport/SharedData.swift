// The place of the published files, which some tests need.

import Datasets
import Foundation
import Testing

/// The published files themselves, where they are at hand.
package enum SharedData {
  /// The folder that `MIXLAB_DATA` names, or `shared/data` beside the repository.
  package static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment[DataLocation.variable], !path.isEmpty {
      return URL(fileURLWithPath: path, isDirectory: true)
    }
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return repository.deletingLastPathComponent().appendingPathComponent("shared/data")
  }()

  package static let location = DataLocation(folder: folder.path)

  /// Whether the files of a set are at hand.
  package static func has(_ entry: CatalogEntry) -> Bool {
    (try? location.locate(entry)) != nil
  }

  /// Whether the files of a table are at hand.
  package static func has(_ entry: TableCatalogEntry) -> Bool {
    (try? location.locate(entry)) != nil
  }

  /// Why a test with real files was skipped.
  package static let missing: Comment = "needs the published files: set MIXLAB_DATA to their folder"
}

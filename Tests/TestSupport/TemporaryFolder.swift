// A folder for one test, deleted when the test lets go of it.

import Foundation

/// An empty folder that lives as long as the object.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("mixlab-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The place of something in the folder, there or not.
  package func place(_ name: String) -> URL { url.appendingPathComponent(name) }
}

// What tests of files of images share.

import Datasets
import Foundation
import TestSupport
import Testing

extension TemporaryFolder {
  /// Writes a file and the folders above it.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> URL {
    let url = place(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url
  }
}

/// The words of the error that something throws about a file of images.
func imageFileError(_ body: () throws -> Void) throws -> ImageFileError {
  try #require(throws: ImageFileError.self) { try body() }
}

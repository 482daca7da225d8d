// The folder that the program runs in, from which relative paths of data are read.

import Foundation

extension URL {
  /// The folder that the program runs in.
  package static var currentDirectory: URL {
    URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
  }
}

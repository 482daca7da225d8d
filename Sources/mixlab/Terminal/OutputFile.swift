// Files that a command writes where the user says: aside first, then renamed.

import Foundation
import Runs

enum OutputFile {
  /// Writes a file in one piece; what was there before stays until the new one is complete.
  static func write(_ data: Data, to url: URL) throws {
    try NumberedFolder.write(data, to: url)
  }
}

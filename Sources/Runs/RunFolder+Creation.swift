// Makes the folder of a new run, numbered or at a place of the user's choice.

import Foundation

/// Where a new run's folder is made.
public enum RunPlace: Sendable, Equatable {
  /// The next numbered folder below a root.
  case numbered(in: URL)
  /// A folder of the user's choice, absent or empty.
  case exactly(URL)

  /// Makes sure that a run can be made here, before much work goes into one.
  ///
  /// - Throws: `RunError.folderNotEmpty`, or `.cannotRead`.
  public func check() throws(RunError) {
    guard case .exactly(let url) = self, Files.exists(url.path) else { return }
    guard try Files.names(in: url.path).isEmpty else { throw .folderNotEmpty(path: url.path) }
  }
}

extension RunFolder {
  /// Makes the folder of a new run.
  ///
  /// - Parameter name: what follows the number of a numbered folder.
  /// - Throws: `RunError.folderNotEmpty`, or `.cannotWrite`.
  public static func create(_ place: RunPlace, name: String) throws(RunError) -> RunFolder {
    switch place {
    case .numbered(let root): try create(in: root, name: name)
    case .exactly(let url): try create(at: url)
    }
  }

  /// Makes the next numbered folder below a root, such as `runs/0007-gan-ring-mixup`.
  ///
  /// - Throws: `RunError.cannotWrite`.
  public static func create(in root: URL, name: String) throws(RunError) -> RunFolder {
    let folder = try NumberedFolder.create(in: root, name: name)
    try createSubfolders(of: folder)
    return RunFolder(folder)
  }

  /// Makes the folder of a run at a place that is absent or empty.
  ///
  /// - Throws: `RunError.folderNotEmpty`, or `.cannotWrite`.
  public static func create(at url: URL) throws(RunError) -> RunFolder {
    let folder = try NumberedFolder.create(at: url)
    try createSubfolders(of: folder)
    return RunFolder(folder)
  }

  private static func createSubfolders(of url: URL) throws(RunError) {
    var created: [String] = []
    do throws(RunError) {
      for name in subfolders {
        let path = url.appendingPathComponent(name).path
        // Two processes can both find the folder empty; the first subfolder decides between them.
        guard try Files.createFolder(path) else { throw .folderNotEmpty(path: url.path) }
        created.append(path)
      }
      try Files.synchronizeFolder(url.path)
      try Files.synchronizeFolder(url.deletingLastPathComponent().path)
    } catch {
      // A second try must find the folder as empty as the first one did.
      for path in created { rmdir(path) }
      throw error
    }
  }
}

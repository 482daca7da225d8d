// Whole files and folders: read, write aside and rename, create, list, delete.

import Foundation

/// Operations on whole files and folders, named by path.
package enum Files {
  /// Reads a file whole.
  ///
  /// It is copied and not mapped: a mapped file that another process cuts would end this one.
  ///
  /// - Parameter limit: the most bytes to read; without one, only ordinary files are read, because
  ///   pipes and devices may never end.
  package static func read(_ path: String, limit: Int? = nil) throws(RunError) -> Data {
    let file = try OpenFile(path, flags: O_RDONLY)
    let information = try file.information()
    switch information.st_mode & S_IFMT {
    case S_IFDIR: throw .cannotRead(path: path, reason: .isAFolder)
    case S_IFREG: break
    default: if limit == nil { throw .cannotRead(path: path, reason: .notAFile) }
    }
    // The size is only a hint: that of a sparse file can be absurd.
    var data = Data(capacity: min(Int(information.st_size), limit ?? 1 << 30))
    while let block = try file.readBlock() {
      data += block
      if let limit, data.count > limit { throw .cannotRead(path: path, reason: .fileTooLarge) }
    }
    return data
  }

  /// Replaces a file by new content such that a crash leaves the old or the new, never a mixture.
  ///
  /// The content goes to a temporary file in the same folder, which is synchronized and renamed;
  /// then the folder is synchronized. If anything fails, the temporary file is removed and the file
  /// that was there before is untouched.
  package static func replace(_ path: String, with parts: [Data]) throws(RunError) {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent().path
    let suffix = String(UInt32.random(in: 0...UInt32.max), radix: 36)
    let temporary = "\(folder)/.\(url.lastPathComponent).\(getpid())-\(suffix).tmp"
    do throws(RunError) {
      let file = try OpenFile(temporary, flags: O_WRONLY | O_CREAT | O_EXCL)
      for part in parts { try file.write(part) }
      try file.synchronize()
      try file.close()
      guard rename(temporary, path) == 0 else { throw .cannotWrite(path: path, reason: .last) }
    } catch {
      unlink(temporary)
      throw error.naming(path)
    }
    try synchronizeFolder(folder)
  }

  /// Gives a file another name in the same folder, for good; a file of that name is replaced.
  package static func move(_ path: String, to name: String) throws(RunError) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let target = "\(folder)/\(name)"
    guard rename(path, target) == 0 else { throw .cannotWrite(path: target, reason: .last) }
    try synchronizeFolder(folder)
  }

  /// Makes renames, creations and deletions in a folder last.
  package static func synchronizeFolder(_ path: String) throws(RunError) {
    try OpenFile(path, flags: O_RDONLY | O_DIRECTORY).synchronize()
  }

  /// Creates a folder and tells whether it was not there before.
  package static func createFolder(_ path: String) throws(RunError) -> Bool {
    if mkdir(path, 0o777) == 0 { return true }
    if errno == EEXIST { return false }
    throw .cannotWrite(path: path, reason: .last)
  }

  /// Creates a folder and those above it that are missing.
  package static func createFolders(_ path: String) throws(RunError) {
    var missing: [String] = []
    var current = URL(fileURLWithPath: path).standardizedFileURL
    while mkdir(current.path, 0o777) != 0 {
      if errno == EEXIST { break }
      guard errno == ENOENT, current.path != "/" else {
        throw .cannotWrite(path: path, reason: .last)
      }
      missing.append(current.path)
      current.deleteLastPathComponent()
    }
    for path in missing.reversed() { _ = try createFolder(path) }
    guard isFolder(path) else { throw .cannotWrite(path: path, reason: .notAFolder) }
  }

  /// The names in a folder, sorted.
  package static func names(in folder: String) throws(RunError) -> [String] {
    // Opening first turns "missing" and "not a folder" into errors of their own.
    let file = try OpenFile(folder, flags: O_RDONLY | O_DIRECTORY)
    do {
      return try FileManager.default.contentsOfDirectory(atPath: file.path).sorted()
    } catch {
      throw .cannotRead(path: folder, reason: .inputOutput)
    }
  }

  /// Deletes a file; one that is gone already is no error.
  package static func delete(_ path: String) throws(RunError) {
    if unlink(path) < 0, errno != ENOENT {
      throw .cannotWrite(path: path, reason: .last)
    }
  }

  /// Whether a folder is at a path.
  package static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether an ordinary file is at a path.
  package static func isFile(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
  }

  /// Deletes the temporary files that killed processes left in a folder.
  ///
  /// Only the holder of the run's lock may call this. A file whose writer still lives is left alone;
  /// one that bears the number of this process is of an earlier process with the same number.
  package static func deleteStaleTemporaries(in folder: String) throws(RunError) {
    for name in try names(in: folder) where name.hasPrefix(".") && name.hasSuffix(".tmp") {
      let writer = name.split(separator: ".").dropLast().last?.prefix { $0 != "-" }
      let processID = writer.flatMap { Int32($0) } ?? getpid()
      let isAlive = processID > 0 && (kill(processID, 0) == 0 || errno == EPERM)
      if !isAlive || processID == getpid() { try delete("\(folder)/\(name)") }
    }
  }
}

// What can go wrong with a run folder and the files in it, each with its remedy.

/// A run folder, or a file in it, that cannot be made, read, written or used.
public enum RunError: Error, Sendable, Equatable {
  /// A file or folder could not be written; whatever was there before is untouched.
  case cannotWrite(path: String, reason: SystemFailure)
  /// A file or folder could not be read.
  case cannotRead(path: String, reason: SystemFailure)
  /// The folder for a new run holds something already.
  case folderNotEmpty(path: String)
  /// The folder is not a run.
  case notARun(path: String, missing: String)
  /// Another process works on the run.
  case locked(path: String, processID: Int32?)
  /// A file of the run does not hold what it should.
  case malformed(path: String, line: Int?, reason: String)
  /// A file was written by a version of the program that this one does not know.
  case unknownVersion(path: String, found: Int, known: Int)
  /// A name does not stay inside the run folder.
  case invalidName(String)
  /// A record would not survive being written.
  case invalidRecord(path: String, reason: String)

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .cannotWrite(_, let reason), .cannotRead(_, let reason): reason.remedy
    case .folderNotEmpty: "Choose a folder that is absent or empty, or resume the run in it."
    case .notARun: "Give the folder of a run, such as runs/0001-gan-ring."
    case .locked: "Wait for that process, or stop it."
    case .malformed: "Restore the file from a copy, or start the run again from its recipe."
    case .unknownVersion: "Use the version of the program that wrote it, or a newer one."
    case .invalidName: "Use a relative path without \"..\"."
    case .invalidRecord: "This is a bug in the program that writes the record."
    }
  }
}

extension RunError {
  /// Why the system refused, if it did.
  package var failure: SystemFailure? {
    switch self {
    case .cannotWrite(_, let reason), .cannotRead(_, let reason): reason
    default: nil
    }
  }

  /// The same failure told of another path, for users who know nothing of temporary files.
  func naming(_ path: String) -> RunError {
    switch self {
    case .cannotWrite(_, let reason): .cannotWrite(path: path, reason: reason)
    case .cannotRead(_, let reason): .cannotRead(path: path, reason: reason)
    default: self
    }
  }
}

extension RunError: CustomStringConvertible {
  /// The path, what is wrong, and the remedy.
  public var description: String {
    "\(summary). \(remedy)"
  }

  private var summary: String {
    switch self {
    case .cannotWrite(let path, let reason): "\(path) cannot be written: \(reason.reason)"
    case .cannotRead(let path, let reason): "\(path) cannot be read: \(reason.reason)"
    case .folderNotEmpty(let path): "\(path) is not empty"
    case .notARun(let path, let missing): "\(path) is not a run: it has no \(missing)"
    case .locked(let path, let processID):
      "\(path) is in use by " + (processID.map { "process \($0)" } ?? "another process")
    case .malformed(let path, let line, let reason):
      "\(path)\(line.map { ":\($0)" } ?? ""): \(reason)"
    case .unknownVersion(let path, let found, let known):
      "\(path) has format version \(found), and this program knows version \(known)"
    case .invalidName(let name): "\(quoted(name)) is not the name of a file in a run"
    case .invalidRecord(let path, let reason): "\(path): a record cannot be written: \(reason)"
    }
  }
}

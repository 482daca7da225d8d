// Why the system refused to read or write, told apart as far as the remedy differs.

import Foundation

/// The reason for which the system refused a file operation.
public enum SystemFailure: Error, Sendable, Equatable {
  /// The file system has no space left.
  case diskFull
  /// The user's share of the file system is used up.
  case quotaExceeded
  /// The permissions forbid it.
  case notPermitted
  /// The file system is mounted read-only.
  case readOnly
  /// The device failed.
  case inputOutput
  /// The file, or a folder on the way to it, does not exist.
  case missing
  /// Something on the way is a file and not a folder.
  case notAFolder
  /// The place is a folder and not a file.
  case isAFolder
  /// The place is a device, a pipe or a socket and not an ordinary file.
  case notAFile
  /// The process or the system has too many files open.
  case tooManyOpenFiles
  /// The name is longer than the file system allows.
  case nameTooLong
  /// The file is longer than the file system, the process limit or its purpose allows.
  case fileTooLarge
  /// Another error number of the system.
  case other(Int32)

  /// Reads an error number of the system.
  init(code: Int32) {
    self =
      switch code {
      case ENOSPC: .diskFull
      case EDQUOT: .quotaExceeded
      case EACCES, EPERM: .notPermitted
      case EROFS: .readOnly
      case EIO: .inputOutput
      case ENOENT: .missing
      case ENOTDIR: .notAFolder
      case EISDIR: .isAFolder
      case EMFILE, ENFILE: .tooManyOpenFiles
      case ENAMETOOLONG: .nameTooLong
      case EFBIG: .fileTooLarge
      default: .other(code)
      }
  }

  /// The error number that the system left behind.
  static var last: SystemFailure { SystemFailure(code: errno) }

  /// The reason in words.
  public var reason: String {
    switch self {
    case .diskFull: "the disk is full"
    case .quotaExceeded: "the disk quota is used up"
    case .notPermitted: "permission denied"
    case .readOnly: "the file system is read-only"
    case .inputOutput: "the device reported an input/output error"
    case .missing: "no such file or folder"
    case .notAFolder: "a part of the path is a file, not a folder"
    case .isAFolder: "it is a folder, not a file"
    case .notAFile: "it is not an ordinary file"
    case .tooManyOpenFiles: "too many files are open"
    case .nameTooLong: "the name is too long"
    case .fileTooLarge: "the file is larger than is allowed"
    case .other(let code): String(cString: strerror(code))
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch self {
    case .diskFull, .quotaExceeded:
      "Free some space (old runs and checkpoints are the largest), then resume the run."
    case .notPermitted: "Change the permissions or choose another folder."
    case .readOnly: "Choose a folder on a file system that can be written."
    case .inputOutput: "Check the device; the last complete checkpoint is intact."
    case .missing: "Check the path."
    case .notAFolder, .isAFolder, .notAFile: "Choose another path."
    case .tooManyOpenFiles: "Close other programs or raise the limit (ulimit -n)."
    case .nameTooLong: "Choose a shorter name."
    case .fileTooLarge: "Raise the limit (ulimit -f) or choose another file system."
    case .other: "Check the path and the device."
    }
  }
}

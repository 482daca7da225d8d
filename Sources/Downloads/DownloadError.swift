// Why a set could not be fetched, with what to do instead.

import Datasets
import Runs

/// A set that could not be fetched.
public enum DownloadError: Error, Sendable, Equatable {
  /// What one mirror did.
  public struct Attempt: Sendable, Equatable {
    /// The address of the file.
    public let address: String
    /// Why it did not come.
    public let failure: TransferFailure
  }

  /// A file that is still needed.
  public struct Missing: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// Its size.
    public let byteCount: Int
    /// The SHA-256 of its bytes.
    public let sha256: String

    init(_ file: CatalogFile) {
      name = file.name
      byteCount = file.byteCount
      sha256 = file.sha256
    }
  }

  /// No mirror gave a file.
  case notFetched(name: String, attempts: [Attempt], missing: [Missing], folder: String)
  /// The user stopped; the part stays.
  case interrupted(part: String, byteCount: Int, needed: Int)
  /// Another process fetches the same file.
  case inUse(part: String)
  /// The part, or the folder, cannot be written.
  case cannotWrite(path: String, reason: SystemFailure)
  /// Something given as a mirror is none.
  case invalidMirror(String)
}

extension DownloadError {
  /// Whether every mirror that was asked offers something else than what was published.
  public var isAboutContent: Bool {
    guard case .notFetched(_, let attempts, _, _) = self else { return false }
    return !attempts.isEmpty && attempts.allSatisfy(\.failure.isAboutContent)
  }

  /// What the functions on files say, as an error about a download.
  init(_ error: RunError, path: String) {
    switch error {
    case .cannotWrite(let path, let reason), .cannotRead(let path, let reason):
      self = .cannotWrite(path: path, reason: reason)
    default: self = .cannotWrite(path: path, reason: .inputOutput)
    }
  }
}

extension DownloadError: CustomStringConvertible {
  /// What happened and the remedy.
  public var description: String {
    switch self {
    case .notFetched(let name, let attempts, let missing, let folder):
      let failures = attempts.map { "\n  \($0.address): \($0.failure)" }
      let files = missing.map { "\n  \($0.name), \($0.byteCount) bytes, SHA-256 \($0.sha256)" }
      return "\(name) could not be fetched:\(failures.joined())\n"
        + "Try again later, give another place with --mirror, or put these files into "
        + "\(folder):\(files.joined())"
    case .interrupted(let part, let byteCount, let needed):
      return "stopped: \(part) keeps \(byteCount) of \(needed) bytes; the same command goes on "
        + "from there."
    case .inUse(let part):
      return "\(part) is being written by another process. Wait for it, or stop it."
    case .cannotWrite(let path, let reason):
      return "\(path) cannot be written: \(reason.reason). Make room or choose another folder with "
        + "--data-dir; the same command goes on where this one ended."
    case .invalidMirror(let text):
      return "--mirror: \(quoted(text)) came. Needed: the http or https address of a folder, "
        + "without user, query and fragment."
    }
  }
}

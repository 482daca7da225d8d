// What a run is doing: what its manifest says, checked against the lock that a live process holds.

import Foundation

/// What a run is doing or how it ended.
public enum RunState: String, Sendable {
  /// A process works on it.
  case running
  /// Its process ended without recording how, so it was killed.
  case stopped
  /// All steps were made.
  case done
  /// Stopped by the user, with a checkpoint.
  case interrupted
  /// Stopped because a value was no longer finite.
  case diverged
  /// Stopped by an error.
  case failed
}

extension RunFolder {
  /// What the run is doing: the outcome of the manifest, and where that says "running" whether a
  /// process really is at work.
  public func state(_ manifest: Manifest) -> RunState {
    switch manifest.outcome {
    case .running: isInUse ? .running : .stopped
    case .done: .done
    case .interrupted: .interrupted
    case .diverged: .diverged
    case .failed: .failed
    }
  }

  /// Whether a process holds the run's lock.
  public var isInUse: Bool { RunLock.isHeld(at: file(RunLock.name).path) }
}

extension RunLock {
  /// Whether somebody holds a lock, found out without creating or changing its file.
  static func isHeld(at path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var information = stat()
    // A file that its last holder emptied is not tried: the try itself holds the lock for an
    // instant, in which a run that begins would be refused.
    guard fstat(descriptor, &information) == 0, information.st_size > 0 else { return false }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}

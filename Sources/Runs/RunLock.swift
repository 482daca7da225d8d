// The lock that keeps two processes from writing one run.

import Foundation

/// An exclusive hold on a run folder, given up when the object goes or the process dies.
///
/// The lock is the system's (`flock`) and not the file's existence, so a kill leaves none behind.
/// The file holds the number of the process for the message that others get.
public final class RunLock: Sendable {
  static let name = ".lock"

  private let descriptor: Int32

  init(path: String) throws(RunError) {
    // The file is never deleted: between deletion and re-creation two processes could hold locks.
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: .last) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      let reason = SystemFailure.last
      let isHeld = errno == EWOULDBLOCK
      defer { close(descriptor) }
      throw isHeld
        ? .locked(
          path: (path as NSString).deletingLastPathComponent,
          processID: RunLock.holder(descriptor))
        : .cannotWrite(path: path, reason: reason)
    }
    self.descriptor = descriptor
    // The number is only for the message, so a full disk must not keep the run from going on.
    let holder = Array("\(getpid())\n".utf8)
    if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, holder, holder.count, 0) }
  }

  deinit {
    // An empty file says that nobody holds the lock, and makes equal runs equal folders.
    ftruncate(descriptor, 0)
    close(descriptor)
  }

  private static func holder(_ descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let digits = bytes[..<count].prefix { (0x30...0x39).contains($0) }
    return Int32(String(decoding: digits, as: UTF8.self))
  }
}

// The only file that reads and writes through file descriptors.

import Foundation

/// An open file that is closed when the last reference to it goes.
package final class OpenFile {
  package let path: String
  let descriptor: Int32
  private var isOpen = true

  /// Opens a file with flags of `open(2)`; it is never inherited by other programs.
  package init(_ path: String, flags: Int32) throws(RunError) {
    var descriptor: Int32
    repeat {
      descriptor = open(path, flags | O_CLOEXEC, 0o666)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else {
      throw flags & O_ACCMODE == O_RDONLY
        ? .cannotRead(path: path, reason: .last) : .cannotWrite(path: path, reason: .last)
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    if isOpen { _ = Foundation.close(descriptor) }
  }

  /// Writes all bytes, in one call to the system unless it takes fewer.
  package func write(_ data: Data) throws(RunError) {
    let failure = data.withUnsafeBytes { bytes -> SystemFailure? in
      var done = 0
      while done < bytes.count {
        // Linux takes at most 2 GiB less a page at a time.
        let count = min(bytes.count - done, 1 << 30)
        let written = Foundation.write(descriptor, bytes.baseAddress.map { $0 + done }, count)
        if written < 0, errno == EINTR { continue }
        if written < 0 { return .last }
        // A device that takes nothing and reports nothing would keep the loop for ever.
        if written == 0 { return .inputOutput }
        done += written
      }
      return nil
    }
    if let failure { throw .cannotWrite(path: path, reason: failure) }
  }

  /// Waits until everything written is on the device.
  package func synchronize() throws(RunError) {
    while fsync(descriptor) < 0 {
      if errno == EINTR { continue }
      // Some file systems and special files have nothing to synchronize and say so.
      if errno == EINVAL || errno == ENOTSUP || errno == EROFS { return }
      throw .cannotWrite(path: path, reason: .last)
    }
  }

  /// Cuts or extends the file to a length.
  package func truncate(to length: Int) throws(RunError) {
    while ftruncate(descriptor, off_t(length)) < 0 {
      if errno != EINTR { throw .cannotWrite(path: path, reason: .last) }
    }
  }

  /// The length of the file in bytes.
  package func length() throws(RunError) -> Int {
    Int(try information().st_size)
  }

  /// What the system knows about the file.
  package func information() throws(RunError) -> stat {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else {
      throw .cannotRead(path: path, reason: .last)
    }
    return information
  }

  /// Some bytes from an offset on, all of which must be there.
  func read(_ count: Int, at offset: Int) throws(RunError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let read = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
      }
      if read < 0, errno == EINTR { continue }
      guard read > 0 else {
        throw .cannotRead(path: path, reason: read < 0 ? .last : .inputOutput)
      }
      done += read
    }
    return bytes
  }

  /// The next bytes of the file, or nil at its end.
  package func readBlock() throws(RunError) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = Foundation.read(descriptor, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .cannotRead(path: path, reason: .last) }
      return count == 0 ? nil : Array(bytes.prefix(count))
    }
  }

  /// Takes the system's lock on the file, given up when it is closed; false if it is taken.
  package func tryLock() throws(RunError) -> Bool {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      if errno != EINTR { throw .cannotWrite(path: path, reason: .last) }
    }
    return true
  }

  /// Whether the path still leads to this file.
  package func isInPlace() throws(RunError) -> Bool {
    let own = try information()
    var there = stat()
    return lstat(path, &there) == 0 && there.st_dev == own.st_dev && there.st_ino == own.st_ino
  }

  /// Closes the file; network file systems report some failed writes only here.
  package func close() throws(RunError) {
    guard isOpen else { return }
    isOpen = false
    if Foundation.close(descriptor) < 0, errno != EINTR {
      throw .cannotWrite(path: path, reason: .last)
    }
  }
}

// Ends children whose parent is gone: a pipe that closes when the parent dies, however it dies.

import Foundation
import Training

/// A pipe to which nobody writes; only the parent holds its other end.
///
/// The system closes the parent's end when the parent dies, be it by SIGKILL. Children see the end
/// of their standard input then, save, and stop as after Ctrl-C.
final class Lifeline {
  /// What children get as their standard input.
  let readingEnd: Int32
  private let writingEnd: Int32

  /// - Throws: `ChildFailure` where the process may open no more files.
  init() throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw ChildFailure(code: errno) }
    // Closed on exec, so that no child holds the parent's end of its own lifeline.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (readingEnd, writingEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readingEnd)
    close(writingEnd)
  }

  /// Turns the end of the standard input into a request to save and stop.
  static func watch() {
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while true {
        let count = read(STDIN_FILENO, &byte, 1)
        if count > 0 || count < 0 && errno == EINTR { continue }
        break
      }
      // After a first interrupt a second one would end the process before it has saved.
      if !Interrupt.isRequested { kill(getpid(), SIGINT) }
    }
  }
}

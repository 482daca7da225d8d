// Another process of this program: started, told to stop, asked whether it has ended.

import Foundation
import Runs

/// How a child process ended.
enum ChildEnding: Equatable {
  /// It left with an exit code.
  case exited(Int32)
  /// A signal ended it.
  case signal(Int32)
}

/// A child process that could not be started.
struct ChildFailure: Error, CustomStringConvertible {
  let code: Int32

  var description: String {
    "no further process can be started: \(String(cString: strerror(code))). Repeat with a smaller "
      + "--jobs."
  }
}

/// A process of this program that works for this one.
///
/// It is the leader of a process group of its own, so that Ctrl-C on the terminal reaches only its
/// parent, which passes it on once: a second one would end the child without saving.
final class ChildProcess {
  let processID: pid_t

  /// Starts this program.
  ///
  /// - Parameters:
  ///   - log: the file that gets what the child writes to its standard error.
  ///   - lifeline: what keeps the child going; it becomes its standard input.
  init(_ arguments: [String], log: URL, lifeline: Lifeline) throws {
    // The link leads to this very program, even where its file has been replaced meanwhile.
    let program = "/proc/self/exe"
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, lifeline.readingEnd, STDIN_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(
      &actions, STDERR_FILENO, log.path, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK))
    var words = ([CommandLine.arguments.first ?? "mixlab"] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var identifier = pid_t()
    let code = posix_spawn(&identifier, program, &actions, &attributes, &words, environ)
    guard code == 0 else { throw ChildFailure(code: code) }
    processID = identifier
  }

  /// Asks the child to save and stop.
  func interrupt() { kill(processID, SIGINT) }

  /// How the child ended, or nil while it works; to be asked no more once it has told.
  func ending() -> ChildEnding? {
    var status: Int32 = 0
    var result: pid_t
    repeat { result = waitpid(processID, &status, WNOHANG) } while result < 0 && errno == EINTR
    if result == 0 { return nil }
    // A child that somebody else has waited for has ended, no one knows how.
    guard result == processID else { return .exited(1) }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .signal(signal)
  }
}

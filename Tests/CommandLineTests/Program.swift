// Runs the built program as a user would: in a folder, with its output in files.

import Foundation
import TestSupport
import Testing

/// All tests of this room, one at a time, because they kill programs at chosen moments.
@Suite(.serialized, .exclusive) enum CommandLineTests {}

/// How a program ended and what it said.
struct ProgramResult {
  /// The exit code; 128 and the signal's number where a signal ended the program.
  let code: Int32
  let output: String
  let error: String

  /// The lines of the standard output.
  var lines: [Substring] { output.split(separator: "\n") }

  /// The object on the last line of the standard output.
  func object() throws -> [String: Any] {
    let line = try #require(lines.last)
    let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
    return try #require(value as? [String: Any])
  }
}

/// A program that goes on while the test does.
final class RunningProgram {
  let process = Process()
  private let outputs: [URL]

  init(_ executable: URL, _ arguments: [String], in place: Place, _ environment: [String: String])
    throws
  {
    outputs = ["out", "err"].map { place.url.appendingPathComponent(".\($0)-\(UUID().uuidString)") }
    let handles = try outputs.map { url in
      try Data().write(to: url)
      return try FileHandle(forWritingTo: url)
    }
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = place.url
    // No classifier of the machine that runs the tests.
    let cache = ["MIXLAB_CACHE": place.file(".cache").path]
    process.environment = ProcessInfo.processInfo.environment.merging(cache) { $1 }
      .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    try Self.withoutBlockedSignals { try process.run() }
    for handle in handles { try handle.close() }
  }

  /// The threads that run tests block signals, and a program inherits what its parent blocks.
  private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
    var (none, previous) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    try body()
  }

  /// Sends a signal; one that comes too late is no error.
  func send(_ signal: Int32) {
    if process.isRunning { kill(process.processIdentifier, signal) }
  }

  /// Waits for the end.
  func result() throws -> ProgramResult {
    process.waitUntilExit()
    let texts = try outputs.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    for url in outputs { try? FileManager.default.removeItem(at: url) }
    let base: Int32 = process.terminationReason == .uncaughtSignal ? 128 : 0
    return ProgramResult(
      code: base + process.terminationStatus, output: texts[0], error: texts[1])
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }
}

/// An empty folder to run programs in, deleted with the object.
final class Place {
  private let folder: TemporaryFolder
  var url: URL { folder.url }

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The program beside the test's own.
  static let program: URL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("mixlab")

  /// Starts `mixlab`.
  func start(
    _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> RunningProgram {
    try RunningProgram(Place.program, arguments, in: self, environment)
  }

  /// Runs `mixlab` to its end.
  func mixlab(
    _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> ProgramResult {
    try start(arguments, environment).result()
  }

  /// Runs `mixlab` to its end, which must be a good one.
  func succeed(_ arguments: [String]) throws -> ProgramResult {
    let result = try mixlab(arguments)
    #expect(result.code == 0, "\(arguments.joined(separator: " ")): \(result.error)")
    return result
  }

  /// Runs a line of shell in which $MIXLAB is the program.
  func shell(_ line: String, _ environment: [String: String] = [:]) throws -> ProgramResult {
    let variables = environment.merging(["MIXLAB": Place.program.path]) { $1 }
    return try RunningProgram(
      URL(fileURLWithPath: "/bin/bash"), ["-c", line], in: self, variables
    ).result()
  }

  func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  func data(_ name: String) throws -> Data { try Data(contentsOf: file(name)) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name).path) }

  /// All visible names in the folder.
  func names(_ folder: String = ".") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: file(folder).path)
      .filter { !$0.hasPrefix(".") }.sorted()
  }
}

/// The command of a run that takes a fraction of a second.
func smallRun(_ out: String, _ more: String...) -> [String] {
  [
    "gan", "--set", "width=16", "--set", "depth=1", "--set", "samples=100", "--batch", "8",
    "--d-steps", "2", "--steps", "60", "--steps-per-epoch", "10", "--threads", "1", "--seed", "1",
    "--out", out,
  ] + more
}

/// Waits until something is so, for at most a minute.
func waitUntil(_ condition: () throws -> Bool) throws {
  for _ in 0..<60_000 {
    if try condition() { return }
    usleep(1000)
  }
  Issue.record("waited for a minute")
}

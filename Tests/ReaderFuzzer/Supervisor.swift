// Starts the process that reads, watches it, and starts it again behind an input that ended it.

import Foundation

/// The inputs of one reader.
struct Supervisor {
  /// Seconds that one input may take, on a machine that others use, too.
  private static let patience: Duration = .seconds(10)
  /// After so many faults the rest says nothing new.
  private static let mostFaults = 20

  let reader: Reader
  let seed: UInt64
  let count: Int

  /// What the inputs came to.
  struct Outcome {
    var accepted = 0
    var refused = 0
    var faults = 0
    var seconds = 0.0
  }

  /// Has all inputs read.
  func run() throws -> Outcome {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("reader-fuzzer-\(UUID().uuidString)").path
    defer { unlink(path) }
    let progress = try SharedProgress(path)
    let start = ContinuousClock.now
    var next = 0
    var deaths = 0
    while next < count, !progress.isDone, deaths + progress.faults < Self.mostFaults {
      guard let ending = try watch(progress, path, from: next) else { break }
      deaths += 1
      next = progress.index + 1
      say("\(reader.name), input \(progress.index): \(ending)")
      say("  repeat with --reader \(reader.name) --seed \(seed) --only \(progress.index)")
    }
    let time = (ContinuousClock.now - start).components
    return Outcome(
      accepted: progress.accepted, refused: progress.refused, faults: deaths + progress.faults,
      seconds: Double(time.seconds) + Double(time.attoseconds) * 1e-18)
  }

  /// How the process ended, in words; nil where it has read everything.
  private func watch(_ progress: SharedProgress, _ path: String, from first: Int) throws -> String?
  {
    progress.begin(first)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [
      "--reader", reader.name, "--seed", "\(seed)", "--count", "\(count)", "--first", "\(first)",
      "--progress", path,
    ]
    // A backtrace of every crash would take longer than all the rest.
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["SWIFT_BACKTRACE": "enable=no"]
    ) { $1 }
    try process.run()
    var index = -1
    var since = ContinuousClock.now
    var isStuck = false
    while process.isRunning {
      if progress.index != index {
        index = progress.index
        since = .now
      } else if ContinuousClock.now - since > Self.patience, !progress.isDone {
        isStuck = true
        kill(process.processIdentifier, SIGKILL)
      }
      usleep(10_000)
    }
    process.waitUntilExit()
    if progress.isDone { return nil }
    if isStuck { return "takes longer than \(Self.patience)" }
    return process.terminationReason == .uncaughtSignal
      ? "signal \(process.terminationStatus)" : "exit code \(process.terminationStatus)"
  }
}

// Feeds every reader of files with damaged files, and reports what ends, hangs or bloats it.

import ArgumentParser
import Foundation

@main
struct ReaderFuzzer: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Feed the readers of files with damaged files.",
    discussion: """
      The same reader, seed and index always give the same input. Inputs are read in a process of \
      their own, with limits on time and memory. The exit code is 1 where a reader crashed, hung, \
      took too much memory, or threw an error that is not its own.
      """)

  @Option(help: "The reader; all without it.")
  var reader: String?

  @Option(help: "Inputs for each reader.")
  var count = 100_000

  @Option(help: "The seed of all inputs.")
  var seed: UInt64 = 1

  @Option(help: "Read this one input, in this very process.")
  var only: Int?

  @Option(help: ArgumentHelp("With --only: keep the input in a file.", valueName: "file"))
  var write: String?

  @Option(help: .hidden)
  var first = 0

  @Option(help: .hidden)
  var progress: String?

  func validate() throws {
    let names = Reader.all.map(\.name)
    if let reader, !names.contains(reader) {
      throw ValidationError("--reader: \(reader) came. Needed: \(names.joined(separator: ", ")).")
    }
    guard count >= 0, first >= 0, only ?? 0 >= 0 else {
      throw ValidationError("--count, --first and --only cannot be negative.")
    }
    if only != nil || progress != nil, reader == nil {
      throw ValidationError("--only needs --reader.")
    }
  }

  func run() throws {
    let readers = Reader.all.filter { reader == nil || $0.name == reader }
    if let reader = readers.first, let only { return try show(reader, only) }
    if let reader = readers.first, let progress { return try work(reader, progress) }
    var faults = 0
    say("reader       accepted  refused  faults  seconds")
    for reader in readers {
      let outcome = try Supervisor(reader: reader, seed: seed, count: count).run()
      let name = reader.name.padding(toLength: 11, withPad: " ", startingAt: 0)
      say(
        name
          + String(
            format: "%10d %8d %7d %8.1f", outcome.accepted, outcome.refused, outcome.faults,
            outcome.seconds))
      faults += outcome.faults
    }
    if faults > 0 { throw ExitCode(1) }
  }

  private func work(_ reader: Reader, _ path: String) throws {
    let worker = Worker(
      reader: reader, mutator: try Mutator(reader, seed: seed), progress: try SharedProgress(path))
    worker.run(first..<max(first, count))
  }

  private func show(_ reader: Reader, _ index: Int) throws {
    let input = try Mutator(reader, seed: seed).input(index)
    if let write { try Data(input).write(to: URL(fileURLWithPath: write)) }
    say("\(reader.name), input \(index): \(input.count) bytes")
    do {
      try reader.read(input)
      say("accepted")
    } catch {
      say("\(type(of: error)): \(error)")
    }
  }
}

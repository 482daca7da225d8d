// mixlab worker: one run of a comparison, made for a parent process; not for users.

import ArgumentParser
import Comparisons
import Foundation
import Training

struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Make one run of a comparison, as long as standard input stays open.",
    shouldDisplay: false)

  @Argument(help: ArgumentHelp("The comparison's folder.", valueName: "folder"))
  var folder: String

  @Option(help: ArgumentHelp("The recipe's name in the plan.", valueName: "name"))
  var recipe: String

  @Option(help: ArgumentHelp("The run's seed.", valueName: "number"))
  var seed: Int

  func run() throws {
    try perform {
      Interrupt.catchSignals()
      Lifeline.watch()
      let place = URL(fileURLWithPath: folder)
      let planned = try Comparison(readingFrom: place, kinds: RunKinds.all)
        .run(recipe, seed: seed)
      // The parent reads these lines from the log.
      guard let run = try planned.open(in: place, tell: Terminal.remark) else { return }
      let outcome = try run.train()
      for note in run.notes { Terminal.remark("\(planned.folderName): \(note)") }
      switch outcome {
      case .done: return
      case .interrupted: throw ExitCode.interrupted
      case .diverged: throw ExitCode.diverged
      }
    }
  }

  /// The command line that makes a run.
  static func arguments(_ run: PlannedRun, in folder: URL) -> [String] {
    ["worker", "--recipe=\(run.name)", "--seed=\(run.seed)", "--", folder.path]
  }
}

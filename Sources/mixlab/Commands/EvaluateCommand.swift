// mixlab evaluate: measure the newest checkpoint of a run.

import ArgumentParser
import Foundation
import GANLab
import Runs

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure the newest checkpoint of a run.",
    discussion: """
      Examples:
        mixlab evaluate runs/0001-gan-ring-paper-0.2
        mixlab evaluate runs/0001-gan-ring-paper-0.2 --samples 100000 --json
      """)

  @Argument(help: ArgumentHelp("The run's folder, or its number below runs/.", valueName: "run"))
  var folder: String

  @Option(
    help: ArgumentHelp("Points to draw; the recipe's number by default.", valueName: "number"))
  var samples: Int?

  @Flag(help: "One JSON object: run, outcome, metrics.")
  var json = false

  func validate() throws {
    if let samples, !(10...1_000_000).contains(samples) {
      throw ValidationError("--samples: \(samples) came. Needed: 10 to 1000000.")
    }
  }

  func run() throws {
    try perform {
      let trained = try TrainedGAN(try RunReference.resolve(folder))
      let record = try trained.evaluate(count: samples ?? trained.settings.samples)
      if json {
        Terminal.output(jsonSummary(run: folder, outcome: "done", metrics: record))
        return
      }
      let rows = record.fields.map { [$0.name, $0.value.readableText] }
      Terminal.output(TextTable(["metric", "value"], rows, leadingColumns: 2).text)
    }
  }
}

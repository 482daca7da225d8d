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
    help: ArgumentHelp(
      "Points to draw, of a run on points; the recipe's number by default.", valueName: "number"))
  var samples: Int?

  @Flag(help: "One JSON object: run, outcome, metrics, perfect.")
  var json = false

  func validate() throws {
    if let samples, !(10...1_000_000).contains(samples) {
      throw ValidationError("--samples: \(samples) came. Needed: 10 to 1000000.")
    }
  }

  func run() throws {
    try perform {
      let trained = try TrainedGAN(try RunKinds.gan(folder))
      trained.notes.forEach(Terminal.remark)
      guard samples == nil || trained.settings.kind == .points else {
        throw UsageError(
          description: "--samples: \(folder) makes images, of which as many are measured as the "
            + "setting feature-samples of its recipe says. Needed: no --samples; for another "
            + "number, train with --set feature-samples=NUMBER.")
      }
      let (record, perfect) = try trained.measure(
        count: samples ?? trained.settings.samples, tell: Terminal.remark)
      if json {
        var scores = MetricsRecord()
        for (name, value) in perfect.sorted(by: { $0.key < $1.key }) { scores[name] = .real(value) }
        let summary = jsonSummary(run: folder, outcome: "done", metrics: record)
        Terminal.output("\(summary.dropLast()),\"perfect\":\(scores.json)}")
        return
      }
      let rows = record.fields.map { field in
        let ideal = perfect[field.name].map { MetricValue.real($0).readableText } ?? ""
        return [field.name, field.value.readableText, ideal]
      }
      Terminal.output(
        TextTable(["metric", "value", "perfect sampler"], rows, leadingColumns: 1).text)
    }
  }
}

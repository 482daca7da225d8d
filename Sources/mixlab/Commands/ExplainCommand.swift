// mixlab explain: what a metric or log column means.

import ArgumentParser
import ClassifierLab
import GANLab
import Runs

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what a metric or a column of the log means, and what to expect of it.",
    discussion: """
      Examples:
        mixlab explain
        mixlab explain reverse_kl_hq
        mixlab explain test_ece_scaled
        mixlab explain ema_modes --json
      """)

  @Argument(help: ArgumentHelp("The metric; all are listed without one.", valueName: "name"))
  var name: String?

  @Flag(help: "One JSON object for each metric, on a line of its own.")
  var json = false

  func run() throws {
    try perform {
      guard let name else {
        let parts =
          json
          ? [MetricsCatalog.json, ClassifierMetrics.entries.map(\.json).joined(separator: "\n")]
          : [MetricsCatalog.text, "\nOf classifiers:\n", ClassifierMetrics.entries.listing]
        Terminal.output(parts.joined(separator: "\n"))
        return
      }
      let entries = MetricsCatalog.entries + MetricsCatalog.averagedEntries
      guard let entry = (entries + ClassifierMetrics.entries).first(where: { $0.name == name })
      else {
        let names = MetricsCatalog.names + ClassifierMetrics.entries.map(\.name)
        throw UsageError(description: UnknownMetricError(name, among: names).description)
      }
      Terminal.output(json ? entry.json : entry.text)
    }
  }
}

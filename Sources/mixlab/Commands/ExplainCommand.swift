// mixlab explain: what a metric or log column means.

import ArgumentParser
import GANLab

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say what a metric or a column of the log means, and what to expect of it.",
    discussion: """
      Examples:
        mixlab explain
        mixlab explain reverse_kl_hq
        mixlab explain ema_modes --json
      """)

  @Argument(help: ArgumentHelp("The metric; all are listed without one.", valueName: "name"))
  var name: String?

  @Flag(help: "One JSON object for each metric, on a line of its own.")
  var json = false

  func run() throws {
    try perform {
      guard let name else {
        Terminal.output(json ? MetricsCatalog.json : MetricsCatalog.text)
        return
      }
      do throws(UnknownMetricError) {
        let entry = try MetricsCatalog.entry(named: name)
        Terminal.output(json ? entry.json : entry.text)
      } catch {
        throw UsageError(description: error.description)
      }
    }
  }
}

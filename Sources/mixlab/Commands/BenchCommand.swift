// mixlab bench: time this machine on work of a fixed size.

import ArgumentParser
import Benchmarks
import Runs

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time training steps of fixed sizes, and how near they come to the machine's peak.",
    discussion: """
      Three steps to warm up, then five blocks of steps; the time of a step is the median block's. \
      The peak is the best rate of single matrix products with the same kernels. Ctrl-C just ends.

      Workloads: toy-gan (the paper's 2D GAN with mixup), toy-gan-erm (without), wgan-gp (with \
      second derivatives), dcgan28 and dcgan32 (image GANs with mixup), preact18, wrn-28-10 and \
      lenet (image classifiers with mixup), tabular (a small classifier of rows with mixup).

      Examples:
        mixlab bench toy-gan
        mixlab bench --all --threads 1
        mixlab bench tabular wgan-gp --steps 50 --json
        mixlab bench preact18 --profile
      """)

  @Argument(help: ArgumentHelp(help("workload"), valueName: "workload"))
  var workloads: [String] = []

  @Flag(help: "Time all workloads.")
  var all = false

  @Flag(help: "One JSON object for each workload, on a line of its own.")
  var json = false

  @Flag(help: "Time single kernels, too, and list them.")
  var profile = false

  @Option(parsing: .unconditional, help: ArgumentHelp(help("steps"), valueName: "number"))
  var steps: String?

  @Option(parsing: .unconditional, help: ArgumentHelp(help("threads"), valueName: "number"))
  var threads: String?

  @Option(parsing: .unconditional, help: ArgumentHelp(help("precision"), valueName: "name"))
  var precision: String?

  @Option(parsing: .unconditional, help: ArgumentHelp(help("winograd"), valueName: "on|off"))
  var winograd: String?

  func validate() throws {
    guard all == workloads.isEmpty else {
      let names = Workload.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("Name workloads (\(names)), or give --all, and not both.")
    }
    guard !(json && profile) else {
      throw ValidationError("--profile is a table for readers; leave out --json or --profile.")
    }
  }

  func run() throws {
    try perform {
      let settings = try BenchmarkSettings(
        workloads: workloads,
        [("steps", steps), ("threads", threads), ("precision", precision), ("winograd", winograd)],
        profiles: profile)
      if let text = settings.precisionNote { Terminal.remark(text) }
      let report = try Benchmark(settings).run { workload in
        if !json { Terminal.note("timing \(workload.rawValue)") }
      }
      Terminal.output(json ? report.json : report.text)
    }
  }

  private static func help(_ key: String) -> String {
    guard let setting = BenchmarkSettings.table.setting(key) else { return "" }
    return "\(setting.help) (\(setting.needed))."
  }
}

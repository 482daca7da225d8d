// mixlab runs: list, show, compare and delete the runs that are there.

import ArgumentParser
import Foundation
import Runs

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List, show, compare and delete runs.",
    discussion: """
      A run is named by its folder or by its number below runs/.

      Examples:
        mixlab runs list
        mixlab runs show 7
        mixlab runs diff 7 8
        mixlab runs rm 7 runs/0008-gan-ring-plain --yes
      """,
    subcommands: [ListRuns.self, ShowRun.self, DiffRuns.self, RemoveRuns.self])

  /// The kinds of runs that this program knows.
  static let tables = RunKinds.all.map(\.table)
}

private struct ListRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the runs and comparisons below a folder, broken ones included.",
    discussion: """
      An outcome of "stopped" means that the run's process was killed; mixlab resume goes on with \
      it. The steps and the result are those of the last measurement.
      """)

  @Argument(help: ArgumentHelp("The folder that holds the runs.", valueName: "root"))
  var root = "runs"

  @Flag(help: "One JSON object: runs.")
  var json = false

  func run() throws {
    try perform {
      let list = try RunList(URL(fileURLWithPath: root), tables: RunsCommand.tables)
      if json {
        Terminal.output(list.json)
      } else if list.entries.isEmpty {
        Terminal.note("No runs below \(root). Make one with: mixlab gan")
      } else {
        Terminal.output(list.text)
      }
    }
  }
}

private struct ShowRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Say how a run was made, how it ended, and what to open.")

  @Argument(help: ArgumentHelp("The run's folder or number.", valueName: "run"))
  var reference: String

  @Flag(help: "One JSON object: facts, settings, metrics, files.")
  var json = false

  func run() throws {
    try perform {
      let url = try RunReference.resolve(reference)
      let description = try RunDescription(url, tables: RunsCommand.tables)
      Terminal.output(json ? description.json : description.text)
    }
  }
}

private struct DiffRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say in what two runs differ: settings, environment, measurements.")

  @Argument(help: ArgumentHelp("A run's folder or number.", valueName: "run"))
  var first: String

  @Argument(help: ArgumentHelp("Another run's folder or number.", valueName: "other"))
  var second: String

  @Flag(help: "One JSON object: settings, environment, protocols, metrics.")
  var json = false

  func run() throws {
    try perform {
      let difference = try RunDifference(
        try RunReference.resolve(first), try RunReference.resolve(second),
        tables: RunsCommand.tables)
      Terminal.output(json ? difference.json : difference.text)
    }
  }
}

private struct RemoveRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm",
    abstract: "Delete runs or comparisons for good.",
    discussion: """
      Asks first on a terminal; elsewhere --yes is needed. Runs at work, links, and folders that \
      are neither run nor comparison are refused, and then nothing is deleted.
      """)

  @Argument(help: ArgumentHelp("The runs' folders or numbers.", valueName: "run"))
  var references: [String]

  @Flag(name: .shortAndLong, help: "Delete without asking.")
  var yes = false

  func run() throws {
    try perform {
      // All are checked before the first is deleted.
      var removals: [RunRemoval] = []
      for reference in references {
        let url = try RunReference.resolve(reference).standardizedFileURL
        guard !removals.contains(where: { $0.url.path == url.path }) else { continue }
        removals.append(try RunRemoval(url))
      }
      guard yes || isatty(STDIN_FILENO) == 1 else {
        throw UsageError(description: "nothing was deleted: there is no terminal to ask; add --yes")
      }
      for removal in removals {
        let path = Terminal.path(removal.url)
        let size = Files.sizeText(removal.bytes)
        guard yes || Self.confirm("Delete the \(removal.description) \(path), \(size)? [y/N] ")
        else {
          Terminal.note("kept \(path)")
          continue
        }
        try removal.remove()
        Terminal.note("deleted \(path), \(size)")
      }
    }
  }

  private static func confirm(_ question: String) -> Bool {
    Terminal.ask(question)
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }
}

extension Terminal {
  /// A question on the line that the answer is typed on.
  fileprivate static func ask(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}

// mixlab resume: go on with a run from its newest checkpoint.

import ArgumentParser
import Foundation
import Runs

struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Go on with a run from its newest checkpoint.",
    discussion: """
      The end is the same, to the byte, as that of a run that was never stopped. Settings or a \
      machine that differ are listed and refused unless --allow-changes is given.

      Examples:
        mixlab resume runs/0003-gan-ring-paper-0.2
        mixlab resume runs/0003-gan-ring-paper-0.2 --set steps=40000 --allow-changes
      """)

  @Argument(help: ArgumentHelp("The run's folder, or its number below runs/.", valueName: "run"))
  var folder: String

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A setting to change.", valueName: "key=value"))
  var assignments: [String] = []

  @Flag(help: "Go on although settings or the machine differ.")
  var allowChanges = false

  @OptionGroup(title: "Report") var report: ReportOptions

  func run() throws {
    try perform {
      let (url, kind) = try RunKinds.run(folder)
      try kind.checkUse(ofChanges: assignments, at: url)
      let resumed = try kind.resume(
        url, changes: assignments, allowingDifferences: allowChanges, tell: report.remark)
      try Terminal.notePrecision(of: [resumed.recipe], kind)
      for note in resumed.notes { Terminal.remark(note) }
      try runToEnd(resumed, report)
    }
  }
}

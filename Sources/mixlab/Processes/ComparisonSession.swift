// Carries a comparison to its end and tells the results: in this process or in several.

import ArgumentParser
import Comparisons
import Foundation
import Runs
import Training

/// One go at a comparison.
struct ComparisonSession {
  let comparison: Comparison
  let jobs: Int
  let report: ReportOptions
  let remarks: Remarks
  /// Whether only the table of runs is shown, as for two runs of one seed.
  var isBrief = false

  /// Makes what is missing, writes the results, prints them, and leaves with the code that says
  /// how it went.
  func run() throws {
    let lock = try ComparisonPlan.lock(comparison.folder)
    defer { withExtendedLifetime(lock) {} }
    try comparison.writePlan()
    Interrupt.catchSignals()
    let results = comparison.report(wasInterrupted: try makeRuns())
    try ComparisonFolder(comparison.folder).write(results)
    show(results)
    if results.wasInterrupted { throw ExitCode.interrupted }
    if !results.isComplete { throw ExitCode.failure }
  }

  private func makeRuns() throws -> Bool {
    if jobs > 1 {
      let progress = ParallelProgress(comparison.folder, isQuiet: report.isSilent)
      return try ParallelRuns(
        comparison: comparison, jobs: jobs, progress: progress, remarks: remarks
      ).make()
    }
    return comparison.run(ProgressReporter(isQuiet: report.isSilent), tell: remarks.tell) {
      run, error in
      Terminal.error("\(run.folderName) failed: \(error)")
    }
  }

  private func show(_ results: ComparisonReport) {
    let place = Terminal.path(comparison.folder)
    ComparisonSession.showTables(results, place: place, json: report.json, isBrief: isBrief)
    if !results.isComplete, !report.isSilent {
      if !results.wasInterrupted {
        for run in results.unfinished {
          Terminal.note("\(run.url.lastPathComponent): \(run.outcome.name)")
        }
      }
      let word = results.wasInterrupted ? "Stopped." : "Not all runs were made."
      Terminal.note("\(word) Go on with: mixlab compare --resume \(place)")
    }
    guard results.isComplete, !report.json else { return }
    Terminal.output("\n" + results.verdict)
    if !report.isSilent {
      Terminal.output("Worth opening:")
      Terminal.output("  \(place)/panel.png")
      if !isBrief { Terminal.output("  \(place)/table.md") }
      for result in results.results.prefix(comparison.recipeNames.count) {
        if let picture = result.lastPicture { Terminal.output("  \(Terminal.path(picture))") }
      }
    }
  }

  /// Prints the tables, or the object for machines.
  static func showTables(
    _ results: ComparisonReport, place: String, json: Bool, isBrief: Bool = false
  ) {
    if json {
      Terminal.output(isBrief ? results.runsJSON(folder: place) : results.json(folder: place))
      return
    }
    let table = ComparisonTable(results)
    if !isBrief { Terminal.output(table.summary + "\n") }
    Terminal.output(table.runs)
  }
}

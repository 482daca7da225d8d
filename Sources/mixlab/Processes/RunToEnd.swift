// One run of the user's, trained in this process: its progress, its results, its exit code.

import ArgumentParser
import Foundation
import Runs
import Training

/// Trains a run, prints how it ended, and leaves with the code that says so.
func runToEnd(_ run: any TrainingRun, _ report: ReportOptions) throws {
  Interrupt.catchSignals()
  let noteCount = run.notes.count
  let outcome = try run.train(ProgressReporter(isQuiet: report.isSilent))
  for note in run.notes.dropFirst(noteCount) { Terminal.remark(note) }
  let place = Terminal.path(run.folder.url)
  if report.json {
    let record = try run.folder.metrics.records().last ?? MetricsRecord()
    Terminal.output(jsonSummary(run: place, outcome: outcome.name, metrics: record))
  }
  switch outcome {
  case .done:
    if !report.isSilent {
      if !run.summary.isEmpty { Terminal.output(run.summary) }
      Terminal.output("Worth opening:")
      for name in run.worthOpening {
        let isThere = FileManager.default.fileExists(atPath: run.folder.file(name).path)
        if isThere { Terminal.output("  \(place)/\(name)") }
      }
    }
  case .interrupted(let step):
    if !report.isSilent {
      Terminal.note("Saved after step \(step). Go on with: mixlab resume \(place)")
    }
    throw ExitCode.interrupted
  case .diverged(let step, let description):
    Terminal.error("\(place) diverged at step \(step): \(description)")
    throw ExitCode.diverged
  }
}

/// One object for machines.
func jsonSummary(run: String, outcome: String, metrics: MetricsRecord) -> String {
  let head: MetricsRecord = ["run": .text(run), "outcome": .text(outcome)]
  return "\(head.json.dropLast()),\"metrics\":\(metrics.json)}"
}

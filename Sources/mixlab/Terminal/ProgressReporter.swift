// Shows a run's progress: one line drawn again on a terminal, one line an epoch elsewhere.

import Foundation
import Runs
import Training

final class ProgressReporter: RunObserver {
  private let isQuiet: Bool
  private let isInteractive = Terminal.isInteractive
  private var line = ProgressLine("", total: 0)
  private var note = ""
  private var lastDrawn = ContinuousClock.now
  /// The identifiers of the findings that have been told of.
  private var told: Set<String> = []

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
  }

  func began(_ run: any TrainingRun) {
    guard !isQuiet else { return }
    Terminal.note("\(run.title) -> \(Terminal.path(run.folder.url))")
    for finding in run.findings { Terminal.note(finding.line) }
    told = Set(run.findings.map(\.identifier))
    line = ProgressLine(run.folder.name, total: run.steps, first: run.stepsDone)
  }

  func stepped(_ run: any TrainingRun) {
    guard !isQuiet, isInteractive else { return }
    let now = ContinuousClock.now
    let isLast = run.stepsDone == run.steps
    guard isLast || now - lastDrawn > .milliseconds(100) else { return }
    lastDrawn = now
    Terminal.redraw(line.text(run.stepsDone, note: note, width: Terminal.width))
    if isLast { Terminal.redraw("") }
  }

  func measured(_ run: any TrainingRun, _ record: MetricsRecord) {
    guard !isQuiet, let step = record.step else { return }
    note = [record.result, run.state].filter { !$0.isEmpty }.joined(separator: ", ")
    if !isInteractive { Terminal.note(line.text(step, note: note, width: 200)) }
    for finding in run.findings where told.insert(finding.identifier).inserted {
      if isInteractive { Terminal.redraw("") }
      Terminal.note(finding.line)
      if let advice = finding.advice { Terminal.note("  \(advice)") }
    }
  }
}

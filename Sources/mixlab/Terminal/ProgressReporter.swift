// Shows a run's progress: one line drawn again on a terminal, one line an epoch elsewhere.

import Foundation
import GANLab
import Runs
import Training

final class ProgressReporter: GANRunObserver {
  private let isQuiet: Bool
  private let isInteractive = Terminal.isInteractive
  private var line = ProgressLine("", total: 0)
  private var note = ""
  private var lastDrawn = ContinuousClock.now
  /// The troubles that have been told of.
  private var told: [Told] = []

  private struct Told: Equatable {
    let trouble: Trouble
    let began: Int

    init(_ diagnosis: Diagnosis) {
      trouble = diagnosis.trouble
      began = diagnosis.began
    }
  }

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
  }

  func began(_ run: GANRun) {
    guard !isQuiet else { return }
    let seed = run.settings.configuration.seed
    let title = "\(run.settings.method), seed \(seed)"
    Terminal.note(
      "\(title), \(run.settings.steps) steps on \(run.settings.dataName) -> "
        + Terminal.path(run.folder.url))
    for diagnosis in run.diagnosis.diagnoses { Terminal.note(diagnosis.line) }
    told = run.diagnosis.diagnoses.map(Told.init)
    line = ProgressLine(
      run.folder.name, total: run.settings.steps, first: run.trainer.stepsDone)
  }

  func stepped(_ run: GANRun) {
    guard !isQuiet, isInteractive else { return }
    let now = ContinuousClock.now
    let isLast = run.trainer.stepsDone == run.settings.steps
    guard isLast || now - lastDrawn > .milliseconds(100) else { return }
    lastDrawn = now
    Terminal.redraw(line.text(run.trainer.stepsDone, note: note, width: Terminal.width))
    if isLast { Terminal.redraw("") }
  }

  func measured(_ run: GANRun, _ record: MetricsRecord) {
    guard !isQuiet, let step = record.step else { return }
    note = [record.result, run.diagnosis.state].filter { !$0.isEmpty }.joined(separator: ", ")
    if !isInteractive { Terminal.note(line.text(step, note: note, width: 200)) }
    for diagnosis in run.diagnosis.diagnoses where !told.contains(Told(diagnosis)) {
      told.append(Told(diagnosis))
      if isInteractive { Terminal.redraw("") }
      Terminal.note(diagnosis.line)
      if let remedy = diagnosis.remedies.first {
        Terminal.note("  try \(remedy.flag): \(remedy.reason)")
      }
    }
  }
}

// Shows how far several runs at once are: one line drawn again on a terminal; elsewhere a line for
// each run that ends, and one every few minutes.

import Comparisons
import Foundation
import Runs

/// The progress of child processes.
final class ParallelProgress {
  private let folder: URL
  private let isQuiet: Bool
  private let isInteractive = Terminal.isInteractive
  private var endedCount = 0
  private var total = 0
  private var lastDrawn: ContinuousClock.Instant?

  init(_ folder: URL, isQuiet: Bool) {
    self.folder = folder
    self.isQuiet = isQuiet
  }

  func begin(done: Int, of total: Int) {
    (endedCount, self.total) = (done, total)
    if !isInteractive { lastDrawn = .now }
  }

  /// A run came to its end, or was saved.
  func ended(_ run: PlannedRun) {
    endedCount += 1
    guard !isQuiet else { return }
    let result = run.result(in: folder)
    let ending = "[\(endedCount)/\(total)] \(run.folderName): \(result.outcome.name)"
    note([ending, result.last.result].filter { !$0.isEmpty }.joined(separator: ", "))
  }

  /// A run failed; this is told even where all else is quiet.
  func failed(_ run: PlannedRun, _ reason: String) {
    endedCount += 1
    clear()
    Terminal.error("\(run.folderName) failed: \(reason)")
  }

  /// The user interrupted while so many runs went on.
  func stopping(_ count: Int) {
    if !isQuiet, count > 0 { note("Stopping: \(count) run\(count == 1 ? "" : "s") being saved.") }
  }

  /// Draws the line anew, at most twice a second: the shares come from files.
  func update(_ running: [PlannedRun]) {
    guard !isQuiet, !running.isEmpty else { return }
    let now = ContinuousClock.now
    let pause: Duration = isInteractive ? .milliseconds(500) : .seconds(300)
    if let lastDrawn, now - lastDrawn < pause { return }
    lastDrawn = now
    let shares = running.map { "\($0.folderName) \(Int(min(1, $0.share(in: folder)) * 100)) %" }
    let text = "[\(endedCount)/\(total)] " + shares.joined(separator: ", ")
    if isInteractive {
      Terminal.redraw(String(text.prefix(max(1, Terminal.width - 1))))
    } else {
      Terminal.note(text)
    }
  }

  func end() { clear() }

  /// Takes the line away, so that others can be printed.
  func clear() {
    if isInteractive, lastDrawn != nil { Terminal.redraw("") }
  }

  private func note(_ text: String) {
    clear()
    Terminal.note(text)
  }
}

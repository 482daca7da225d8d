// Copies of a run's folder at chosen moments, each as a kill would leave it.

import Foundation
import Runs
import Testing
import Training

/// Copies the folder of a run while it goes on: what a kill at that moment would leave.
package final class FolderCopier: RunObserver {
  private let target: URL
  private let steps: Set<Int>
  package private(set) var copies: [URL] = []

  package init(into target: URL, atSteps steps: Set<Int>) {
    self.target = target
    self.steps = steps
  }

  package func began(_ run: any TrainingRun) {
    copy(run, "begin")
  }

  package func stepped(_ run: any TrainingRun) {
    if steps.contains(run.stepsDone) { copy(run, "step-\(run.stepsDone)") }
  }

  /// Pictures and metrics are written, the checkpoint is not.
  package func measured(_ run: any TrainingRun, _ record: MetricsRecord) {
    copy(run, "measured-\(run.stepsDone)")
  }

  private func copy(_ run: any TrainingRun, _ name: String) {
    let url = target.appendingPathComponent(name)
    do {
      try FileManager.default.copyItem(at: run.folder.url, to: url)
      copies.append(url)
    } catch {
      Issue.record(error)
    }
  }
}

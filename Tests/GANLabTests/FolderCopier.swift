// Copies of a run's folder at chosen moments, each as a kill would leave it.

import Foundation
import GANLab
import Runs
import Testing

/// Copies the folder of a run while it goes on: what a kill at that moment would leave.
final class FolderCopier: GANRunObserver {
  private let target: URL
  private let steps: Set<Int>
  private(set) var copies: [URL] = []

  init(into target: URL, atSteps steps: Set<Int>) {
    self.target = target
    self.steps = steps
  }

  func began(_ run: GANRun) {
    copy(run, "begin")
  }

  func stepped(_ run: GANRun) {
    if steps.contains(run.trainer.stepsDone) { copy(run, "step-\(run.trainer.stepsDone)") }
  }

  /// Pictures and metrics are written, the checkpoint is not.
  func measured(_ run: GANRun, _ record: MetricsRecord) {
    copy(run, "measured-\(run.trainer.stepsDone)")
  }

  private func copy(_ run: GANRun, _ name: String) {
    let url = target.appendingPathComponent(name)
    do {
      try FileManager.default.copyItem(at: run.folder.url, to: url)
      copies.append(url)
    } catch {
      Issue.record(error)
    }
  }
}

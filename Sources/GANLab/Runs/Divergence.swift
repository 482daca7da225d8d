// A run that ended because a number was no longer finite, and the search for the culprit.

import Runs
import Training

/// Which tensor stopped being finite, when, and where to go back to.
public struct Divergence: Sendable {
  /// The step that made the value.
  public let step: Int
  /// The value, where a replay of the step found it.
  public let value: NonFiniteValue?
  /// The step of the newest checkpoint from before.
  public let checkpoint: Int?

  package init(step: Int, value: NonFiniteValue?, checkpoint: Int?) {
    self.step = step
    self.value = value
    self.checkpoint = checkpoint
  }

  /// What was found, and what can be gone back to.
  var finding: String {
    let what =
      value.map { "\($0) is the first value that is not finite" }
      ?? "a loss or gradient is not finite, and where that began was not found"
    return what + "; "
      + (checkpoint.map { "the checkpoint of step \($0) is good" } ?? "no checkpoint is good")
  }

  /// How the run ended, with what to try.
  var outcome: RunOutcome {
    .diverged(step: step, description: "\(finding); try a smaller lr-d or lr-g")
  }
}

extension GANRun {
  /// Goes back to the newest checkpoint, repeats the steps since, and looks into the bad one.
  ///
  /// Who interrupts does without the culprit.
  func findDivergence(at step: Int) throws -> Divergence {
    guard let found = try checkpoints.newest(), found.step < step else {
      return Divergence(step: step, value: nil, checkpoint: nil)
    }
    _ = try trainer.restore(found.content, meanNames: GANRun.meanNames)
    while trainer.stepsDone < step - 1, !Interrupt.isRequested { _ = try trainer.step() }
    let value = Interrupt.isRequested ? nil : try trainer.firstNonFiniteValue()
    return Divergence(step: step, value: value, checkpoint: found.step)
  }
}

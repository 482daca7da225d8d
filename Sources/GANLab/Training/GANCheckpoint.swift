// Saves a trainer's variables to a checkpoint and restores them.

import Foundation
import Runs
import Tensors
import Training

/// What a checkpoint holds beside the variables.
package struct CheckpointState {
  package var step: Int
  package var epoch: Int
  package var means: RunningMeans

  package init(step: Int, epoch: Int, means: RunningMeans) {
    self.step = step
    self.epoch = epoch
    self.means = means
  }
}

extension GANTrainer {
  /// The variables and the state between two steps.
  package func checkpoint(_ state: CheckpointState, recipeHash: String) throws -> SafetensorsFile {
    try SafetensorsFile(
      tensors: variables.stored,
      metadata: [
        "format": "mixlab gan 1", "recipe": recipeHash, "step": String(state.step),
        "epoch": String(state.epoch), "seed": String(configuration.seed),
        "epoch_means": state.means.text,
      ])
  }

  /// Restores what `checkpoint` saved.
  /// - Throws: `CheckpointMismatch` or `SafetensorsError` that names the first tensor which does
  ///   not fit; nothing is changed then.
  package func restore(_ file: SafetensorsFile, meanNames: [String]) throws -> CheckpointState {
    guard file.metadata["format"] == "mixlab gan 1" else {
      throw CheckpointMismatch(
        description: "\(file.source) is not a checkpoint of a GAN: its metadata say "
          + "format \(file.metadata["format"] ?? "(absent)"), needed is \"mixlab gan 1\"; "
          + "choose a checkpoint that mixlab gan wrote")
    }
    guard let step = file.metadata["step"].flatMap({ Int($0) }), step >= 0,
      let epoch = file.metadata["epoch"].flatMap({ Int($0) }), epoch >= 0,
      let text = file.metadata["epoch_means"], let means = RunningMeans(meanNames, text: text)
    else {
      throw CheckpointMismatch(
        description: "\(file.source) does not say its step, epoch and epoch means; "
          + "choose another checkpoint of the run")
    }
    try variables.restore(from: file)
    stepsDone = step
    return CheckpointState(step: step, epoch: epoch, means: means)
  }
}

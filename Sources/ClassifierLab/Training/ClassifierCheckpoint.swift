// Saves a trainer's variables to a checkpoint and restores them.

import Foundation
import NeuralNetworks
import Runs
import Tensors
import Training

/// What a checkpoint holds beside the variables.
struct ClassifierState {
  var step: Int
  var epoch: Int
  var means: RunningMeans
}

/// What checkpoints of classifiers say of themselves.
enum ClassifierCheckpoint {
  static let format = "mixlab classifier 1"
  /// What names of the numbers that samples were scaled by begin with.
  static let inputPrefix = "input."

  /// - Throws: `CheckpointMismatch` for a file that is no checkpoint of a classifier.
  static func check(_ file: SafetensorsFile) throws {
    guard file.metadata["format"] == format else {
      throw CheckpointMismatch(
        description: "\(file.source) is not a checkpoint of a classifier: its metadata say format "
          + "\(file.metadata["format"] ?? "(absent)"), needed is \"\(format)\"; choose a checkpoint "
          + "that mixlab classify wrote")
    }
  }
}

extension ClassifierTrainer {
  /// The variables, what samples are scaled by, and the state between two steps.
  func checkpoint(_ state: ClassifierState, recipeHash: String) throws -> SafetensorsFile {
    let scaling = data.scaling.map { [("mean", $0.means), ("deviation", $0.deviations)] } ?? []
    let numbers =
      scaling + [
        ("factor", data.normalization.factors), ("addend", data.normalization.addends),
      ]
    return try SafetensorsFile(
      tensors: variables.stored
        + numbers.filter { !$0.1.isEmpty }.map { name, values in
          StoredTensor(
            name: ClassifierCheckpoint.inputPrefix + name, shape: [values.count], values: values)
        },
      metadata: [
        "format": ClassifierCheckpoint.format, "recipe": recipeHash, "step": String(state.step),
        "epoch": String(state.epoch), "seed": String(settings.seed),
        "epoch_means": state.means.text,
      ])
  }

  /// Restores what `checkpoint` saved.
  /// - Throws: `CheckpointMismatch` or `SafetensorsError` that names the first tensor which does not
  ///   fit; nothing is changed then.
  func restore(_ file: SafetensorsFile, meanNames: [String]) throws -> ClassifierState {
    try ClassifierCheckpoint.check(file)
    guard let step = file.metadata["step"].flatMap({ Int($0) }), step >= 0,
      let epoch = file.metadata["epoch"].flatMap({ Int($0) }), epoch >= 0,
      let text = file.metadata["epoch_means"], let means = RunningMeans(meanNames, text: text)
    else {
      throw CheckpointMismatch(
        description: "\(file.source) does not say its step, epoch and epoch means; choose another "
          + "checkpoint of the run")
    }
    try variables.restore(from: file)
    stepsDone = step
    return ClassifierState(step: step, epoch: epoch, means: means)
  }
}

// The samples of one step, kept for panels that compare runs.

import Foundation
import Runs
import Training

/// Generated points or images at one step of a run.
struct Snapshot {
  let step: Int
  /// `[count, 2]`, or `[count, channels, height, width]`.
  let shape: [Int]
  let generated: [Float]

  static func name(step: Int) -> String {
    let digits = String(step)
    let padding = String(repeating: "0", count: max(0, 8 - digits.count))
    return "figures/snapshot-\(padding)\(digits).safetensors"
  }

  /// Writes samples into the run's folder.
  static func save(_ tensor: StoredTensor, step: Int, in run: RunFolder) throws {
    let file = try SafetensorsFile(tensors: [tensor], metadata: ["step": String(step)])
    try run.write(file.data, to: name(step: step))
  }

  /// Reads the samples of the last step that a run kept some of.
  static func newest(in run: RunFolder) throws -> Snapshot? {
    let recipe = try run.recipe(GANRecipe.table)
    let settings = try GANSettings(recipe)
    let schedule = EpochSchedule(steps: settings.steps, stepsPerEpoch: settings.stepsPerEpoch)
    for step in schedule.snapshotSteps.reversed() {
      if let found = try load(step: step, from: run) { return found }
    }
    return nil
  }

  /// Reads the samples of a step, or nil where the run has no such snapshot.
  static func load(step: Int, from run: RunFolder) throws -> Snapshot? {
    let url = run.file(name(step: step))
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let file = try SafetensorsFile(contentsOf: url, requiresChecksum: true)
    guard let tensor = file["generated"], let values = tensor.floats else { return nil }
    return Snapshot(step: step, shape: tensor.shape, generated: values)
  }
}

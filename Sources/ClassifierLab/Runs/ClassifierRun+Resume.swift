// Takes up a run where its newest checkpoint left it.

import Foundation
import GraphCompiler
import Runs
import Training

extension ClassifierRun {
  /// Opens a run and restores its newest sound checkpoint; what was written later is dropped.
  ///
  /// - Parameters:
  ///   - changes: assignments such as `epochs=30` to apply to the recipe.
  ///   - allowingDifferences: whether to go on although settings or machine differ.
  ///   - tell: gets a line for each thing that the user should know.
  /// - Throws: `ResumeRefused` with the list of differences unless they are allowed.
  public static func resume(
    _ url: URL, changes: [String] = [], allowingDifferences: Bool = false,
    tell: (String) -> Void = { _ in }
  ) throws -> ClassifierRun {
    let folder = try RunFolder.open(at: url)
    let lock = try folder.lock()
    let stored = try folder.recipe(ClassifierRecipe.table)
    var recipe = stored
    for change in changes { try recipe.apply(assignment: change) }
    recipe = try ClassifierRecipe.resolved(recipe)
    let settings = try ClassifierSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    var manifest = try folder.manifest()
    let data = try ClassifierData(recipe)
    let now = settings.manifest(recipe, data)
    let differences =
      recipe.differences(from: stored).map(\.description)
      + now.environmentDifferences(from: manifest)
    guard differences.isEmpty || allowingDifferences else {
      throw ResumeRefused(differences: differences)
    }
    if !differences.isEmpty {
      let started = (manifest.started, manifest.resumes)
      manifest = now
      (manifest.started, manifest.resumes) = started
    }
    data.remarks.forEach(tell)
    let run = try ClassifierRun(
      folder: folder, lock: lock, recipe: recipe, manifest: manifest,
      trainer: try ClassifierTrainer(settings, data))
    let isBegun = try run.restoreNewest()
    // Nothing in the folder may change before the checkpoint is known to fit the changed recipe.
    if recipe != stored { try folder.write(recipe) }
    try run.takeUp(isBegun: isBegun)
    return run
  }

  /// Restores the newest sound checkpoint.
  /// - Returns: whether the run has one yet.
  private func restoreNewest() throws -> Bool {
    if let found = try checkpoints.newest() {
      notes = found.notes
      let state = try trainer.restore(found.content, meanNames: Self.meanNames)
      guard state.step <= steps else {
        throw CheckpointMismatch(
          description:
            "the newest checkpoint is of step \(state.step), but the recipe ends at step "
            + "\(steps); set epochs to at least \(state.epoch)")
      }
      // One epoch less is one that was left while it was measured.
      let ended = schedule.epochsEnded(after: state.step)
      let isEnd = state.step > 0 && schedule.endsEpoch(state.step)
      guard state.epoch == ended || isEnd && state.epoch == ended - 1 else {
        throw CheckpointMismatch(
          description:
            "the newest checkpoint is of step \(state.step) in epoch \(state.epoch), and "
            + "an epoch of this recipe has \(trainer.stepsPerEpoch) steps; leave the batch and the "
            + "number of training samples as they were")
      }
      means = state.means
      epoch = state.epoch
      return true
    }
    guard let step = try checkpoints.steps().last else { return false }
    // To begin again would delete what a copy or a repaired device may yet restore.
    throw CheckpointMismatch(
      description: "no checkpoint in \(folder.url.path) can be read, the newest is of step "
        + "\(step); restore one from a copy, or delete them all to begin again")
  }

  /// Drops what the run wrote after the checkpoint and records that it goes on.
  private func takeUp(isBegun: Bool) throws {
    try folder.dropAfter(step: isBegun ? stepsDone : -1, epoch: isBegun ? epoch : -1)
    if isMeasurementDue { try folder.metrics.truncate(after: stepsDone - 1) }
    history = try folder.metrics.records()
    try writeCorruptedLabels()
    // A kill right after a save leaves old checkpoints behind.
    try pruneCheckpoints()
    manifest.recordResume(from: stepsDone)
    try folder.write(manifest)
  }
}

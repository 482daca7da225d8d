// Takes up a run where its newest checkpoint left it.

import Foundation
import GraphCompiler
import Runs
import Training

extension GANRun {
  /// Opens a run and restores its newest sound checkpoint; what was written later is dropped.
  ///
  /// - Parameters:
  ///   - changes: assignments such as `steps=3000` to apply to the recipe.
  ///   - allowingDifferences: whether to go on although settings or machine differ.
  ///   - tell: gets a line for each thing that takes a while.
  /// - Throws: `ResumeRefused` with the list of differences unless they are allowed.
  public static func resume(
    _ url: URL, changes: [String] = [], allowingDifferences: Bool = false,
    tell: (String) -> Void = { _ in }
  ) throws -> GANRun {
    let folder = try RunFolder.open(at: url)
    let lock = try folder.lock()
    let stored = try folder.recipe(GANRecipe.table)
    var recipe = stored
    for change in changes { try recipe.apply(assignment: change) }
    if !changes.isEmpty { recipe = try GANRecipe.resolved(recipe) }
    let settings = try GANSettings(recipe)
    var manifest = try folder.manifest()
    var subject = try settings.subject(recipe)
    subject.inspect()
    try subject.prepare(tell: tell)
    let now = try settings.manifest(recipe, subject)
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
    let run = try GANRun(
      folder: folder, lock: lock, recipe: recipe, manifest: manifest,
      subject: subject, trainer: try settings.makeTrainer(subject.training))
    try run.restoreNewest()
    // Nothing in the folder may change before the checkpoint is known to fit the changed recipe.
    if recipe != stored { try folder.write(recipe) }
    try run.takeUp()
    return run
  }

  /// Restores the newest sound checkpoint, if the run has one yet.
  private func restoreNewest() throws {
    if let found = try checkpoints.newest() {
      notes = found.notes
      let state = try trainer.restore(found.content, meanNames: GANRun.meanNames)
      guard state.step <= schedule.steps else {
        throw CheckpointMismatch(
          description: "the newest checkpoint is of step \(state.step), but the recipe ends at "
            + "step \(schedule.steps); set steps to at least \(state.step)")
      }
      means = state.means
      epoch = state.epoch
      hasStarted = true
    } else if let step = try checkpoints.steps().last {
      // To begin again would delete what a copy or a repaired device may yet restore.
      throw CheckpointMismatch(
        description: "no checkpoint in \(folder.url.path) can be read, the newest is of step "
          + "\(step); restore one from a copy, or delete them all to begin again")
    }
  }

  /// Drops what the run wrote after the checkpoint and records that it goes on.
  private func takeUp() throws {
    try folder.dropAfter(
      step: hasStarted ? trainer.stepsDone : -1, epoch: hasStarted ? epoch : -1)
    // A kill right after a save leaves old checkpoints behind.
    try pruneCheckpoints()
    manifest.recordResume(from: trainer.stepsDone)
    try folder.write(manifest)
  }
}

// The training loop of a run: steps, epochs, snapshots, interruption.

import Foundation
import Runs
import Training

extension GANRun {
  /// Trains until all steps are made, the user interrupts, or a value is no longer finite.
  /// - Throws: what stops the run otherwise, such as a full disk; the newest checkpoint stays.
  public func train(_ observer: (any GANRunObserver)? = nil) throws -> GANOutcome {
    do {
      let outcome = try trainSteps(observer)
      try finish(outcome)
      return outcome
    } catch {
      manifest.outcome = .failed
      manifest.message = "\(error)"
      manifest.ended = .now
      // The error that ended the run matters more than one in recording it.
      try? folder.write(manifest)
      throw error
    }
  }

  private func trainSteps(_ observer: (any GANRunObserver)?) throws -> GANOutcome {
    observer?.began(self)
    var clock = ContinuousClock.now
    if !hasStarted {
      let evaluation = try evaluator.evaluate()
      try folder.write(try pictures.reals(evaluation), to: "samples/reals.png")
      try report(evaluation, seconds: 0, to: observer)
      try saveCheckpoint()
      hasStarted = true
    }
    let snapshots = Set(schedule.snapshotSteps)
    while trainer.stepsDone < schedule.steps {
      if Interrupt.isRequested {
        try saveCheckpoint()
        return .interrupted(step: trainer.stepsDone)
      }
      let result = try trainer.step()
      guard result.isFinite else { return .diverged(try divergence(at: trainer.stepsDone)) }
      means.add([
        result.discriminatorLoss, result.generatorLoss, result.discriminatorGradientNorm,
        result.generatorGradientNorm,
      ])
      observer?.stepped(self)
      let step = trainer.stepsDone
      guard snapshots.contains(step) || schedule.endsEpoch(step) else { continue }
      let evaluation = try evaluator.evaluate()
      if snapshots.contains(step) {
        try Snapshot(step: step, generated: evaluation.generated.firstPoints).save(in: folder)
      }
      if schedule.endsEpoch(step) {
        epoch += 1
        let now = ContinuousClock.now
        try report(evaluation, seconds: (now - clock) / .seconds(1), to: observer)
        clock = now
        means = RunningMeans(GANRun.meanNames)
        try saveCheckpoint()
      }
    }
    try drawSnapshots()
    return .done
  }

  /// Writes the picture and the metrics of the epoch that has just ended, and tells the observer.
  private func report(
    _ evaluation: PointEvaluation, seconds: Double, to observer: (any GANRunObserver)?
  ) throws {
    let raw = ModeMetrics(points: evaluation.generated, against: settings.data)
    let step = trainer.stepsDone
    try folder.write(
      try pictures.samples(evaluation, raw, step: step, epoch: epoch),
      to: RunFolder.pictureName(epoch: epoch))
    var record: MetricsRecord = ["step": .integer(step), "epoch": .integer(epoch)]
    for (name, value) in means.means { record[name] = means.count == 0 ? .null : .real(value) }
    record.add(evaluation, against: settings.data)
    record["seconds"] = .real(seconds)
    try folder.metrics.append(record)
    observer?.measured(self, record)
  }

  private func saveCheckpoint() throws {
    let state = CheckpointState(step: trainer.stepsDone, epoch: epoch, means: means)
    try checkpoints.save(
      try trainer.checkpoint(state, recipeHash: recipe.hash), step: trainer.stepsDone)
    try pruneCheckpoints()
  }

  /// Keeps the checkpoints of the last three ends of epochs, and the newest one.
  ///
  /// One from within an epoch, which an interruption leaves, goes when the epoch has ended, so that
  /// the run ends with the files of one that was never interrupted.
  func pruneCheckpoints() throws {
    let steps = try checkpoints.steps()
    let ends = steps.filter { $0 == 0 || schedule.endsEpoch($0) }
    for step in steps.dropLast() where !ends.suffix(3).contains(step) {
      try checkpoints.delete(step: step)
    }
  }

  private func drawSnapshots() throws {
    let panel = try SnapshotPanel([SnapshotRow(self)])
    try folder.write(try panel.pngData(), to: "figures/snapshots.png")
  }

  private func finish(_ outcome: GANOutcome) throws {
    switch outcome {
    case .done:
      manifest.outcome = .done
      manifest.message = "\(schedule.steps) steps"
    case .interrupted(let step):
      manifest.outcome = .interrupted
      manifest.message = "stopped after step \(step) of \(schedule.steps)"
    case .diverged(let divergence):
      manifest.outcome = .diverged
      manifest.message = divergence.description
    }
    manifest.ended = .now
    try folder.write(manifest)
  }
}

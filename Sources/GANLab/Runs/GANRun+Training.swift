// The training loop of a run: steps, epochs, snapshots, interruption.

import Foundation
import Runs
import Training

extension GANRun {
  /// Trains until all steps are made, the user interrupts, or a value is no longer finite.
  /// - Throws: what stops the run otherwise, such as a full disk; the newest checkpoint stays.
  public func train(_ observer: (any RunObserver)?) throws -> RunOutcome {
    do {
      let outcome = try trainSteps(observer)
      drawFigures(outcome)
      manifest.recordEnd(outcome, of: schedule.steps)
      try folder.write(manifest)
      return outcome
    } catch {
      manifest.recordFailure(error)
      // The error that ended the run matters more than one in recording it.
      try? folder.write(manifest)
      throw error
    }
  }

  private func trainSteps(_ listener: (any RunObserver)?) throws -> RunOutcome {
    try takeUpHistory()
    listener?.began(self)
    var clock = ContinuousClock.now
    if !hasStarted {
      try folder.write(try observer.reals(), to: "samples/reals.png")
      try report(try observer.observe(), nil, seconds: 0, to: listener)
      try saveCheckpoint()
      hasStarted = true
    }
    let snapshots = Set(schedule.snapshotSteps)
    while trainer.stepsDone < schedule.steps {
      if Interrupt.isRequested {
        try saveCheckpoint()
        return .interrupted(step: trainer.stepsDone)
      }
      let endsEpoch = schedule.endsEpoch(trainer.stepsDone + 1)
      let (result, ratios) =
        endsEpoch ? try trainer.stepMeasuringUpdates() : (try trainer.step(), nil)
      guard result.isFinite else {
        let divergence = try findDivergence(at: trainer.stepsDone)
        self.divergence = divergence
        try diagnose(divergence)
        return divergence.outcome
      }
      means.add([
        result.discriminatorLoss, result.generatorLoss, result.discriminatorGradientNorm,
        result.generatorGradientNorm,
      ])
      listener?.stepped(self)
      let step = trainer.stepsDone
      guard snapshots.contains(step) || endsEpoch else { continue }
      let observation = try observer.observe()
      if snapshots.contains(step) {
        try Snapshot.save(observation.snapshot, step: step, in: folder)
      }
      if endsEpoch {
        epoch += 1
        let now = ContinuousClock.now
        try report(
          observation, ratios, seconds: (now - clock) / .seconds(1), to: listener)
        clock = now
        means = RunningMeans(GANRun.meanNames)
        try saveCheckpoint()
      }
    }
    return .done
  }

  /// Writes the picture and the metrics of the epoch that has just ended, and tells the listener.
  private func report(
    _ observation: Observation, _ ratios: UpdateRatios?, seconds: Double,
    to listener: (any RunObserver)?
  ) throws {
    let step = trainer.stepsDone
    var record: MetricsRecord = ["step": .integer(step), "epoch": .integer(epoch)]
    for (name, value) in means.means { record[name] = means.count == 0 ? .null : .real(value) }
    record["d_update_ratio"] = ratios.map { .real($0.discriminator) } ?? .null
    record["g_update_ratio"] = ratios.map { .real($0.generator) } ?? .null
    for field in observation.record.fields { record[field.name] = field.value }
    if step == 0 { record["give_away"] = try observation.giveAway().map { .text($0) } }
    diagnosis = DiagnosisReport(history + [record], settings.configuration)
    record["diagnosis"] = .text(diagnosis.state)
    record["seconds"] = .real(seconds)
    try folder.write(
      try observation.picture(record, step, epoch),
      to: RunFolder.pictureName(epoch: epoch))
    try writeDiagnosis()
    try folder.metrics.append(record)
    history.append(record)
    listener?.measured(self, record)
  }

  /// Reads what the run measured before, and forgets a diagnosis that came later.
  private func takeUpHistory() throws {
    history = try folder.metrics.records()
    try diagnose(nil)
  }

  private func diagnose(_ divergence: Divergence?) throws {
    diagnosis = DiagnosisReport(history, settings.configuration, divergence: divergence)
    try writeDiagnosis()
  }

  private func writeDiagnosis() throws {
    if let text = diagnosis.markdown {
      try folder.write(Data(text.utf8), to: RunFolder.diagnosisName)
    } else {
      try folder.remove(RunFolder.diagnosisName)
    }
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
}

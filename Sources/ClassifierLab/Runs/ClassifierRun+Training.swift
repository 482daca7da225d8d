// The training loop of a run: steps, epochs, interruption.

import Foundation
import Runs
import Training

extension ClassifierRun {
  /// Trains until all epochs are made, the user interrupts, or a value is no longer finite.
  /// - Throws: what stops the run otherwise, such as a full disk; the newest checkpoint stays.
  public func train(_ observer: (any RunObserver)? = nil) throws -> RunOutcome {
    do {
      let outcome = try trainEpochs(observer)
      drawFigures()
      manifest.recordEnd(outcome, of: steps)
      try folder.write(manifest)
      return outcome
    } catch {
      manifest.recordFailure(error)
      // The error that ended the run matters more than one in recording it.
      try? folder.write(manifest)
      throw error
    }
  }

  private func trainEpochs(_ observer: (any RunObserver)?) throws -> RunOutcome {
    history = try folder.metrics.records()
    observer?.began(self)
    var clock = ContinuousClock.now
    if stepsDone == 0 { draw(writeFirstBatch) }
    while true {
      // Right after the epoch's last step, or where that was left while it was measured.
      if isMeasurementDue {
        do {
          if let outcome = try endEpoch(observer, since: clock) { return outcome }
        } catch is MeasurementInterrupted {
          try saveCheckpoint()
          return .interrupted(step: stepsDone)
        }
        clock = .now
      }
      guard stepsDone < steps else { return .done }
      if Interrupt.isRequested {
        try saveCheckpoint()
        return .interrupted(step: stepsDone)
      }
      let result = try trainer.step()
      guard result.isFinite else { return diverged("the loss or its gradient") }
      means.add([result.loss, result.weightedAccuracy, result.gradientNorm])
      observer?.stepped(self)
    }
  }

  /// Whether the last step ended an epoch that has not been measured yet.
  var isMeasurementDue: Bool { epoch < schedule.epochsEnded(after: stepsDone) }

  /// Measures the epoch that has just ended, tells of it and saves it.
  /// - Returns: how the run ended, if it did.
  private func endEpoch(
    _ observer: (any RunObserver)?, since start: ContinuousClock.Instant
  ) throws -> RunOutcome? {
    let outputs = try evaluator.testOutputs()
    guard outputs.isFinite else { return diverged("what the network makes of test samples") }
    lastOutputs = outputs
    let record = try measure(outputs, epoch: epoch + 1, since: start)
    epoch += 1
    try folder.metrics.append(record)
    history.append(record)
    observer?.measured(self, record)
    means = RunningMeans(Self.meanNames)
    try saveCheckpoint()
    return nil
  }

  private func diverged(_ what: String) -> RunOutcome {
    .diverged(
      step: stepsDone,
      description:
        "\(what) is no longer finite at a learning rate of \(trainer.lastLearningRate); try a "
        + "smaller --lr, or --set warm-up=1")
  }

  /// Everything about the epoch that has just ended.
  private func measure(
    _ outputs: ClassifierOutputs, epoch: Int, since start: ContinuousClock.Instant
  ) throws -> MetricsRecord {
    var record: MetricsRecord = [
      "step": .integer(stepsDone), "epoch": .integer(epoch),
      "learning_rate": .real(trainer.lastLearningRate),
    ]
    for (name, value) in means.means { record[name] = .real(value) }
    let isLast = stepsDone == steps
    if settings.trainingMetrics == .every || settings.trainingMetrics == .last && isLast {
      for field in try evaluator.trainingRecord().fields { record[field.name] = field.value }
    }
    let scores = try evaluator.record(of: outputs)
    for field in scores.fields { record[field.name] = field.value }
    for field in ClassifierSummary(history + [record]).record.fields {
      record[field.name] = field.value
    }
    record["seconds"] = .real((ContinuousClock.now - start) / .seconds(1))
    return record
  }

  private func saveCheckpoint() throws {
    let state = ClassifierState(step: stepsDone, epoch: epoch, means: means)
    try checkpoints.save(
      try trainer.checkpoint(state, recipeHash: recipe.hash), step: stepsDone)
    try pruneCheckpoints()
  }

  /// Keeps the checkpoints of the last two ends of epochs, of the best epoch by validation, and the
  /// newest one.
  func pruneCheckpoints() throws {
    let saved = try checkpoints.steps()
    var kept = Set(saved.filter { schedule.endsEpoch($0) }.suffix(2) + saved.suffix(1))
    if let best = ClassifierSummary(history).bestStep { kept.insert(best) }
    for step in saved where !kept.contains(step) { try checkpoints.delete(step: step) }
  }
}

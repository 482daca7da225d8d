// Everything that an epoch of a classifier is measured by.

import Runs

/// Measures a trainer's network on held-out and on training samples.
package final class ClassifierEvaluator {
  private let trainer: ClassifierTrainer
  package let judge: ClassifierJudge

  init(_ trainer: ClassifierTrainer) {
    self.trainer = trainer
    judge = ClassifierJudge(
      trainer.network, trainer.data.normalization, classCount: trainer.data.classCount)
  }

  /// What the network says of the test samples.
  func testOutputs() throws -> ClassifierOutputs { try judge.outputs(of: trainer.data.test) }

  /// The scores of the held-out samples.
  func record(of test: ClassifierOutputs) throws -> MetricsRecord {
    var record = Self.scores(of: test, "test")
    if let validation = trainer.data.validation {
      let scores = Self.scores(of: try judge.outputs(of: validation), "validation")
      for field in scores.fields { record[field.name] = field.value }
    }
    return record
  }

  /// Accuracy, likelihood and calibration under names that begin alike.
  package static func scores(of outputs: ClassifierOutputs, _ name: String) -> MetricsRecord {
    var record: MetricsRecord = ["\(name)_accuracy": .real(outputs.accuracy)]
    if outputs.classCount > 5 { record["\(name)_top5_accuracy"] = .real(outputs.accuracy(top: 5)) }
    record["\(name)_nll"] = .real(outputs.negativeLogLikelihood())
    record["\(name)_ece"] = .real(outputs.expectedCalibrationError())
    record["\(name)_ece_scaled"] =
      TemperatureScaling.crossFittedCalibrationError(of: outputs).map { .real($0) } ?? .null
    record["\(name)_temperature"] =
      TemperatureScaling.temperature(for: outputs).map { .real($0) } ?? .null
    return record
  }

  /// Accuracy on the training samples as they are, neither mixed nor changed; where labels were
  /// corrupted, the errors on samples with real labels and on the others, against their new labels,
  /// as in Table 2 of the mixup paper.
  func trainingRecord() throws -> MetricsRecord {
    let data = trainer.data
    let outputs = try judge.outputs(of: data.training)
    var record: MetricsRecord = ["train_clean_accuracy": .real(outputs.accuracy)]
    guard !data.corrupted.isEmpty else { return record }
    let chosen = Set(data.corrupted)
    let real = (0..<outputs.count).filter { !chosen.contains($0) }
    record["train_error_real_labels"] =
      real.isEmpty ? .null : .real(1 - outputs.selecting(real).accuracy)
    record["train_error_corrupted_labels"] =
      .real(1 - outputs.selecting(data.corrupted).accuracy)
    let right = ClassifierOutputs(
      logits: outputs.logits, labels: data.cleanLabels, classCount: outputs.classCount)
    record["train_error_true_labels"] = .real(1 - right.selecting(data.corrupted).accuracy)
    return record
  }
}

// What the epochs of a run come to: last, median of the last ten, and the best, by what it was chosen.

import Foundation
import Runs

/// The errors that papers report, from the records of all epochs.
///
/// The last epoch's error is nobody's choice. The median of the last ten is the mixup authors' (Table
/// 5). The lowest of all is chosen by the very samples that it is measured on, as in their Table 2,
/// and has a name that says so; a best epoch to rely on is chosen by the validation samples.
struct ClassifierSummary {
  private let records: [MetricsRecord]
  private static let lastEpochs = 10

  init(_ records: [MetricsRecord]) { self.records = records }

  private func numbers(_ name: String) -> [(record: MetricsRecord, value: Double)] {
    records.compactMap { record in record[name]?.number.map { (record, $0) } }
  }

  private var best: MetricsRecord? {
    let all = numbers("validation_accuracy")
    guard let top = all.map(\.value).max() else { return nil }
    return all.first { $0.value == top }?.record
  }

  /// The step of the best epoch by validation; nil without one.
  var bestStep: Int? { best?.step }

  /// What to log beside an epoch's own scores.
  var record: MetricsRecord {
    let errors = numbers("test_accuracy").map { 1 - $0.value }
    guard let lowest = errors.min() else { return MetricsRecord() }
    var record: MetricsRecord = [
      "test_error_median_10": .real(errors.suffix(Self.lastEpochs).median)
    ]
    record["test_error_lowest"] = .real(lowest)
    if let best {
      record["best_epoch"] = best["epoch"] ?? .null
      record["best_epoch_test_accuracy"] = best["test_accuracy"] ?? .null
    }
    return record
  }

  /// A few lines for a terminal.
  var text: String {
    guard let last = records.last, let accuracy = last["test_accuracy"]?.number else { return "" }
    let percent = { (value: Double) in String(format: "%.2f %%", value * 100) }
    var rows = [["test accuracy, last epoch", percent(accuracy)]]
    if let value = last["test_top5_accuracy"]?.number { rows.append(["top 5", percent(value)]) }
    if let value = last["best_epoch_test_accuracy"]?.number, let epoch = last["best_epoch"]?.number
    {
      rows.append(["at epoch \(Int(epoch)), best by validation", percent(value)])
    }
    if let value = last["test_error_median_10"]?.number, records.count > 1 {
      rows.append([
        "error, median of the last \(min(records.count, Self.lastEpochs))", percent(value),
      ])
    }
    if let value = last["test_error_lowest"]?.number, records.count > 1 {
      rows.append(["lowest error of any epoch, chosen on the test set", percent(value)])
    }
    let calibration = [
      ("negative log-likelihood", "test_nll"), ("calibration error", "test_ece"),
      ("calibration error, temperature scaled", "test_ece_scaled"),
      ("temperature", "test_temperature"),
    ]
    for (title, name) in calibration {
      if let value = last[name]?.number { rows.append([title, String(format: "%.4f", value)]) }
    }
    let errors = [
      ("training error, real labels", "train_error_real_labels"),
      ("training error, corrupted labels", "train_error_corrupted_labels"),
      ("the same against their true labels", "train_error_true_labels"),
    ]
    for (title, name) in errors {
      if let value = last[name]?.number { rows.append([title, percent(value)]) }
    }
    return TextTable(["", "this run"], rows, leadingColumns: 1).text
  }
}

extension Collection where Element == Double {
  /// The middle value, or the mean of the two in the middle; NaN for none.
  var median: Double {
    let sorted = sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

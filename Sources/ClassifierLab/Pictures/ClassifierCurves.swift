// The curves of a classifier over its epochs.

import Imaging
import Runs

/// Losses, errors, calibration and learning rate of a run, an epoch a point.
struct ClassifierCurves {
  let title: String
  let seed: UInt64
  let records: [MetricsRecord]

  /// All plots that have a curve.
  var sheet: PlotSheet {
    let plots = [
      plot(
        "Loss (mixed in training) and test likelihood",
        [
          ("training loss", "train_loss", { $0 }), ("test", "test_nll", { $0 }),
          ("validation", "validation_nll", { $0 }),
        ]),
      plot(
        "Error",
        [
          ("test", "test_accuracy", { 1 - $0 }), ("validation", "validation_accuracy", { 1 - $0 }),
          ("training, unmixed", "train_clean_accuracy", { 1 - $0 }),
          ("corrupted labels", "train_error_corrupted_labels", { $0 }),
          ("real labels", "train_error_real_labels", { $0 }),
        ]),
      plot(
        "Weighted training accuracy",
        [
          ("labels by their weight", "train_weighted_accuracy", { $0 })
        ]),
      plot(
        "Calibration error",
        [
          ("test", "test_ece", { $0 }), ("temperature scaled", "test_ece_scaled", { $0 }),
        ]),
      plot("Temperature (above 1: too sure)", [("test", "test_temperature", { $0 })]),
      plot("Learning rate", [("learning rate", "learning_rate", { $0 })], .log),
      plot("Gradient norm", [("mean of the epoch", "gradient_norm", { $0 })], .log),
    ].filter { !$0.series.isEmpty }
    return PlotSheet(title: title, subtitle: "seed \(seed)", plots: plots, columns: 3)
  }

  private func plot(
    _ title: String, _ curves: [(label: String, name: String, value: (Double) -> Double)],
    _ scale: AxisScale = .linear
  ) -> LinePlot {
    let series = curves.compactMap { curve -> LinePlot.Series? in
      let points = records.compactMap { record -> (Double, Double)? in
        guard let epoch = record["epoch"]?.number, let value = record[curve.name]?.number,
          value.isFinite
        else { return nil }
        return (epoch, curve.value(value))
      }
      guard !points.isEmpty else { return nil }
      return LinePlot.Series(name: curve.label, x: points.map(\.0), y: points.map(\.1))
    }
    return LinePlot(
      title: title, xLabel: "epoch", series: series, yScale: scale, width: 560, height: 360)
  }
}

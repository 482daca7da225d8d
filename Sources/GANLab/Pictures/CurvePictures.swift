// The curves of a run over its steps, with the beginnings of its troubles marked.

import Foundation
import Imaging
import Runs

/// One picture with the curves of every metric.
struct CurvePictures {
  /// More than the picture and that of the modes take on a disk.
  static let mostBytes = 600_000

  private let title: String
  private let records: [MetricsRecord]
  private let diagnoses: [Diagnosis]
  private let objective: GANObjective
  private let provenance: [(String, String)]

  init(_ run: GANRun) {
    title = "\(run.settings.method) on \(run.settings.dataName)"
    records = run.history
    diagnoses = run.diagnosis.diagnoses
    objective = run.settings.configuration.objective
    provenance = [
      ("recipe", run.recipe.hash), ("seed", String(run.settings.configuration.seed)),
    ]
  }

  /// The picture, or nil where fewer than two epochs were measured.
  func pngData() throws -> Data? {
    guard records.count > 1 else { return nil }
    let answers = objective.hasProbabilities ? "D's answers" : "D's scores"
    let plots = [
      losses,
      plot(answers, ["d_real", "d_fake", "d_accuracy"]),
      plot("Gradient norms of the weights", ["d_gradient_norm", "g_gradient_norm"], .log),
      plot("Weight-update ratios", ["d_update_ratio", "g_update_ratio"], .log),
      plot("Slope of D at reals and fakes", ["d_slope_real", "d_slope_fake"], .log),
      plot("Modes captured", ["modes", "ema_modes"]),
      plot("Shares of points", ["high_quality", "ema_high_quality", "in_frame", "ema_in_frame"]),
      plot("KL divergences over modes", Self.divergences),
      plot("KL divergences, averaged generator", Self.averaged(Self.divergences)),
      plot("Median distance to a mode", ["median_distance", "ema_median_distance"], .log),
      plot("Wasserstein distances", Self.distances, .log),
      plot("Wasserstein distances, averaged generator", Self.averaged(Self.distances), .log),
      plot("Squared maximum mean discrepancy", ["mmd", "ema_mmd"]),
      plot("Spread relative to the data's", ["spread", "ema_spread"]),
      plot(
        "Classifier-feature Frechet distance", ["classifier_frechet", "ema_classifier_frechet"],
        .log),
      plot("Classifier-feature kernel distance", ["classifier_kernel", "ema_classifier_kernel"]),
      plot("Samples among reals, reals among samples", Self.neighbourhoods),
      plot("The same, averaged generator", Self.averaged(Self.neighbourhoods)),
      plot(
        "Classes that the classifier finds",
        ["classes", "classifier_score", "ema_classes", "ema_classifier_score"]),
      plot("KL divergence of classes from the data's", ["class_kl", "ema_class_kl"]),
    ].filter { !$0.series.isEmpty }
    let seed = provenance.last?.1 ?? ""
    let sheet = PlotSheet(title: title, subtitle: "seed \(seed)", plots: plots, columns: 3)
    return try sheet.render().pngData(text: provenance)
  }

  private static let divergences = ["reverse_kl", "reverse_kl_hq", "off_mode_kl"]
  private static let distances = ["wasserstein_1", "wasserstein_2", "sliced_wasserstein"]

  private static let neighbourhoods = [
    "precision", "recall", "density", "coverage", "confident",
  ]

  private static func averaged(_ names: [String]) -> [String] {
    names.map { MetricsCatalog.averaged + $0 }
  }

  private var losses: LinePlot {
    var result = plot("Losses", ["d_loss", "g_loss"])
    let value = Double(objective.knowsNothingLoss)
    result.references = [
      LinePlot.Reference(value: value, label: String(format: "D knows nothing: %.3f", value))
    ]
    return result
  }

  private func plot(_ title: String, _ names: [String], _ scale: AxisScale = .linear) -> LinePlot {
    let series = names.compactMap { name -> LinePlot.Series? in
      let points = records.compactMap { record -> (Double, Double)? in
        guard let step = record.step, let value = record[name]?.number else { return nil }
        return (Double(step), value)
      }
      guard points.contains(where: { $0.1.isFinite }) else { return nil }
      return LinePlot.Series(name: name, x: points.map(\.0), y: points.map(\.1))
    }
    let events = diagnoses.map { diagnosis in
      LinePlot.Event(
        x: Double(diagnosis.began), label: diagnosis.trouble.rawValue, end: Double(diagnosis.last))
    }
    return LinePlot(
      title: title, series: series, yScale: scale, events: events, width: 560, height: 360)
  }
}

// How a run's measurements are made, and what a perfect sampler would score by them.

import Datasets
import Runs

extension GANSettings {
  /// The measurements of generated points that the settings ask for.
  func scores(_ data: PointData) -> PointScores {
    PointScores(
      frame: data.training.frame, mixture: data.training.mixture, heldOut: data.heldOut,
      exactCount: wassersteinPoints)
  }

  /// How each measurement comes about, for the run's record.
  ///
  /// Numbers may be ranked together only where all of this is the same.
  func protocols(_ data: PointData, _ scores: PointScores) -> [String: String] {
    var protocols = scores.protocols
    protocols.merge(answerProtocols) { _, answer in answer }
    protocols["data"] = "\(dataName), \(data.checksum)"
    protocols["samples"] =
      "\(samples) points from fixed noise; raw weights, and averaged ones under ema_"
    return protocols
  }

  /// How what the discriminator answers is measured.
  var answerProtocols: [String: String] {
    let answers = ["d_real", "d_fake", "d_accuracy", "d_slope_real", "d_slope_fake"]
    var protocols = MetricsCatalog.protocols(of: answers)
    if !configuration.objective.hasProbabilities {
      protocols["d_real"] = "mean score of the critic on real points, no probability"
      protocols["d_fake"] = "mean score of the critic on generated points"
      for kind in ["real", "fake"] {
        protocols["d_slope_\(kind)"] = "mean Euclidean norm of the score's gradient at those points"
      }
      protocols["d_accuracy"] = "not measured: a critic's scores have no sides"
    }
    if configuration.pack > 1 {
      for name in answers {
        protocols[name]? += "; points in packs of \(configuration.pack)"
      }
    }
    return protocols
  }

  /// The scores of points from the data's own law, measured as generated ones are.
  func perfectScores(_ data: PointData, _ scores: PointScores) throws -> [String: Double] {
    let points = try data.perfectSample(samples, seed: configuration.seed)
    var result: [String: Double] = [:]
    for field in scores.record(of: points).fields {
      switch field.value {
      case .real(let value) where value.isFinite: result[field.name] = value
      case .integer(let value): result[field.name] = Double(value)
      default: break
      }
    }
    return result
  }
}

// The names under which measurements are logged.

import Datasets
import Runs

extension MetricsRecord {
  /// Adds what the discriminator thinks and how well raw and averaged generator cover a mixture.
  mutating func add(_ evaluation: PointEvaluation, against mixture: GaussianMixture) {
    self["d_real"] = .real(Double(evaluation.realAnswer))
    self["d_fake"] = .real(Double(evaluation.fakeAnswer))
    let generators = [("", evaluation.generated), ("ema_", evaluation.averaged)]
    for (prefix, points) in generators {
      let metrics = ModeMetrics(points: points, against: mixture)
      self[prefix + "modes"] = .integer(metrics.modes)
      self[prefix + "high_quality"] = .real(metrics.highQuality)
      self[prefix + "in_frame"] = .real(metrics.inFrame)
      self[prefix + "reverse_kl"] = .real(metrics.reverseKL)
      self[prefix + "median_distance"] = .real(metrics.medianDistance)
    }
  }
}

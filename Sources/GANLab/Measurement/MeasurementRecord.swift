// The names under which an epoch's measurements are logged.

import Foundation
import Runs

extension MetricsRecord {
  /// Adds what the discriminator thinks and how raw and averaged generator score.
  mutating func add(_ evaluation: PointEvaluation, scores: PointScores) {
    self["d_real"] = .real(Double(evaluation.realAnswer))
    self["d_fake"] = .real(Double(evaluation.fakeAnswer))
    self["d_accuracy"] = evaluation.accuracy.map { .real(Double($0)) } ?? .null
    self["d_slope_real"] = .real(Double(evaluation.realSlope))
    self["d_slope_fake"] = .real(Double(evaluation.fakeSlope))
    let generators = [("", evaluation.generated), (MetricsCatalog.averaged, evaluation.averaged)]
    for (prefix, points) in generators {
      for field in scores.record(of: points).fields { self[prefix + field.name] = field.value }
    }
  }
}

// What makes one measurement better than another, and which epoch of a run is its best.

import Runs

/// What makes one measurement better than another.
///
/// Against a mixture of known centres: more modes, and with as many modes a larger share of
/// high-quality points. Of images: a smaller classifier-feature Frechet distance. Elsewhere: a
/// smaller Wasserstein distance, the sliced one where that is all there is.
public enum ComparisonCriterion {
  /// The metrics that decide, the most important first.
  package static func metrics(of records: [MetricsRecord]) -> [String] {
    let has = { (name: String) in records.contains { $0[name]?.number != nil } }
    if has("modes"), has("high_quality") { return ["modes", "high_quality"] }
    return ["classifier_frechet", "wasserstein_1", "sliced_wasserstein"].first(where: has)
      .map { [$0] } ?? []
  }

  /// The best of a run's records, the first of equals; nil where none has what decides.
  ///
  /// What the untrained networks score is nobody's merit.
  package static func best(of records: [MetricsRecord]) -> MetricsRecord? {
    let names = metrics(of: records)
    guard !names.isEmpty else { return nil }
    var best: (record: MetricsRecord, score: [Double])?
    for record in records where record.step != 0 {
      let score = names.compactMap { name -> Double? in
        guard let value = record[name]?.number, value.isFinite else { return nil }
        return MetricColumn.named(name).direction.merit(value)
      }
      guard score.count == names.count else { continue }
      if let found = best, !found.score.lexicographicallyPrecedes(score) { continue }
      best = (record, score)
    }
    return best?.record
  }

  /// The criterion in words.
  package static func text(_ metrics: [String]) -> String {
    metrics.contains("modes")
      ? "the epoch with the most modes, of equals that with the largest high-quality share"
      : metrics.isEmpty
        ? "no epoch, as nothing that decides was measured"
        : "the epoch with the smallest \(MetricColumn.named(metrics[0]).heading)"
  }
}

// Two recipes on the same seeds: the mean difference of each metric and its interval.

import Foundation
import Runs

/// Two recipes compared seed by seed.
package struct RecipePair: Sendable {
  /// The first recipe.
  package let first: ComparisonReport.Row
  /// The second recipe.
  package let second: ComparisonReport.Row
  private let all: [ComparedRun]
  private let rules: ComparisonRules

  package init(
    _ first: ComparisonReport.Row, _ second: ComparisonReport.Row, all: [ComparedRun],
    rules: ComparisonRules
  ) {
    self.first = first
    self.second = second
    self.all = all
    self.rules = rules
  }

  /// The seeds on which both recipes have a run that came to an end of its own.
  package var seeds: [Int] {
    let ended = { (row: ComparisonReport.Row) in
      Set(row.runs.filter(\.hasEnded).map(\.seed))
    }
    return ended(first).intersection(ended(second)).sorted()
  }

  /// How many of the runs on the common seeds diverged.
  package var divergedCount: Int {
    (first.runs + second.runs).count { run in
      if case .diverged = run.outcome { seeds.contains(run.seed) } else { false }
    }
  }

  /// The statistics of first less second over the common seeds; nil where no seed has both.
  ///
  /// A run that diverged counts as bad as any: 0 of counts and shares of which more is better, 1 of
  /// shares of which less is, and otherwise the largest value that any run of the comparison has. In
  /// metrics that are neither good nor bad its seed is left out. A metric that the two recipes
  /// measure differently, such as a discriminator's probability and a critic's score, has no
  /// difference.
  package func difference(_ column: MetricColumn, at moment: ComparedMoment) -> SampleStatistics? {
    differences(column, at: moment) { $0 }
  }

  private func differences(
    _ column: MetricColumn, at moment: ComparedMoment, of measure: (Double) -> Double?
  ) -> SampleStatistics? {
    let rules = Set((first.runs + second.runs).filter(\.hasEnded).map { $0.protocols[column.name] })
    guard rules.count <= 1 else { return nil }
    return SampleStatistics(
      seeds.compactMap { seed in
        guard let one = value(column, moment, first, seed).flatMap(measure),
          let other = value(column, moment, second, seed).flatMap(measure)
        else { return nil }
        return one - other
      })
  }

  private func value(
    _ column: MetricColumn, _ moment: ComparedMoment, _ row: ComparisonReport.Row, _ seed: Int
  ) -> Double? {
    guard let run = row.runs.first(where: { $0.seed == seed }) else { return nil }
    if run.outcome == .done { return run.record(at: moment)[column.name]?.number }
    guard column.direction != .none else { return nil }
    switch (column.style, column.direction) {
    case (.share, .lower): return 1
    case (.share, _), (.count, .higher), (.count, .target), (.count, .none): return 0
    case (.count, .lower), (.real, _):
      return all.filter { $0.outcome == .done }
        .compactMap { $0.record(at: moment)[column.name]?.number }.filter(\.isFinite).max()
    }
  }

  /// Whether one recipe is better than the other at the last measurement.
  ///
  /// Over at least three common seeds, the 95 % interval of the paired difference in merit of one
  /// deciding metric must exclude 0, and the mean difference of none may speak against it.
  package func betterOne(_ criterion: ComparisonCriterion) -> (
    row: ComparisonReport.Row, metric: MetricColumn
  )? {
    guard seeds.count >= 3 else { return nil }
    var reason: (isFirst: Bool, column: MetricColumn)?
    var leaders: Set<Bool> = []
    for column in criterion.metrics.map(rules.column) {
      guard
        let statistics = differences(column, at: .last, of: column.direction.merit),
        statistics.count >= 3
      else { return nil }
      if statistics.mean != 0 { leaders.insert(statistics.mean > 0) }
      // Equal differences on three or four seeds have an interval of width 0, which proves nothing.
      let isDegenerate =
        statistics.minimum == statistics.maximum && statistics.count < 5 && divergedCount == 0
      // The last deciding metric is the finest, so its interval is the one to tell.
      if statistics.excludesZero, !isDegenerate { reason = (statistics.mean > 0, column) }
    }
    guard let reason, leaders.count == 1 else { return nil }
    return (reason.isFirst ? first : second, reason.column)
  }

  /// The interval of a metric's difference, seen from one of the two, as "+10.0 % to +12.0 %".
  package func intervalText(_ column: MetricColumn, from row: ComparisonReport.Row) -> String {
    guard let statistics = difference(column, at: .last), let low = statistics.low,
      let high = statistics.high
    else { return "" }
    let ends = row.label == first.label ? (low, high) : (-high, -low)
    return "\(Self.signed(ends.0, column)) to \(Self.signed(ends.1, column))"
  }

  /// A difference with its sign.
  package static func signed(_ value: Double, _ column: MetricColumn) -> String {
    (value >= 0 ? "+" : "") + column.text(value)
  }
}

extension ComparedRun {
  /// Whether the run came to an end of its own, be it a divergence.
  var hasEnded: Bool {
    switch outcome {
    case .done, .diverged: true
    default: false
    }
  }
}

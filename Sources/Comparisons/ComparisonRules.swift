// How runs of one kind are measured against each other: their metrics and which of them decide.

import Runs

/// How runs of one kind are measured against each other.
public struct ComparisonRules: Sendable {
  /// The metrics that tables know, in their order.
  public let columns: [MetricColumn]
  /// What can decide; of these the first whose metrics were all measured does.
  public let criteria: [ComparisonCriterion]
  /// The metrics beside which a terminal's table has room for primary columns alone.
  public let headlines: [String]
  /// Whether runs say in words what goes wrong in them, under `diagnosis`.
  public let hasDiagnosis: Bool
  private let direction: @Sendable (String) -> MetricDirection
  private let isRanked: @Sendable (String) -> Bool

  /// Rules for a kind of run.
  ///
  /// - Parameters:
  ///   - direction: which way a metric gets better that is no column.
  ///   - isRanked: whether a protocol of this name is one of those that must be equal in runs that
  ///     are ranked together.
  public init(
    columns: [MetricColumn], criteria: [ComparisonCriterion], headlines: [String],
    hasDiagnosis: Bool = false,
    direction: @escaping @Sendable (String) -> MetricDirection = { _ in .none },
    isRanked: @escaping @Sendable (String) -> Bool = { _ in true }
  ) {
    self.columns = columns
    self.criteria = criteria
    self.headlines = headlines
    self.hasDiagnosis = hasDiagnosis
    self.direction = direction
    self.isRanked = isRanked
  }

  /// The protocols that must be equal in runs that are ranked together.
  func ranked(_ protocols: [String: String]) -> [String: String] {
    protocols.filter { isRanked($0.key) }
  }

  /// The column of a metric; one that no table knows is headed by its name.
  package func column(_ name: String) -> MetricColumn {
    columns.first { $0.name == name }
      ?? MetricColumn(name, name, .real(4), direction: direction(name), isPrimary: false)
  }

  /// The columns that some record has.
  package func present(in records: [MetricsRecord]) -> [MetricColumn] {
    columns.filter { column in records.contains { $0[column.name]?.number != nil } }
  }

  /// All numbers of the records but the bookkeeping, columns of tables first.
  package func all(in records: [MetricsRecord]) -> [MetricColumn] {
    let first = present(in: records)
    var seen = Set(first.map(\.name)).union(["step", "epoch", "seconds"])
    var rest: [MetricColumn] = []
    for field in records.flatMap(\.fields) where field.value.number != nil {
      if seen.insert(field.name).inserted { rest.append(column(field.name)) }
    }
    return first + rest
  }

  /// The columns that a terminal has room for: the primary ones, and all where no headline was
  /// measured.
  package func primary(in records: [MetricsRecord]) -> [MetricColumn] {
    let columns = present(in: records)
    let isBrief = columns.contains { headlines.contains($0.name) }
    return columns.filter { $0.isPrimary || !isBrief }
  }

  /// What decides between runs with these records; nothing where no criterion was measured.
  package func criterion(of records: [MetricsRecord]) -> ComparisonCriterion {
    criteria.first { criterion in
      criterion.metrics.allSatisfy { name in records.contains { $0[name]?.number != nil } }
    } ?? .nothing
  }

  /// The best of a run's records, the first of equals; nil where none has what decides.
  ///
  /// What the untrained networks score is nobody's merit.
  package func best(of records: [MetricsRecord]) -> MetricsRecord? {
    let columns = criterion(of: records).metrics.map(column)
    guard !columns.isEmpty else { return nil }
    var best: (record: MetricsRecord, score: [Double])?
    for record in records where record.step != 0 {
      let score = columns.compactMap { column -> Double? in
        guard let value = record[column.name]?.number, value.isFinite else { return nil }
        return column.direction.merit(value)
      }
      guard score.count == columns.count else { continue }
      if let found = best, !found.score.lexicographicallyPrecedes(score) { continue }
      best = (record, score)
    }
    return best?.record
  }
}

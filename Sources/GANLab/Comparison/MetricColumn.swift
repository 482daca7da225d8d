// How each metric is headed, written and judged.

import Foundation
import Runs

/// A metric as a column of tables.
package struct MetricColumn: Sendable, Equatable {
  /// How a value is written.
  package enum Style: Sendable, Equatable {
    /// A whole number.
    case count
    /// A share, written in per cent.
    case share
    /// A number with that many digits after the point.
    case real(Int)
  }

  /// The name in records.
  package let name: String
  /// The heading for readers.
  package let heading: String
  /// The unit for headings.
  package let unit: String
  package let style: Style
  /// Whether a terminal's table shows it.
  package let isPrimary: Bool

  private init(
    _ name: String, _ heading: String, _ unit: String, _ style: Style,
    isPrimary: Bool = true
  ) {
    self.name = name
    self.heading = heading
    self.unit = unit
    self.style = style
    self.isPrimary = isPrimary
  }

  /// The metrics that tables know, in their order.
  package static let known: [MetricColumn] = [
    MetricColumn("modes", "modes", "count", .count),
    MetricColumn("high_quality", "high quality", "% of points", .share),
    MetricColumn("in_frame", "in frame", "% of points", .share),
    MetricColumn("reverse_kl", "reverse KL", "nats", .real(3)),
    MetricColumn("reverse_kl_hq", "reverse KL HQ", "nats", .real(3), isPrimary: false),
    MetricColumn("off_mode_kl", "off-mode KL", "nats", .real(3), isPrimary: false),
    MetricColumn("median_distance", "median distance", "data units", .real(4)),
    MetricColumn("wasserstein_1", "W1", "data units", .real(4), isPrimary: false),
    MetricColumn("wasserstein_2", "W2", "data units", .real(4), isPrimary: false),
    MetricColumn(
      "sliced_wasserstein", "sliced W", "data units", .real(4), isPrimary: false),
    MetricColumn("mmd", "MMD", "squared", .real(5), isPrimary: false),
    MetricColumn("classifier_frechet", "classifier Frechet", "squared features", .real(3)),
    MetricColumn(
      "classifier_kernel", "classifier kernel", "squared", .real(5), isPrimary: false),
    MetricColumn("coverage", "coverage", "% of reals", .share),
    MetricColumn("confident", "confident", "% of samples", .share),
    MetricColumn("classes", "classes", "count", .count),
    MetricColumn("class_kl", "class KL", "nats", .real(3), isPrimary: false),
    MetricColumn("classifier_score", "classifier score", "classes", .real(2), isPrimary: false),
    MetricColumn("precision", "precision", "% of samples", .share, isPrimary: false),
    MetricColumn("recall", "recall", "% of reals", .share, isPrimary: false),
    MetricColumn("density", "density", "balls / k", .real(3), isPrimary: false),
    MetricColumn("d_real", "D(real)", "mean answer", .real(2)),
    MetricColumn("d_fake", "D(fake)", "mean answer", .real(2)),
    MetricColumn("d_accuracy", "D accuracy", "%", .share, isPrimary: false),
  ]

  /// Which way the metric gets better, as the catalogue says.
  package var direction: MetricDirection {
    (try? MetricsCatalog.entry(named: name))?.direction ?? .none
  }

  /// The column of a metric; one that no table knows is headed by its name.
  package static func named(_ name: String) -> MetricColumn {
    known.first { $0.name == name }
      ?? MetricColumn(name, name, "", .real(4), isPrimary: false)
  }

  /// The known metrics that some record has.
  package static func present(in records: [MetricsRecord]) -> [MetricColumn] {
    known.filter { column in records.contains { $0[column.name]?.number != nil } }
  }

  /// All numbers of the records but the bookkeeping, known ones first.
  package static func all(in records: [MetricsRecord]) -> [MetricColumn] {
    let first = present(in: records)
    var seen = Set(first.map(\.name)).union(["step", "epoch", "seconds"])
    var rest: [MetricColumn] = []
    for field in records.flatMap(\.fields) where field.value.number != nil {
      if seen.insert(field.name).inserted { rest.append(named(field.name)) }
    }
    return first + rest
  }

  /// The columns that a terminal has room for: the primary ones, and where there are neither modes
  /// nor a classifier's metrics the distances.
  package static func primary(in records: [MetricsRecord]) -> [MetricColumn] {
    let columns = present(in: records)
    let isBrief = columns.contains { ["modes", "classifier_frechet"].contains($0.name) }
    return columns.filter { $0.isPrimary || !isBrief }
  }

  /// The heading with its unit.
  package var headingWithUnit: String { unit.isEmpty ? heading : "\(heading) [\(unit)]" }

  /// One measured value; "" where there is none.
  package func text(_ value: MetricValue?) -> String {
    guard let number = value?.number else { return "" }
    if case .integer(let whole)? = value, style == .count { return String(whole) }
    return text(number)
  }

  /// A number computed from several values, such as a mean.
  package func text(_ number: Double) -> String {
    switch style {
    case .count: number.isFinite ? String(format: "%.2f", number) : "no"
    case .share: percent(number)
    case .real(let digits): String(format: "%.\(digits)f", number)
    }
  }

  /// A mean with half the width of its interval.
  package func text(_ statistics: SampleStatistics?) -> String {
    guard let statistics else { return "" }
    guard let half = statistics.halfWidth else { return text(statistics.mean) }
    guard case .share = style else { return "\(text(statistics.mean)) \u{00B1} \(text(half))" }
    return String(format: "%.1f \u{00B1} %.1f %%", statistics.mean * 100, half * 100)
  }
}

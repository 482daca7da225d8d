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

  /// Which values are good.
  package enum Direction: String, Sendable {
    case higher, lower, neither
  }

  /// The name in records.
  package let name: String
  /// The heading for readers.
  package let heading: String
  /// The unit for headings.
  package let unit: String
  package let style: Style
  package let direction: Direction
  /// Whether a terminal's table shows it.
  package let isPrimary: Bool

  private init(
    _ name: String, _ heading: String, _ unit: String, _ style: Style, _ direction: Direction,
    isPrimary: Bool = true
  ) {
    self.name = name
    self.heading = heading
    self.unit = unit
    self.style = style
    self.direction = direction
    self.isPrimary = isPrimary
  }

  /// The metrics that tables know, in their order.
  package static let known: [MetricColumn] = [
    MetricColumn("modes", "modes", "count", .count, .higher),
    MetricColumn("high_quality", "high quality", "% of points", .share, .higher),
    MetricColumn("in_frame", "in frame", "% of points", .share, .higher),
    MetricColumn("reverse_kl", "reverse KL", "nats", .real(3), .lower),
    MetricColumn("reverse_kl_hq", "reverse KL HQ", "nats", .real(3), .lower, isPrimary: false),
    MetricColumn("off_mode_kl", "off-mode KL", "nats", .real(3), .lower, isPrimary: false),
    MetricColumn("median_distance", "median distance", "data units", .real(4), .neither),
    MetricColumn("wasserstein_1", "W1", "data units", .real(4), .lower, isPrimary: false),
    MetricColumn("wasserstein_2", "W2", "data units", .real(4), .lower, isPrimary: false),
    MetricColumn(
      "sliced_wasserstein", "sliced W", "data units", .real(4), .lower, isPrimary: false),
    MetricColumn("mmd", "MMD", "squared", .real(5), .lower, isPrimary: false),
    MetricColumn("d_real", "D(real)", "mean answer", .real(2), .neither),
    MetricColumn("d_fake", "D(fake)", "mean answer", .real(2), .neither),
    MetricColumn("d_accuracy", "D accuracy", "%", .share, .neither, isPrimary: false),
  ]

  /// How good a value is, the higher the better; nil for metrics that are neither good nor bad.
  ///
  /// More than a perfect sampler's share of high-quality points means that modes are too narrow,
  /// which is no merit, so that it counts as much as the perfect share.
  package func merit(_ value: Double) -> Double? {
    switch direction {
    case .higher: name == "high_quality" ? min(value, ModeMetrics.perfectHighQuality) : value
    case .lower: -value
    case .neither: nil
    }
  }

  /// The column of a metric; one that no table knows is headed by its name.
  package static func named(_ name: String) -> MetricColumn {
    known.first { $0.name == name }
      ?? MetricColumn(name, name, "", .real(4), .neither, isPrimary: false)
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

  /// The columns that a terminal has room for: the primary ones, and where there are no modes the
  /// distances.
  package static func primary(in records: [MetricsRecord]) -> [MetricColumn] {
    let columns = present(in: records)
    let hasModes = columns.contains { $0.name == "modes" }
    return columns.filter { $0.isPrimary || !hasModes }
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

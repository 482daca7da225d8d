// How each metric is headed, written and judged.

import Foundation
import Runs

/// A metric as a column of tables.
public struct MetricColumn: Sendable, Equatable {
  /// How a value is written.
  public enum Style: Sendable, Equatable {
    /// A whole number.
    case count
    /// A share, written in per cent.
    case share
    /// A number with that many digits after the point.
    case real(Int)
  }

  /// The name in records.
  public let name: String
  /// The heading for readers.
  public let heading: String
  /// The unit for headings; "" for none.
  public let unit: String
  /// How a value is written.
  public let style: Style
  /// Which way the metric gets better.
  public let direction: MetricDirection
  /// Whether a terminal's table shows it.
  public let isPrimary: Bool

  /// A column.
  public init(
    _ name: String, _ heading: String, unit: String = "", _ style: Style,
    direction: MetricDirection, isPrimary: Bool = true
  ) {
    self.name = name
    self.heading = heading
    self.unit = unit
    self.style = style
    self.direction = direction
    self.isPrimary = isPrimary
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

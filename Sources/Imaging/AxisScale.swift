// Linear and logarithmic axes: where a number lies between the ends of an axis.

import Foundation

/// How numbers are spread along an axis.
package enum AxisScale: Hashable, Sendable {
  case linear
  /// By the logarithm: numbers that are not positive have no place.
  case log

  /// Where a number lies between two others: 0 at `low`, 1 at `high`.
  func position(of value: Double, low: Double, high: Double) -> Double {
    switch self {
    case .linear: (value - low) / (high - low)
    case .log: log10(value / low) / log10(high / low)
    }
  }

  /// Whether an axis can show a number: finite and below 1e29, on a logarithmic one above 1e-29.
  func canShow(_ value: Double) -> Bool {
    value.magnitude < 1e29 && (self == .linear || value > 1e-29)
  }
}

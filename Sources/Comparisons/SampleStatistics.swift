// What a few values of one metric say: mean with its interval, median, range.

import Foundation

/// Statistics of a few values, one for each seed.
package struct SampleStatistics: Sendable, Equatable {
  /// How many values there are.
  package let count: Int
  package let mean: Double
  /// Half the width of the 95 % confidence interval of the mean; nil for a single value.
  ///
  /// `t s / sqrt(n)` with the sample standard deviation s (n - 1) and the 97.5 % quantile t of
  /// Student's distribution with n - 1 degrees of freedom.
  package let halfWidth: Double?
  package let median: Double
  package let minimum: Double
  package let maximum: Double

  /// Statistics of the finite values; nil where there are none.
  package init?(_ values: [Double]) {
    let values = values.filter(\.isFinite).sorted()
    guard let first = values.first, let last = values.last else { return nil }
    count = values.count
    let number = Double(count)
    let mean = values.reduce(0) { $0 + $1 / number }
    self.mean = mean
    (minimum, maximum) = (first, last)
    let middle = count / 2
    median =
      count % 2 == 1 ? values[middle] : values[middle - 1] / 2 + values[middle] / 2
    if count > 1 {
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let t = StudentT.quantile(0.975, degreesOfFreedom: count - 1)
      halfWidth = t * (squares / (number - 1)).squareRoot() / number.squareRoot()
    } else {
      halfWidth = nil
    }
  }

  /// The lower end of the interval.
  package var low: Double? { halfWidth.map { mean - $0 } }

  /// The upper end of the interval.
  package var high: Double? { halfWidth.map { mean + $0 } }

  /// Whether the interval lies on one side of 0, by more than the rounding of equal values.
  package var excludesZero: Bool {
    guard let halfWidth else { return false }
    return abs(mean) > halfWidth + 1e-12 * max(abs(minimum), abs(maximum))
  }
}

// Ticks of logarithmic axes: powers of ten, with steps between where few of them fit.

import Foundation

extension Ticks {
  /// Ticks at powers of ten from `low` to `high`, ends included where they are round.
  ///
  /// Every second, fifth or tenth power where there are far more than `count`; with 1, 2 and 5
  /// times the powers where there are fewer than two; evenly spread ones where even these are
  /// fewer than two. None unless 0 < low < high, both finite.
  package init(logFrom low: Double, to high: Double, about count: Int) {
    guard low > 0, low < high, high.isFinite, count > 0 else {
      self.init(values: [], step: 0)
      return
    }
    let first = Int((log10(low) - 1e-9).rounded(.up))
    let last = Int((log10(high) + 1e-9).rounded(.down))
    let powers = first <= last ? last - first + 1 : 0
    if powers >= 2 {
      let apart = [1, 2, 5, 10, 20, 50, 100].first { powers <= 2 * count * $0 } ?? 200
      let exponents = (first...last).filter { $0.isMultiple(of: apart) }
      self.init(values: exponents.map { pow(10, Double($0)) }, step: 0)
      return
    }
    let around = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
    let between = around.flatMap { power in
      [1, 2, 5].map { $0 * pow(10, Double(power)) }
    }
    let inside = between.filter { $0 >= low * (1 - 1e-9) && $0 <= high * (1 + 1e-9) }
    if inside.count >= 2 {
      self.init(values: inside, step: 0)
    } else {
      self.init(from: low, to: high, about: count)
    }
  }

  /// The step that gives a logarithmic tick the decimals it needs.
  static func ownStep(of value: Double) -> Double {
    value > 0 ? pow(10, (log10(value) + 1e-9).rounded(.down)) : 1
  }
}

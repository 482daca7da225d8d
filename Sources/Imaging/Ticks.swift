// Where an axis has its numbers and how they are written.

import Foundation

/// Round numbers along an axis: 1, 2 or 5 times a power of ten apart, or powers of ten.
package struct Ticks: Equatable, Sendable {
  package let values: [Double]
  /// The distance of linear ticks; 0 on a logarithmic axis.
  package let step: Double

  init(values: [Double], step: Double) {
    self.values = values
    self.step = step
  }

  /// About `count` ticks from `low` to `high`, ends included where they are round.
  ///
  /// No ticks where the ends are not finite, not in order or too close to tell numbers apart.
  package init(from low: Double, to high: Double, about count: Int) {
    // Halves first: the difference of two huge numbers may not be finite.
    let half = high / 2 - low / 2
    guard low.isFinite, high.isFinite, half > 0, count > 0, half < 1e300, half > 1e-300,
      half > max(low.magnitude, high.magnitude) * 1e-12
    else {
      values = []
      step = 0
      return
    }
    let rough = half * 2 / Double(count)
    let power = pow(10, (log10(rough)).rounded(.down))
    let ratio = rough / power
    let factor: Double = ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10
    let step = factor * power
    self.step = step
    let slack = 1e-6
    let first = (low / step - slack).rounded(.up)
    let last = (high / step + slack).rounded(.down)
    guard first <= last, last - first < 1000 else {
      values = []
      return
    }
    values = (0...Int(last - first)).map { index in
      // Multiplying whole numbers, not adding steps, keeps 0 and 0.3 exact.
      let multiple = first + Double(index)
      return multiple == 0 ? 0 : power < 1 ? multiple * factor / (1 / power) : multiple * step
    }
  }

  /// The ticks as text: with the same number of decimals, or as powers of ten from a million.
  package var labels: [String] {
    values.map { Ticks.label($0, step: step > 0 ? step : Ticks.ownStep(of: $0)) }
  }

  /// A number written with the decimals that its step needs; a real minus sign.
  static func label(_ value: Double, step: Double) -> String {
    let size = max(value.magnitude, step)
    let text: String
    if size >= 1e6 || step < 1e-4 {
      text = scientific(value, step: step)
    } else {
      let decimals = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
      text = String(format: "%.\(decimals)f", value)
    }
    return text.replacingOccurrences(of: "-", with: "−")
  }

  /// "1.5e6": the fewest digits that tell ticks apart.
  private static func scientific(_ value: Double, step: Double) -> String {
    guard value != 0 else { return "0" }
    let exponent = Int(log10(value.magnitude * (1 + 1e-12)).rounded(.down))
    let needed = Double(exponent) - log10(step)
    let digits = Int((needed - 1e-9).rounded(.up).clamped(to: 0...12))
    var mantissa = String(format: "%.\(digits)f", value / pow(10, Double(exponent)))
    if mantissa.contains(".") {
      while mantissa.hasSuffix("0") { mantissa.removeLast() }
      if mantissa.hasSuffix(".") { mantissa.removeLast() }
    }
    return "\(mantissa)e\(exponent)"
  }
}

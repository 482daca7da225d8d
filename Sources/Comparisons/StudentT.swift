// Student's t distribution: how wide an interval must be that a few seeds allow to state.

import Foundation

/// Student's t distribution.
///
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.5.8 and 26.7.
package enum StudentT {
  /// The probability of a value below `t`.
  ///
  /// `1 - I_x(n / 2, 1 / 2) / 2` for positive t with `x = n / (n + t^2)`, where I is the regularised
  /// incomplete beta function. NaN for fewer than one degree of freedom.
  package static func cumulative(_ t: Double, degreesOfFreedom: Int) -> Double {
    guard degreesOfFreedom >= 1, !t.isNaN else { return .nan }
    let n = Double(degreesOfFreedom)
    let tail = regularisedBeta(n / (n + t * t), n / 2, 0.5) / 2
    return t > 0 ? 1 - tail : tail
  }

  /// The value below which a share `p` of the distribution lies.
  ///
  /// NaN for p outside 0 to 1 or fewer than one degree of freedom.
  package static func quantile(_ p: Double, degreesOfFreedom: Int) -> Double {
    guard p > 0, p < 1, degreesOfFreedom >= 1 else { return .nan }
    if p < 0.5 { return -quantile(1 - p, degreesOfFreedom: degreesOfFreedom) }
    var (low, high) = (0.0, 1.0)
    while high < 1e300, cumulative(high, degreesOfFreedom: degreesOfFreedom) < p {
      (low, high) = (high, 2 * high)
    }
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      if cumulative(middle, degreesOfFreedom: degreesOfFreedom) < p {
        low = middle
      } else {
        high = middle
      }
    }
    return low + (high - low) / 2
  }

  /// The regularised incomplete beta function, by its continued fraction (Lentz's method).
  private static func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges fast only on this side; the other follows from symmetry.
    if x > (a + 1) / (a + b + 2) { return 1 - regularisedBeta(1 - x, b, a) }
    let factor = exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
    return factor * fraction(x, a, b) / a
  }

  private static func logGamma(_ x: Double) -> Double { lgamma(x) }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    let nonZero = { (value: Double) in abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / nonZero(1 - (a + b) * x / (a + 1))
    var result = d
    for index in 1...10_000 {
      let m = Double(index)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonZero(1 + even * d)
      c = nonZero(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonZero(1 + odd * d)
      c = nonZero(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return result
  }
}

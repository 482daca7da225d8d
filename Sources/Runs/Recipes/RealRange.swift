// An interval of real numbers whose ends may be open, closed or absent.

/// The real numbers that a setting accepts.
public struct RealRange: Sendable, Equatable {
  /// The lower end, or minus infinity for none.
  public let lower: Double
  /// The upper end, or infinity for none.
  public let upper: Double
  /// Whether the lower end itself belongs to the range.
  public let includesLower: Bool
  /// Whether the upper end itself belongs to the range.
  public let includesUpper: Bool

  /// Creates a range from its ends.
  public init(lower: Double, upper: Double, includesLower: Bool, includesUpper: Bool) {
    self.lower = lower
    self.upper = upper
    self.includesLower = includesLower
    self.includesUpper = includesUpper
  }

  /// Every finite number.
  public static let any = RealRange(
    lower: -.infinity, upper: .infinity, includesLower: false, includesUpper: false)

  /// Both ends belong to the range.
  public static func closed(_ range: ClosedRange<Double>) -> RealRange {
    RealRange(
      lower: range.lowerBound, upper: range.upperBound, includesLower: true, includesUpper: true)
  }

  /// Neither end belongs to the range.
  public static func between(_ lower: Double, and upper: Double) -> RealRange {
    RealRange(lower: lower, upper: upper, includesLower: false, includesUpper: false)
  }

  /// Numbers of at least `lower` and below `upper`.
  public static func from(_ lower: Double, below upper: Double = .infinity) -> RealRange {
    RealRange(lower: lower, upper: upper, includesLower: true, includesUpper: false)
  }

  /// Numbers above `lower` and of at most `upper`.
  public static func above(_ lower: Double, through upper: Double = .infinity) -> RealRange {
    RealRange(
      lower: lower, upper: upper, includesLower: false, includesUpper: upper.isFinite)
  }

  /// Whether a finite number lies in the range.
  public func contains(_ value: Double) -> Bool {
    value.isFinite
      && (includesLower ? value >= lower : value > lower)
      && (includesUpper ? value <= upper : value < upper)
  }

  /// What is wrong with a number of the range once it is rounded to the 32 bits that training
  /// computes with; nil for nothing.
  ///
  /// It must stay off the ends that do not belong to the range, and must not become the 0 at an
  /// end, which often means "off". A range without ends is of numbers that training never sees.
  func problemOfRounding(_ value: Double) -> String? {
    guard self != .any else { return nil }
    let rounded = Float(value)
    guard rounded.isFinite else { return "is too large for a 32-bit number" }
    if rounded == 0, value != 0, lower == 0 || upper == 0 {
      return "is too small for a 32-bit number"
    }
    let isInside =
      (includesLower || rounded > Float(lower)) && (includesUpper || rounded < Float(upper))
    return isInside ? nil : "rounds to \(rounded) in 32 bits, which is out of range"
  }

  /// Whether no number lies in the range.
  package var isEmpty: Bool {
    !(lower < upper) && !(lower == upper && includesLower && includesUpper)
  }
}

extension RealRange: CustomStringConvertible {
  /// The range in words, such as "from 0 to 1" or "above 0".
  public var description: String {
    let below = upper.isFinite ? "\(includesUpper ? "at most" : "below") \(short(upper))" : nil
    guard lower.isFinite else { return below ?? "of any size" }
    if includesLower, includesUpper { return "from \(short(lower)) to \(short(upper))" }
    let above = "\(includesLower ? "at least" : "above") \(short(lower))"
    return below.map { "\(above) and \($0)" } ?? above
  }

  private func short(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

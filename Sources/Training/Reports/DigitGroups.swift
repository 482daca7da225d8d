// Large whole numbers as people read them.

/// Digits in groups of three, like `1,234,567`.
public enum DigitGroups {
  /// The text of a number.
  public static func text(_ number: Int) -> String {
    var groups: [Substring] = []
    var digits = Substring(String(number.magnitude))
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }
}

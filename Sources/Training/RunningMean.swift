// Means over an epoch that survive being interrupted.

/// Sums of named numbers and how many were added, exact across a save and a restore.
public struct RunningMeans: Sendable, Equatable {
  /// The names, in order.
  public let names: [String]
  private var sums: [Double]
  /// How many times numbers were added.
  public private(set) var count = 0

  /// Empty sums.
  public init(_ names: [String]) {
    self.names = names
    sums = [Double](repeating: 0, count: names.count)
  }

  /// Adds one number for each name.
  public mutating func add(_ values: [Float]) {
    for (index, value) in values.prefix(sums.count).enumerated() { sums[index] += Double(value) }
    count += 1
  }

  /// The means by name; NaN before anything was added.
  public var means: [(name: String, value: Double)] {
    zip(names, sums).map { ($0, $1 / Double(count)) }
  }

  /// The state in words that give back the same bits.
  public var text: String {
    ([String(count)] + sums.map { String($0.bitPattern, radix: 16) }).joined(separator: " ")
  }

  /// Sums restored from `text`; nil if it is not of this form.
  public init?(_ names: [String], text: String) {
    let words = text.split(separator: " ")
    guard words.count == names.count + 1, let count = Int(words[0]), count >= 0 else { return nil }
    let bits = words.dropFirst().compactMap { UInt64($0, radix: 16) }
    guard bits.count == names.count else { return nil }
    self.init(names)
    self.count = count
    sums = bits.map(Double.init(bitPattern:))
  }
}

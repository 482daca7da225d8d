// The refusal of a name that no metric has.

/// A name that no metric has.
public struct UnknownMetricError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What came, the nearest name, and all names.
  public let description: String

  /// The refusal of a name where others are known.
  package init(_ name: String, among names: [String]) {
    let hint = nearestName(to: name, among: names).map { " Did you mean \"\($0)\"?" } ?? ""
    description =
      "\(quoted(name)) is not a metric.\(hint) Metrics: \(names.joined(separator: ", "))."
  }
}

// Which way a metric gets better.

/// Which way a metric gets better.
public enum MetricDirection: Sendable, Equatable, CustomStringConvertible {
  /// More is better.
  case higher
  /// Less is better.
  case lower
  /// Neither is.
  case none
  /// The nearer to a value the better.
  case target(Double)

  /// How good a value is, the higher the better; nil where neither is.
  public func merit(_ value: Double) -> Double? {
    switch self {
    case .higher: value
    case .lower: -value
    case .target(let target): -abs(value - target)
    case .none: nil
    }
  }

  /// The direction in a reader's words.
  public var description: String {
    switch self {
    case .higher: "higher is better"
    case .lower: "lower is better"
    case .none: "neither higher nor lower is better"
    case .target(let value): "the nearer to \(value) the better"
    }
  }
}

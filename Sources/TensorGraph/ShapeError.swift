// The error of an operation whose inputs do not fit.

/// An operation was given shapes, kinds or arguments that it cannot take.
public struct ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operation's name.
  public let operation: String
  /// What came and what was needed.
  public let problem: String
  /// What to do about it.
  public let remedy: String
  /// The layers that the operation stands in, outermost first, joined by slashes.
  public var path: String

  package init(operation: String, problem: String, remedy: String, path: String = "") {
    self.operation = operation
    self.problem = problem
    self.remedy = remedy
    self.path = path
  }

  /// Where, what came, what was needed, and the remedy.
  public var description: String {
    (path.isEmpty ? "" : "\(path): ") + "\(operation): \(problem); \(remedy)"
  }
}

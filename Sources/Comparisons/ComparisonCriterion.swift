// What makes one measurement better than another.

/// The metrics that make one measurement better than another.
public struct ComparisonCriterion: Sendable, Equatable {
  /// The metrics that decide, the most important first.
  public let metrics: [String]
  /// Which epoch of a run is the best by them, in a reader's words: "the epoch with the most modes".
  public let best: String

  /// A criterion.
  public init(_ metrics: [String], best: String) {
    self.metrics = metrics
    self.best = best
  }

  /// Nothing decides.
  package static let nothing = ComparisonCriterion(
    [], best: "no epoch, as nothing that decides was measured")
}

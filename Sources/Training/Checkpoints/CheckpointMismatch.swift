// The refusal of a checkpoint that belongs to something else.

/// A checkpoint that does not belong to the networks it should be restored into.
public struct CheckpointMismatch: Error, Sendable, CustomStringConvertible {
  /// What came, what was needed, and the remedy.
  public let description: String

  /// A refusal in words.
  package init(description: String) {
    self.description = description
  }
}

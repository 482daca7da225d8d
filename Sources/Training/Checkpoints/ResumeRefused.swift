// The refusal to take up a run that would not go on as it began.

/// A run that would not go on as it began.
public struct ResumeRefused: Error, Sendable, CustomStringConvertible {
  /// What differs, one line each.
  public let differences: [String]

  /// A refusal for these reasons.
  package init(differences: [String]) {
    self.differences = differences
  }

  /// The list and the way out.
  public var description: String {
    "the run would not go on as it began:\n"
      + differences.map { "  \($0)" }.joined(separator: "\n")
      + "\nRepeat with --allow-changes to accept this; the results are then no longer those of "
      + "one unbroken run."
  }
}

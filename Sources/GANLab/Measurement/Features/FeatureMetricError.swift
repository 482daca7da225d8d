// What can be wrong with the features and probabilities that sample metrics are computed from.

/// Features or probabilities that a metric cannot be computed from.
public enum FeatureMetricError: Error, Sendable, Equatable {
  /// Values that do not fill rows of the given length.
  case badShape(what: String, count: Int, columns: Int, fewestColumns: Int)
  /// A feature that is not finite, or so large that its square has no place in single precision.
  case badFeature(row: Int, value: Float)
  /// A probability outside of 0 to 1.
  case badProbability(row: Int, value: Float)
  /// Probabilities of one sample that do not sum to 1.
  case badSum(row: Int, sum: Float)
  /// Rows of different lengths, or of different numbers where one belongs to one.
  case unlike(what: String, first: Int, second: Int, remedy: String)
  /// Fewer samples than the metric needs.
  case tooFew(metric: String, samples: String, count: Int, needed: Int, remedy: String)
  /// A setting outside of its range.
  case badSetting(name: String, value: Int, needed: String)
  /// Eigenvalues that the iteration does not find.
  case noConvergence(size: Int)
}

extension FeatureMetricError: CustomStringConvertible {
  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .badShape(let what, let count, let columns, let fewest):
      "\(count) values of \(what) came in rows of \(columns). Needed: a positive multiple of the "
        + "row's length, and rows of at least \(fewest); pass one row for each sample."
    case .badFeature(let row, let value):
      "the features of sample \(row) hold \(value). Needed: numbers of at most "
        + "\(ClassifierFeatures.largestMagnitude) in size; look for a generator or classifier that "
        + "has diverged."
    case .badProbability(let row, let value):
      "the probabilities of sample \(row) hold \(value). Needed: numbers from 0 to 1; pass the "
        + "classifier's softmax, not its logits."
    case .badSum(let row, let sum):
      "the probabilities of sample \(row) sum to \(sum). Needed: 1; pass the classifier's softmax "
        + "over all classes."
    case .unlike(let what, let first, let second, let remedy):
      "\(what): \(first) and \(second) came. Needed: the same number; \(remedy)."
    case .tooFew(let metric, let samples, let count, let needed, let remedy):
      "\(metric): \(count) \(samples) came. Needed: at least \(needed); \(remedy)."
    case .badSetting(let name, let value, let needed):
      "\(name): \(value) came. Needed: \(needed)."
    case .noConvergence(let size):
      "the eigenvalues of a \(size) x \(size) covariance were not found. Needed: features of "
        + "ordinary size and spread; look at the classifier's features."
    }
  }
}

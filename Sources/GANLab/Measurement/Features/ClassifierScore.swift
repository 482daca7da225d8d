// How sure a classifier is of samples, and how many classes it finds, in one number.

import Foundation

/// The classifier score of samples: the form of the inception score with another classifier.
///
/// `exp(mean over samples of sum p(y|x) ln(p(y|x) / p(y)))`, p(y) the mean of p(y|x); the mean over
/// splits of the samples in their order. From 1 (all samples answered alike) to the number of
/// classes (each sample sure, all classes even). It looks at generated samples only: one clear
/// sample of each class would score best. Salimans et al. 2016, "Improved Techniques for Training
/// GANs"; not comparable with a published inception score.
public struct ClassifierScore: Sendable, Equatable {
  /// The mean over splits.
  public let mean: Double
  /// The standard deviation over splits, by their number and not one less, as published.
  public let standardDeviation: Double
  /// The number of splits.
  public let splits: Int

  /// Scores samples.
  ///
  /// - Parameter splits: into how many parts of equal size, but for 1, samples are cut.
  /// - Throws: `FeatureMetricError.badSetting` for less than one split, `.tooFew` for fewer samples
  ///   in a split than classes: a split scores at most its number of samples.
  public init(of probabilities: ClassProbabilities, splits: Int = 10) throws(FeatureMetricError) {
    guard splits > 0 else {
      throw .badSetting(name: "splits of classifier_score", value: splits, needed: "at least 1")
    }
    let (count, classCount) = (probabilities.count, probabilities.classCount)
    guard count / splits >= classCount else {
      let (needed, overflows) = splits.multipliedReportingOverflow(by: classCount)
      throw .tooFew(
        metric: "classifier_score", samples: "samples", count: count,
        needed: overflows ? .max : needed,
        remedy: "\(classCount) for each of \(splits) splits; take more samples or fewer splits")
    }
    // Before the last split, sizes are those of NumPy's array_split for equal parts.
    let (size, longer) = count.quotientAndRemainder(dividingBy: splits)
    let scores = (0..<splits).map { split in
      let start = split * size + min(split, longer)
      return Self.score(probabilities, start..<start + size + (split < longer ? 1 : 0))
    }
    let mean = scores.reduce(0, +) / Double(splits)
    let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardDeviation = (squares / Double(splits)).squareRoot()
    self.splits = splits
  }

  private static func score(_ probabilities: ClassProbabilities, _ rows: Range<Int>) -> Double {
    let classCount = probabilities.classCount
    let values = probabilities.values
    var shares = [Double](repeating: 0, count: classCount)
    for row in rows {
      for label in 0..<classCount { shares[label] += Double(values[row * classCount + label]) }
    }
    let logs = shares.map { log($0 / Double(rows.count)) }
    var sum = 0.0
    for row in rows {
      for label in 0..<classCount {
        let probability = Double(values[row * classCount + label])
        // 0 ln 0 is 0.
        if probability > 0 { sum += probability * (log(probability) - logs[label]) }
      }
    }
    return exp(sum / Double(rows.count))
  }
}

// Everything that is measured of generated samples through a classifier, under its logged names.

import Runs

/// What the classifier that judges samples makes of them.
public struct ClassifierOutputs: Sendable {
  /// A row of features for each sample.
  public let features: ClassifierFeatures
  /// A row of class probabilities for each sample, in the same order.
  public let probabilities: ClassProbabilities

  /// - Throws: `FeatureMetricError.unlike` unless both have as many rows.
  public init(
    features: ClassifierFeatures, probabilities: ClassProbabilities
  ) throws(FeatureMetricError) {
    guard features.count == probabilities.count else {
      throw .unlike(
        what: "rows of features and of probabilities", first: features.count,
        second: probabilities.count, remedy: "pass one of each for each sample")
    }
    self.features = features
    self.probabilities = probabilities
  }

  /// The outputs for some samples, by their places.
  fileprivate func rows(_ places: [Int]) -> ClassifierOutputs {
    ClassifierOutputs(
      checked: features.rows(places), probabilities.rows(places))
  }

  private init(checked features: ClassifierFeatures, _ probabilities: ClassProbabilities) {
    self.features = features
    self.probabilities = probabilities
  }
}

/// The classifier-feature metrics of generated samples, and what real ones score by them.
///
/// The real samples are dealt to two halves. Generated samples are compared with the first, by
/// their leading ones, as many as it has; the second, in the place of generated ones, gives the
/// floor: what a perfect sampler would score with the same numbers of samples. What depends on the
/// real samples alone is computed once, so keep one value for all epochs.
public struct FeatureScores: Sendable {
  /// The samples of each kind that are compared.
  public let count: Int
  private let reference: ClassifierOutputs
  private let rest: ClassifierOutputs
  private let frechet: ClassifierFrechetDistance
  private let kernel: ClassifierKernelDistance
  private let neighbourhoods: RealNeighbourhoods
  private let splits: Int
  private let seed: UInt64

  /// The fewest samples of each kind for features of a length and a number of classes; with them
  /// the classifier score takes fewer than ten splits where each would be smaller than the classes.
  static func fewestSamples(dimension: Int, classCount: Int) -> Int {
    max(2 * dimension, 2 * ClassifierKernelDistance.subsetSizes.lowerBound, classCount)
  }

  /// - Parameters:
  ///   - real: real samples that no network was trained on.
  ///   - neighbours: of precision, recall, density and coverage.
  ///   - splits: of the classifier score.
  ///   - seed: decides about halves and subsets.
  /// - Throws: `FeatureMetricError` if a half is too small for one of the metrics, or a setting is
  ///   out of its range.
  public init(
    real: ClassifierOutputs, neighbours: Int = 5, splits: Int = 10, seed: UInt64 = 0
  ) throws(FeatureMetricError) {
    let places = try halfPlaces(real.features.count, seed: seed)
    reference = real.rows(places.first)
    rest = real.rows(places.second)
    count = places.first.count
    frechet = try ClassifierFrechetDistance(real: reference.features)
    kernel = try ClassifierKernelDistance(real: reference.features, seed: seed)
    neighbourhoods = try RealNeighbourhoods(real: reference.features, neighbours: neighbours)
    _ = try ClassifierScore(of: reference.probabilities, splits: splits)
    self.splits = splits
    self.seed = seed
  }

  /// The metrics of generated samples, in the order of `MetricsCatalog`.
  ///
  /// - Throws: `FeatureMetricError.tooFew` for fewer than `count` samples, `.unlike` for outputs of
  ///   another classifier.
  public func record(
    of generated: ClassifierOutputs
  ) throws(FeatureMetricError) -> MetricsRecord {
    guard generated.features.count >= count else {
      throw .tooFew(
        metric: "classifier-feature metrics", samples: "generated samples",
        count: generated.features.count, needed: count,
        remedy: "as many as half of the real samples; draw more, or pass fewer real ones")
    }
    let leading = generated.rows(Array(0..<count))
    var record = MetricsRecord()
    record["classifier_frechet"] = .real(try frechet.distance(to: leading.features))
    let estimate = try kernel.squared(to: leading.features)
    record["classifier_kernel"] = .real(estimate.mean)
    record["classifier_kernel_error"] = .real(estimate.standardError)
    let probabilities = leading.probabilities
    record["classifier_score"] = .real(
      try ClassifierScore(of: probabilities, splits: splits).mean)
    record["confident"] = .real(probabilities.confidentShare())
    record["classes"] = .integer(probabilities.presentClasses)
    record["class_kl"] = .real(
      try probabilities.classDivergence(from: reference.probabilities))
    let scores = try neighbourhoods.scores(of: leading.features)
    record["precision"] = .real(scores.precision)
    record["recall"] = .real(scores.recall)
    record["density"] = .real(scores.density)
    record["coverage"] = .real(scores.coverage)
    return record
  }

  /// What the other half of the real samples scores: the floor, for a manifest's `perfect`.
  ///
  /// - Throws: `FeatureMetricError`, in the same cases as `record(of:)`.
  public func floor() throws(FeatureMetricError) -> MetricsRecord {
    try record(of: rest)
  }

  /// How the numbers of `record(of:)` come about, with the numbers of samples.
  public var protocols: [String: String] {
    var protocols = MetricsCatalog.protocols(of: MetricsCatalog.imageEntries.map(\.name))
    let settings = [
      "classifier_kernel": "; seed \(seed)", "classifier_score": "; \(splits) splits",
      "precision": "; k \(neighbourhoods.neighbours)", "recall": "; k \(neighbourhoods.neighbours)",
      "density": "; k \(neighbourhoods.neighbours)",
      "coverage": "; k \(neighbourhoods.neighbours)",
    ]
    for (name, text) in protocols {
      protocols[name] = "\(text)\(settings[name] ?? ""); the leading \(count) samples of each kind"
    }
    return protocols
  }
}

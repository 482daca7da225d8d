// What a classifier makes of a run's generated images, beside held-out real ones.

import Datasets
import Runs

/// The classifier-feature metrics of one set of images.
struct ImageScores {
  /// The images of each kind unless another number is asked for.
  static let automaticCount = 2000
  private static let mostSplits = 10

  /// What judges the images.
  let classifier: FeatureClassifier
  /// The metrics, with the features of the real images.
  let features: FeatureScores
  private let heldOutCount: Int

  /// - Parameter count: the images of each kind, at most half of the held-out ones.
  init(_ classifier: FeatureClassifier, _ data: ImageData, count: Int) throws {
    self.classifier = classifier
    heldOutCount = data.heldOut.count
    let real = try classifier.outputs(of: data.heldOut, data.heldOut.evenlySpacedPlaces(2 * count))
    features = try FeatureScores(
      real: real, splits: max(1, min(Self.mostSplits, count / data.heldOut.classNames.count)))
  }

  /// The metrics of generated images, from -1 to 1; none measured where a value is not finite.
  func record(of images: [Float]) throws -> MetricsRecord {
    guard images.allSatisfy(\.isFinite) else {
      var record = MetricsRecord()
      for entry in MetricsCatalog.imageEntries { record[entry.name] = .null }
      return record
    }
    return try features.record(of: try classifier.outputs(of: images))
  }

  /// The metrics that a perfect sampler would score: those of real images nobody trained on.
  func floor() throws -> [String: Double] {
    var result: [String: Double] = [:]
    for field in try features.floor().fields {
      if let value = field.value.number, value.isFinite { result[field.name] = value }
    }
    return result
  }

  /// How the metrics come about, with what identifies the classifier.
  var protocols: [String: String] {
    var protocols = features.protocols
    protocols["classifier"] =
      "classifier \(classifier.identity) of \(classifier.description.name), "
      + "\(classifier.description.text); \(classifier.accuracyText)"
    protocols["feature_samples"] =
      "\(features.count) generated images and \(2 * features.count) held-out ones, evenly spaced "
      + "among \(heldOutCount), in two halves; raw weights, and averaged ones under ema_"
    return protocols
  }
}

extension ImageScores {
  /// How many images of each kind are measured.
  ///
  /// - Parameters:
  ///   - asked: the setting `feature-samples`; nil for auto.
  ///   - tell: gets the reason where auto leaves the metrics out.
  /// - Returns: 0 for no metrics.
  /// - Throws: `RecipeError.badValue` for a number that the data do not allow.
  static func count(
    _ asked: Int?, _ data: ImageData, tell: (String) -> Void
  ) throws(RecipeError) -> Int {
    if asked == 0 { return 0 }
    let classCount = data.training.classNames.count
    let fewest = FeatureScores.fewestSamples(
      dimension: FeatureNetwork.featureCount, classCount: classCount)
    let most = data.heldOut.count / 2
    let problem: (what: String, remedy: String)? =
      if classCount < 2 || data.heldOut.labels == nil {
        (
          "needs labels of two or more classes, and \(data.name) has "
            + (classCount == 1 ? "one class" : "none"),
          "images in subfolders, one for each class, or labels in the file"
        )
      } else if most < fewest {
        (
          "needs \(2 * fewest) held-out images, and \(data.name) has \(data.heldOut.count)",
          "more images"
        )
      } else {
        nil
      }
    guard let asked else {
      guard let problem else { return min(automaticCount, most) }
      tell(
        "no metrics of image quality: feature-samples \(problem.what). Needed: \(problem.remedy).")
      return 0
    }
    let refusal =
      problem
      ?? (asked < fewest
        ? ("are too few for the metrics", "at least \(fewest)")
        : asked > most
          ? (
            "asks for \(2 * asked) held-out images, and \(data.name) has \(data.heldOut.count)",
            "at most \(most)"
          ) : nil)
    guard let refusal else { return asked }
    throw .badValue(
      key: "feature-samples", came: String(asked), problem: refusal.what,
      needed: "\(refusal.remedy), auto, or 0 for no such metrics", nearest: nil, origin: .program)
  }
}

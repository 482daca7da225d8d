// What a classifier sees in samples: one row of features for each.

import GraphCompiler
import Mixing
import Tensors

/// Features of samples from the classifier that judges them, a row for each sample.
///
/// Numbers that are computed of them depend on the classifier: they are comparable within one
/// classifier only, and never with a published FID, which is computed with Inception v3.
public struct ClassifierFeatures: Sendable, Equatable {
  /// The largest size of a feature, far from where squares overflow.
  public static let largestMagnitude: Float = 1e16

  /// The number of samples.
  public let count: Int
  /// The number of features of a sample.
  public let dimension: Int
  /// `[count, dimension]`, row-major.
  public let values: [Float]

  /// Features in row-major order.
  ///
  /// - Throws: `FeatureMetricError.badShape` without rows or with a part of one, `.badFeature` for
  ///   numbers that are not finite or larger than `largestMagnitude`.
  public init(_ values: [Float], dimension: Int) throws(FeatureMetricError) {
    guard dimension > 0, !values.isEmpty, values.count % dimension == 0 else {
      throw .badShape(what: "features", count: values.count, columns: dimension, fewestColumns: 1)
    }
    // Also false for NaN.
    let isGood = { (value: Float) in abs(value) <= Self.largestMagnitude }
    if let index = values.firstIndex(where: { !isGood($0) }) {
      throw .badFeature(row: index / dimension, value: values[index])
    }
    self.init(checked: values, dimension: dimension)
  }

  private init(checked values: [Float], dimension: Int) {
    count = values.count / dimension
    self.dimension = dimension
    self.values = values
  }

  /// The same rows for the distances between them.
  var featureRows: FeatureRows { FeatureRows(values, dimension: dimension) }

  /// The features of some samples, by their places.
  func rows(_ places: some Sequence<Int>) -> ClassifierFeatures {
    var chosen: [Float] = []
    for place in places {
      chosen += values[place * dimension..<(place + 1) * dimension]
    }
    return ClassifierFeatures(checked: chosen, dimension: dimension)
  }

  /// Two disjoint halves of equal size, drawn by the seed alone; of an odd number one is left out.
  ///
  /// What a metric scores between halves of real samples is its floor: no generator can be expected
  /// to score better with as many samples.
  /// - Throws: `FeatureMetricError.tooFew` for less than two samples.
  public func halves(
    seed: UInt64
  ) throws(FeatureMetricError) -> (first: ClassifierFeatures, second: ClassifierFeatures) {
    let places = try halfPlaces(count, seed: seed)
    return (rows(places.first), rows(places.second))
  }

  /// Refuses features of another classifier.
  func check(against other: ClassifierFeatures) throws(FeatureMetricError) {
    guard dimension == other.dimension else {
      throw .unlike(
        what: "features of a sample", first: dimension, second: other.dimension,
        remedy: "take both from the same layer of one classifier")
    }
  }
}

/// What random numbers of this folder are drawn for.
enum FeatureDraw: UInt32 {
  case halves, realSubsets, generatedSubsets
}

/// The numbers below `count` in an order that the seed alone decides.
func shuffledPlaces(_ count: Int, seed: UInt64, draw: FeatureDraw) -> [Int] {
  var random = RandomStream(
    seed: seed, stream: RandomStreamName.evaluation.rawValue, draw: draw.rawValue)
  var places = Array(0..<count)
  // Fisher and Yates's shuffle, because the standard library's may change with its version.
  for end in stride(from: count - 1, to: 0, by: -1) {
    places.swapAt(end, random.integer(below: end + 1))
  }
  return places
}

/// The places of two halves of `count` samples, each in ascending order.
func halfPlaces(
  _ count: Int, seed: UInt64
) throws(FeatureMetricError) -> (first: [Int], second: [Int]) {
  guard count > 1 else {
    throw .tooFew(
      metric: "halves", samples: "real samples", count: count, needed: 2,
      remedy: "take more real samples")
  }
  let places = shuffledPlaces(count, seed: seed, draw: .halves)
  let half = count / 2
  return (places[..<half].sorted(), places[half..<2 * half].sorted())
}

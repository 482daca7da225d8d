// The classifier that judges a run's images: features and class probabilities of any of them.

import Datasets
import NeuralNetworks
import Runs
import Tensors

/// A small convolutional classifier of one set of images.
///
/// It is trained on the set's training images by a seed of its own, and the same for all runs on
/// the set. Numbers from its features say nothing beside those of another classifier, which
/// `identity` tells apart.
public final class FeatureClassifier {
  /// The most images, and the most pixels of them, that go through the network at once.
  private static let most = (images: 100, pixels: 100 * 64 * 64)

  /// The share of held-out images that it puts into the right class.
  public let accuracy: Double
  /// The held-out images that `accuracy` was measured on.
  public let heldOutCount: Int
  /// 16 hexadecimal digits that differ wherever weights do.
  public let identity: String
  /// What it was trained on and how, as the cache's header says it.
  let description: ClassifierDescription
  let network: FeatureNetwork
  private let function: CompiledFunction
  private let batch: Int

  init(
    _ network: FeatureNetwork, _ description: ClassifierDescription, accuracy: Double,
    heldOutCount: Int
  ) {
    self.network = network
    self.description = description
    self.accuracy = accuracy
    self.heldOutCount = heldOutCount
    function = Self.judging(network)
    let pixels = description.sizes[1] * description.sizes[2]
    batch = max(1, min(Self.most.images, Self.most.pixels / pixels))
    var hash = FNV1a()
    for variable in network.variables {
      hash.combine(variable.name)
      variable.hostValue.floats.withUnsafeBytes { hash.combine($0) }
    }
    identity = hash.hexadecimal
  }

  /// Features and class probabilities of a batch.
  static func judging(_ network: FeatureNetwork) -> CompiledFunction {
    CompiledFunction(inputCount: 1) { inputs in
      let (features, logits) = network(inputs[0], mode: .inference)
      return [features, exp(logits - logits.logSumExp(along: [1], keepingDimensions: true))]
    }
  }

  /// Features and class probabilities of images from -1 to 1, one after the other.
  ///
  /// - Throws: `FeatureMetricError` for values that are no images of the set's size.
  public func outputs(of images: [Float]) throws -> ClassifierOutputs {
    let size = description.sizes.reduce(1, *)
    guard !images.isEmpty, images.count % size == 0 else {
      throw FeatureMetricError.badShape(
        what: "images", count: images.count, columns: size, fewestColumns: 1)
    }
    return try outputs(count: images.count / size) { range, buffer in
      for (place, value) in images[(range.lowerBound * size)..<(range.upperBound * size)]
        .enumerated()
      { buffer[place] = value }
    }
  }

  /// Features and class probabilities of some images of a set, by their places.
  public func outputs(of set: ImageSet, _ places: [Int]) throws -> ClassifierOutputs {
    try outputs(count: places.count) { try set.writeBatch(Array(places[$0]), to: $1) }
  }

  /// - Parameter fill: writes the images of a range to the beginning of a buffer.
  private func outputs(
    count: Int, _ fill: (Range<Int>, UnsafeMutableBufferPointer<Float>) throws -> Void
  ) throws -> ClassifierOutputs {
    let size = description.sizes.reduce(1, *)
    let shape = Shape([batch] + description.sizes)
    var (features, probabilities): ([Float], [Float]) = ([], [])
    for start in stride(from: 0, to: count, by: batch) {
      let range = start..<min(start + batch, count)
      var values = [Float](repeating: 0, count: batch * size)
      try values.withUnsafeMutableBufferPointer { buffer in
        try fill(range, UnsafeMutableBufferPointer(rebasing: buffer[..<(range.count * size)]))
      }
      let results = try function.run([try HostTensor(values, shape: shape)])
      features += results[0].floats.prefix(range.count * FeatureNetwork.featureCount)
      // Rounding puts a sure answer on either side of 1.
      probabilities += results[1].floats.prefix(range.count * description.classCount)
        .map { min($0, 1) }
    }
    return try ClassifierOutputs(
      features: ClassifierFeatures(features, dimension: FeatureNetwork.featureCount),
      probabilities: ClassProbabilities(probabilities, classCount: description.classCount))
  }

  /// The share of right answers in per cent, and of how many.
  var accuracyText: String {
    "\(percent(accuracy)) right on \(heldOutCount) held-out images"
  }
}

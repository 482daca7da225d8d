// The small convolutional network whose features samples are compared in.

import NeuralNetworks
import Tensors

/// Images to features, and features to logits of classes.
///
/// Blocks of a 3 x 3 convolution, batch normalisation, ReLU and, while a side is longer than 7
/// pixels, a maximum over 2 x 2; then one layer of features with ReLU, and a layer of classes.
struct FeatureNetwork {
  /// The numbers that an image is compared by.
  static let featureCount = 64
  /// The channels of the first block and of all others.
  private static let widths = (first: 32, other: 64)
  private static let mostPixelsASide = 7
  private static let fewestBlocks = 2

  private let convolutions: [(layers: Sequential, isPooled: Bool)]
  private let features: Linear
  private let classes: Linear

  /// A network with fresh weights.
  /// - Throws: `ShapeError` for sizes that no network can have.
  init(channels: Int, height: Int, width: Int, classCount: Int, seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    var (rows, columns, inputs) = (height, width, channels)
    var blocks: [(layers: Sequential, isPooled: Bool)] = []
    while min(rows, columns) > Self.mostPixelsASide || blocks.count < Self.fewestBlocks {
      let name = "block\(blocks.count)"
      let outputs = blocks.isEmpty ? Self.widths.first : Self.widths.other
      let layers = Sequential(
        name,
        [
          try Convolution2D(
            "\(name).0", inputs: inputs, outputs: outputs, kernel: 3, padding: 1, bias: false,
            weightInitializer: .heNormal, from: &random),
          try BatchNorm("\(name).1", features: outputs), Activation.relu,
        ])
      let isPooled = min(rows, columns) > Self.mostPixelsASide
      if isPooled { (rows, columns) = (rows / 2, columns / 2) }
      blocks.append((layers, isPooled))
      inputs = outputs
    }
    convolutions = blocks
    features = try Linear(
      "features", inputs: inputs * rows * columns, outputs: Self.featureCount,
      weightInitializer: .heNormal, from: &random)
    classes = try Linear(
      "classes", inputs: Self.featureCount, outputs: classCount, from: &random)
  }

  /// Features `[batch, featureCount]` and logits `[batch, classes]` of `[batch, channels, height,
  /// width]`.
  func callAsFunction(_ images: Tensor, mode: LayerMode) -> (features: Tensor, logits: Tensor) {
    let maps = convolutions.reduce(images) { value, block in
      let maps = block.layers(value, mode: mode)
      return block.isPooled ? maps.maxPooled(window: 2) : maps
    }
    let seen = relu(features(Flattened()(maps)))
    return (seen, classes(seen))
  }

  /// What is learned by gradients, in a fixed order.
  var parameters: [Variable] {
    convolutions.flatMap(\.layers.parameters) + features.parameters + classes.parameters
  }

  /// What is learned, with the running statistics, in the order of files.
  var variables: [Variable] { parameters + convolutions.flatMap(\.layers.statistics) }

  /// The network in words, from which caches know it.
  static var text: String {
    "3x3 convolutions of \(widths.first), then \(widths.other) channels, batch norm, ReLU, halved "
      + "to \(mostPixelsASide) pixels, \(featureCount) features"
  }
}

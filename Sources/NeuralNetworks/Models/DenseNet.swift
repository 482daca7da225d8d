// Densely connected networks with bottlenecks and compression.

import Tensors

/// One layer of a dense block: its input with `growth` new channels behind it.
private struct DenseLayer: NamedLayer {
  private let growth: Sequential

  var name: String { growth.name }

  /// BN, ReLU, 1 x 1 convolution to four times as many channels, BN, ReLU, 3 x 3 convolution.
  init(
    _ name: String, inputs: Int, growth: Int, _ dropout: Dropout, from random: inout RandomSource
  ) throws(ShapeError) {
    let narrow = try spreadConvolution(
      "\(name).conv1", inputs: inputs, outputs: 4 * growth, kernel: 1, from: &random)
    let last = try spreadConvolution(
      "\(name).conv2", inputs: 4 * growth, outputs: growth, kernel: 3, from: &random)
    self.growth = Sequential(
      name,
      [
        try BatchNorm("\(name).bn1", features: inputs), Activation.relu, narrow, dropout,
        try BatchNorm("\(name).bn2", features: 4 * growth), Activation.relu, last, dropout,
      ])
  }

  var parameters: [Variable] { growth.parameters }

  var statistics: [Variable] { growth.statistics }

  func callAsFunction(_ x: Tensor) -> Tensor { growth(x) }

  func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor {
    let new = growth(x, mode: mode)
    return withPath(lastNamePart) { concatenate([x, new], along: 1) }
  }
}

/// DenseNet-BC: three dense blocks, between which a 1 x 1 convolution halves the channels and a mean
/// over 2 x 2 pixels the image; batch normalisation, ReLU, the mean over the pixels, and a linear
/// layer.
///
/// Huang, Liu, van der Maaten, Weinberger, "Densely connected convolutional networks" (2017), arXiv
/// 1608.06993. Depth 190 and growth 40, which Zhang et al. 2018 train, have 25,624,430 parameters
/// for 3 channels and 10 classes. Takes `[batch, channels, height, width]` of at least 4 x 4 pixels
/// and gives logits `[batch, classes]`. The stages are the first convolution, the three dense blocks,
/// each with the halving that follows it, and the rest. Parameters bear the names of Veit's PyTorch
/// code: `conv1`, `block1.layer.0.bn1`, `trans1.conv1`, `bn1`, `fc`. Kernels of k x k pixels start
/// from `N(0, 2 / (k k outputs))`, the last bias from 0.
/// - Parameters:
///   - depth: the number of convolutions and linear layers on the longest way.
///   - growth: the channels that every layer of a dense block adds.
///   - dropout: the share of what each convolution but the first gives that is left out in training.
/// - Throws: `ShapeError` for a depth that is not 4 more than a multiple of 6, a growth that is not
///   from 1 to 256, less than 1 channel or class, and a share outside of [0, 1).
public func denseNet(
  _ name: String, depth: Int = 190, growth: Int = 40, channels: Int = 3, classes: Int,
  dropout: Float = 0, from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  guard (10...1000).contains(depth), (depth - 4) % 6 == 0, (1...256).contains(growth) else {
    throw ShapeError(
      operation: "DenseNet", problem: "depth \(depth) and growth \(growth) came",
      remedy: "use a depth such as 40, 100 or 190, 4 more than a multiple of 6 up to 1,000, and a "
        + "growth from 1 to 256", path: name)
  }
  let dropout = try Dropout(rate: dropout)
  var features = 2 * growth
  var stages: [any Layer] = [
    try spreadConvolution(
      "\(name).conv1", inputs: channels, outputs: features, kernel: 3, from: &random)
  ]
  for block in 1...3 {
    let place = "\(name).block\(block)"
    var parts: [any Layer] = []
    for index in 0..<(depth - 4) / 6 {
      parts.append(
        try DenseLayer(
          "\(place).layer.\(index)", inputs: features, growth: growth, dropout, from: &random))
      features += growth
    }
    if block < 3 {
      let transition = "\(name).trans\(block)"
      let halving = try spreadConvolution(
        "\(transition).conv1", inputs: features, outputs: features / 2, kernel: 1, from: &random)
      let norm = try BatchNorm("\(transition).bn1", features: features)
      parts.append(
        Sequential(
          transition, [norm, Activation.relu, halving, dropout, AveragePool(window: 2)]))
      features /= 2
    }
    stages.append(Sequential(place, parts))
  }
  let norm = try BatchNorm("\(name).bn1", features: features)
  let last = try Linear(
    "\(name).fc", inputs: features, outputs: classes, biasInitializer: .zeros, from: &random)
  stages.append(
    Sequential("\(name).head", [norm, Activation.relu, GlobalMeanPooling(), last]))
  return Sequential(name, stages)
}

/// A convolution without bias that keeps the size of the image, its weights drawn with regard to
/// what leaves it.
private func spreadConvolution(
  _ name: String, inputs: Int, outputs: Int, kernel: Int, from random: inout RandomSource
) throws(ShapeError) -> Convolution2D {
  let deviation = (2 / Double(max(kernel * kernel * outputs, 1))).squareRoot()
  let padding = kernel / 2
  return try Convolution2D(
    name, inputs: inputs, outputs: outputs, kernel: Extent(kernel, kernel),
    padding: Extent(padding, padding), bias: false,
    weightInitializer: .normal(standardDeviation: Float(deviation)), from: &random)
}

// Residual networks with pre-activation for images, narrow and wide.

import Tensors

/// One residual block: `shortcut + conv(relu(bn(conv(relu(bn(x))))))`.
///
/// He et al., "Identity mappings in deep residual networks" (2016). The shortcut is the block's own
/// input, or where sizes change a 1 x 1 convolution of the activated input.
struct PreActBlock: NamedLayer {
  let name: String
  private let norms: [BatchNorm]
  private let convolutions: [Convolution2D]
  private let shortcut: Convolution2D?

  init(
    _ name: String, inputs: Int, outputs: Int, stride: Int, from random: inout RandomSource
  ) throws(ShapeError) {
    self.name = name
    norms = [
      try BatchNorm("\(name).bn1", features: inputs),
      try BatchNorm("\(name).bn2", features: outputs),
    ]
    let steps = Extent(stride, stride)
    convolutions = [
      try Convolution2D(
        "\(name).conv1", inputs: inputs, outputs: outputs, kernel: 3, stride: steps, padding: 1,
        bias: false, from: &random),
      try Convolution2D(
        "\(name).conv2", inputs: outputs, outputs: outputs, kernel: 3, padding: 1, bias: false,
        from: &random),
    ]
    shortcut =
      stride == 1 && inputs == outputs
      ? nil
      : try Convolution2D(
        "\(name).shortcut.0", inputs: inputs, outputs: outputs, kernel: 1, stride: steps,
        bias: false, from: &random)
  }

  private var parts: [any Layer] {
    [norms[0], convolutions[0], norms[1], convolutions[1]] + (shortcut.map { [$0] } ?? [])
  }

  var parameters: [Variable] { parts.flatMap(\.parameters) }

  var statistics: [Variable] { parts.flatMap(\.statistics) }

  func callAsFunction(_ x: Tensor) -> Tensor { norms[0](x) }

  func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor {
    withPath(lastNamePart) {
      let activated = relu(norms[0](x, mode: mode))
      let hidden = relu(norms[1](convolutions[0](activated), mode: mode))
      return convolutions[1](hidden) + (shortcut.map { $0(activated) } ?? x)
    }
  }
}

/// Stages of residual blocks, the mean over the pixels, and a linear layer.
///
/// Parameters bear the names of kuangliu's and of the mixup authors' code: `conv1`,
/// `layer1.0.conv1`, `layer2.0.shortcut.0`, `linear`.
public struct PreActResNet: NamedLayer {
  /// The dotted name, as in a checkpoint.
  public let name: String
  private let first: Convolution2D
  private let blocks: [PreActBlock]
  private let norm: BatchNorm?
  private let last: Linear

  /// - Parameters:
  ///   - widths: the channels of each stage; all but the first halve the image.
  ///   - depth: the blocks of a stage.
  ///   - stem: the channels before the first stage.
  ///   - endsNormalized: whether batch normalisation and relu stand before the mean.
  init(
    _ name: String, channels: Int, widths: [Int], depth: Int, stem: Int, endsNormalized: Bool,
    classes: Int, from random: inout RandomSource
  ) throws(ShapeError) {
    self.name = name
    first = try Convolution2D(
      "\(name).conv1", inputs: channels, outputs: stem, kernel: 3, padding: 1, bias: false,
      from: &random)
    var blocks: [PreActBlock] = []
    var inputs = stem
    for (stage, width) in widths.enumerated() {
      for block in 0..<depth {
        blocks.append(
          try PreActBlock(
            "\(name).layer\(stage + 1).\(block)", inputs: inputs, outputs: width,
            stride: block == 0 && stage > 0 ? 2 : 1, from: &random))
        inputs = width
      }
    }
    self.blocks = blocks
    norm = endsNormalized ? try BatchNorm("\(name).bn", features: inputs) : nil
    last = try Linear("\(name).linear", inputs: inputs, outputs: classes, from: &random)
  }

  private var parts: [any Layer] {
    [first] + blocks + (norm.map { [$0] } ?? []) + [last]
  }

  /// Those of all parts, from input to output.
  public var parameters: [Variable] { parts.flatMap(\.parameters) }

  /// The running means and variances of all normalisations, from input to output.
  public var statistics: [Variable] { parts.flatMap(\.statistics) }

  /// A recorded error: whether the network trains cannot be guessed.
  public func callAsFunction(_ x: Tensor) -> Tensor { blocks[0](x) }

  /// `[batch, channels, height, width]` to logits `[batch, classes]`.
  public func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor {
    withPath(lastNamePart) {
      var images = first(x)
      for block in blocks { images = block(images, mode: mode) }
      if let norm { images = relu(norm(images, mode: mode)) }
      return last(images.mean(along: [2, 3]))
    }
  }
}

/// PreAct ResNet-18 for small images: stages of 64, 128, 256 and 512 channels with two blocks each.
///
/// The network of Zhang et al. 2018, 3.2, as in the code it cites: no normalisation after the first
/// convolution nor before the mean. 11,171,146 parameters for 3 channels and 10 classes.
public func preActResNet18(
  _ name: String, channels: Int = 3, classes: Int, from random: inout RandomSource
) throws(ShapeError) -> PreActResNet {
  try PreActResNet(
    name, channels: channels, widths: [64, 128, 256, 512], depth: 2, stem: 64,
    endsNormalized: false, classes: classes, from: &random)
}

/// A wide residual network: stages of 16, 32 and 64 times `width` channels.
///
/// Zagoruyko and Komodakis, "Wide residual networks" (2016); depth 28 and width 10 have 36,479,194
/// parameters for 3 channels and 10 classes.
/// - Throws: `ShapeError` for a depth that is not 4 more than a multiple of 6, or a width below 1.
public func wideResNet(
  _ name: String, depth: Int = 28, width: Int = 10, channels: Int = 3, classes: Int,
  from random: inout RandomSource
) throws(ShapeError) -> PreActResNet {
  guard depth >= 10, (depth - 4) % 6 == 0, (1...1024).contains(width) else {
    throw ShapeError(
      operation: "wide residual network", problem: "depth \(depth) and width \(width) came",
      remedy: "use a depth such as 16, 22, 28 or 40, and a width from 1 to 1,024", path: name)
  }
  return try PreActResNet(
    name, channels: channels, widths: [16 * width, 32 * width, 64 * width],
    depth: (depth - 4) / 6, stem: 16, endsNormalized: true, classes: classes, from: &random)
}

// Residual networks with pre-activation for images, narrow and wide.

import Tensors

/// One residual block: `shortcut + conv(relu(bn(conv(relu(bn(x))))))`.
///
/// He et al., "Identity mappings in deep residual networks" (2016). The shortcut is the block's own
/// input, as it comes or activated, or where sizes change a 1 x 1 convolution of the activated input.
struct PreActBlock: NamedLayer {
  let name: String
  private let norms: [BatchNorm]
  private let convolutions: [Convolution2D]
  private let shortcut: Convolution2D?
  private let traits: BlockTraits

  init(
    _ name: String, inputs: Int, outputs: Int, stride: Int, _ traits: BlockTraits,
    from random: inout RandomSource
  ) throws(ShapeError) {
    (self.name, self.traits) = (name, traits)
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
      let identity = traits.activatesShortcut ? activated : x
      return convolutions[1](traits.dropout(hidden, mode: mode))
        + (shortcut.map { $0(activated) } ?? identity)
    }
  }
}

/// What all blocks of a network have in common.
struct BlockTraits {
  /// What is left out between the two convolutions.
  let dropout: Dropout
  /// Whether a shortcut without a convolution takes the activated input, too.
  var activatesShortcut = false
}

/// Which of the published forms of PreAct ResNets a network has.
public enum PreActForm: String, Sendable, CaseIterable {
  /// No normalisation after the first convolution, and shortcuts of a block's own input.
  ///
  /// kuangliu's code since September 2017.
  case plain
  /// Batch normalisation and ReLU after the first convolution, too, and shortcuts that all take the
  /// activated input: the first block's input is normalised twice.
  ///
  /// The model `ResNet18` of the code that Zhang et al. published for CIFAR-10.
  case doublyNormalized
}

/// A PreAct ResNet for small images: four stages of residual blocks with `width`, 2, 4 and 8 times
/// as many channels, all but the first of which halve the image; the mean over the pixels; a linear
/// layer.
///
/// Zhang et al. 2018, 3.2, train depth 18 and width 64. No normalisation stands before the mean, as
/// in the code that they cite. Takes `[batch, channels, height, width]` of any height and width and
/// gives logits `[batch, classes]`. The stages are the first convolution, the four stages of blocks,
/// and the mean with the linear layer, so that the input of stage k is what section 3.8 calls layer
/// k. Parameters bear the names of kuangliu's and of the mixup authors' code: `conv1`,
/// `layer1.0.conv1`, `layer2.0.shortcut.0`, `linear`.
/// - Parameters:
///   - depth: 18 for two blocks a stage, 34 for 3, 4, 6 and 3, or 10 for one each.
///   - dropout: the share that is left out in training after the ReLU between the two convolutions
///     of a block, as in section 3.4.
/// - Throws: `ShapeError` for another depth, a width that is not from 1 to 1,024, less than 1 channel
///   or class, and a share outside of [0, 1).
public func preActResNet(
  _ name: String, depth: Int = 18, width: Int = 64, channels: Int = 3, classes: Int,
  form: PreActForm = .plain, dropout: Float = 0, from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  let depths = [10: [1, 1, 1, 1], 18: [2, 2, 2, 2], 34: [3, 4, 6, 3]]
  guard let blocks = depths[depth] else {
    throw ShapeError(
      operation: "PreAct ResNet", problem: "depth \(depth) came", remedy: "use 10, 18 or 34",
      path: name)
  }
  try expectWidth(width, "PreAct ResNet", name)
  let isDouble = form == .doublyNormalized
  return try residualNetwork(
    name, channels: channels, stem: width, stemNorm: isDouble ? "bn1" : nil,
    stages: zip(blocks, [1, 2, 4, 8]).map { ($0, $1 * width) },
    BlockTraits(dropout: try Dropout(rate: dropout), activatesShortcut: isDouble),
    classes: classes, from: &random)
}

/// PreAct ResNet-18 in its plain form.
///
/// It has 11,171,146 parameters for 3 channels and 10 classes.
/// - Throws: `ShapeError` for less than 1 channel or class.
public func preActResNet18(
  _ name: String, channels: Int = 3, classes: Int, from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  try preActResNet(name, channels: channels, classes: classes, from: &random)
}

/// A wide residual network: stages of 16, 32 and 64 times `width` channels, batch normalisation and
/// ReLU before the mean.
///
/// Zagoruyko and Komodakis, "Wide residual networks" (2016); depth 28 and width 10 have 36,479,194
/// parameters for 3 channels and 10 classes. The stages are the first convolution, the three stages
/// of blocks, and what follows them.
/// - Parameter dropout: the share that is left out in training after the ReLU between the two
///   convolutions of a block.
/// - Throws: `ShapeError` for a depth that is not 4 more than a multiple of 6 or above 1,000, a width
///   that is not from 1 to 1,024, less than 1 channel or class, and a share outside of [0, 1).
public func wideResNet(
  _ name: String, depth: Int = 28, width: Int = 10, channels: Int = 3, classes: Int,
  dropout: Float = 0, from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  guard (10...1000).contains(depth), (depth - 4) % 6 == 0, (1...1024).contains(width) else {
    throw ShapeError(
      operation: "wide residual network", problem: "depth \(depth) and width \(width) came",
      remedy: "use a depth such as 16, 22, 28 or 40, and a width from 1 to 1,024", path: name)
  }
  return try residualNetwork(
    name, channels: channels, stem: 16,
    stages: [16, 32, 64].map { ((depth - 4) / 6, $0 * width) }, headNorm: "bn",
    BlockTraits(dropout: try Dropout(rate: dropout)), classes: classes, from: &random)
}

/// A first convolution, stages of residual blocks, the mean over the pixels, and a linear layer.
/// - Parameters:
///   - stem: the channels before the first stage of blocks.
///   - stemNorm: the name of batch normalisation after the first convolution; nil for none.
///   - stages: the blocks and the channels of each; all but the first halve the image.
///   - headNorm: the name of batch normalisation before the mean; nil for none.
private func residualNetwork(
  _ name: String, channels: Int, stem: Int, stemNorm: String? = nil,
  stages: [(blocks: Int, width: Int)], headNorm: String? = nil, _ traits: BlockTraits,
  classes: Int, from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  func activated(_ norm: String?, _ features: Int) throws(ShapeError) -> [any Layer] {
    guard let norm else { return [] }
    return [try BatchNorm("\(name).\(norm)", features: features), Activation.relu]
  }
  let first = try Convolution2D(
    "\(name).conv1", inputs: channels, outputs: stem, kernel: 3, padding: 1, bias: false,
    from: &random)
  var parts = [Sequential("\(name).stem", [first] + (try activated(stemNorm, stem)))]
  var inputs = stem
  for (stage, (count, width)) in stages.enumerated() {
    let place = "\(name).layer\(stage + 1)"
    var blocks: [any Layer] = []
    for block in 0..<count {
      blocks.append(
        try PreActBlock(
          "\(place).\(block)", inputs: inputs, outputs: width,
          stride: block == 0 && stage > 0 ? 2 : 1, traits, from: &random))
      inputs = width
    }
    parts.append(Sequential(place, blocks))
  }
  let last = try Linear("\(name).linear", inputs: inputs, outputs: classes, from: &random)
  parts.append(
    Sequential(
      "\(name).head", try activated(headNorm, inputs) + [GlobalMeanPooling(), last]))
  return Sequential(name, parts)
}

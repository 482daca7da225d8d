// The residual blocks of SNGAN: those that double the side of images, and those that halve it.

import Tensors

/// The laws of a residual network's first weights.
struct BlockInitialization {
  /// The standard deviation of normal weights; nil for the laws of the paper of 2018.
  let deviation: Float?

  /// Of all weights but the kernels on a block's long way: Glorot's uniform law.
  var plain: Initializer { deviation.map { .normal(standardDeviation: $0) } ?? .glorotUniform }

  /// Of kernels on a block's long way: the same times sqrt 2.
  func long(inputs: Int, outputs: Int) -> Initializer {
    guard deviation == nil else { return plain }
    let bound = Float((12 / (9 * (Double(inputs) + Double(outputs)))).squareRoot())
    return .uniform(lower: -bound, upper: bound)
  }
}

/// A block that doubles the side: `conv(relu(norm(conv(up(relu(norm(x))))))) + up(conv1(x))`.
///
/// It is that of Figure 8 in Miyato et al. 2018, after He et al. 2016. The short way's convolution of
/// 1 x 1 and its enlargement may change places.
struct GrowingBlock: NamedLayer {
  let name: String
  private let norms: [any NamedLayer]
  private let convolutions: [Convolution2D]
  private let shortcut: Convolution2D

  init(
    _ name: String, inputs: Int, outputs: Int, classes: Int?, _ law: BlockInitialization,
    from random: inout RandomSource
  ) throws(ShapeError) {
    func norm(_ part: String, _ features: Int) throws(ShapeError) -> any NamedLayer {
      guard let classes else { return try BatchNorm("\(name).\(part)", features: features) }
      return try ConditionalBatchNorm("\(name).\(part)", classes: classes, features: features)
    }
    self.name = name
    norms = [try norm("b1", inputs), try norm("b2", outputs)]
    convolutions = [
      try Convolution2D(
        "\(name).c1", inputs: inputs, outputs: outputs, kernel: 3, padding: 1,
        weightInitializer: law.long(inputs: inputs, outputs: outputs), from: &random),
      try Convolution2D(
        "\(name).c2", inputs: outputs, outputs: outputs, kernel: 3, padding: 1,
        weightInitializer: law.long(inputs: outputs, outputs: outputs), from: &random),
    ]
    shortcut = try Convolution2D(
      "\(name).c_sc", inputs: inputs, outputs: outputs, kernel: 1, weightInitializer: law.plain,
      from: &random)
  }

  private var parts: [any NamedLayer] {
    [norms[0], convolutions[0], norms[1], convolutions[1], shortcut]
  }

  var parameters: [Variable] { parts.flatMap(\.parameters) }
  var statistics: [Variable] { parts.flatMap(\.statistics) }

  func callAsFunction(_ x: Tensor) -> Tensor {
    withPath(path) { norms[0](x) }
  }

  func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor {
    self(x, classes: nil, mode: mode)
  }

  func callAsFunction(_ x: Tensor, classes: Tensor?, mode: LayerMode) -> Tensor {
    withPath(path) {
      let grown = relu(norms[0](x, classes: classes, mode: mode)).upsampled(by: 2)
      let middle = norms[1](convolutions[0](grown), classes: classes, mode: mode)
      // A kernel of one pixel sees what was repeated as often as it was repeated.
      return convolutions[1](relu(middle)) + shortcut(x).upsampled(by: 2)
    }
  }

  private var path: String { "\(lastNamePart) GrowingBlock" }
}

/// A block that halves the side, or leaves it: `pool(conv(relu(conv(relu(x))))) + pool(conv1(x))`.
///
/// The first block of a network takes the picture without a ReLU. Where neither side nor channels
/// change, the short way is x itself. Pools are means of 2 x 2 pixels.
struct ShrinkingBlock: NamedLayer {
  let name: String
  private let halves: Bool
  private let isFirst: Bool
  private let convolutions: [any NamedLayer]
  private let shortcut: (any NamedLayer)?

  init(
    _ name: String, inputs: Int, outputs: Int, halves: Bool, isFirst: Bool, isNormalized: Bool,
    _ law: BlockInitialization, from random: inout RandomSource
  ) throws(ShapeError) {
    func convolution(
      _ part: String, _ inputs: Int, _ outputs: Int, isShort: Bool = false
    ) throws(ShapeError) -> any NamedLayer {
      let plain = try Convolution2D(
        "\(name).\(part)", inputs: inputs, outputs: outputs, kernel: isShort ? 1 : 3,
        padding: isShort ? 0 : 1,
        weightInitializer: isShort ? law.plain : law.long(inputs: inputs, outputs: outputs),
        from: &random)
      return isNormalized ? try SpectralNorm(plain, from: &random) : plain
    }
    (self.name, self.halves, self.isFirst) = (name, halves, isFirst)
    let hidden = isFirst ? outputs : inputs
    convolutions = [try convolution("c1", inputs, hidden), try convolution("c2", hidden, outputs)]
    shortcut =
      halves || inputs != outputs ? try convolution("c_sc", inputs, outputs, isShort: true) : nil
  }

  private var parts: [any NamedLayer] { convolutions + (shortcut.map { [$0] } ?? []) }

  var parameters: [Variable] { parts.flatMap(\.parameters) }
  var statistics: [Variable] { parts.flatMap(\.statistics) }
  var dependsOnBatch: Bool { false }

  func callAsFunction(_ x: Tensor) -> Tensor {
    withPath(path) { joined(x) { layer, value in layer(value) } }
  }

  func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor {
    withPath(path) { joined(x) { layer, value in layer(value, mode: mode) } }
  }

  private func joined(_ x: Tensor, _ apply: (any NamedLayer, Tensor) -> Tensor) -> Tensor {
    let middle = apply(convolutions[0], isFirst ? x : relu(x))
    let long = apply(convolutions[1], relu(middle))
    // Means and kernels of one pixel may change places, and fewer pixels are less work.
    let near = pooled(x)
    return pooled(long) + (shortcut.map { apply($0, near) } ?? near)
  }

  private func pooled(_ x: Tensor) -> Tensor { halves ? x.averagePooled(window: 2) : x }

  private var path: String { "\(lastNamePart) ShrinkingBlock" }
}

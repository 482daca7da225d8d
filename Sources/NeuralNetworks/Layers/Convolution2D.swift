// Convolutions of images as layers, forwards and transposed.

import Tensors

/// A convolution of images with learned kernels, and a number added to each channel.
///
/// Takes `[batch, inputs, height, width]` and gives `[batch, outputs, ...]`, as PyTorch's `Conv2d`
/// does, whose defaults its parameters start from.
public struct Convolution2D: NamedLayer, WeightedLayer {
  /// The dotted name, as in a checkpoint.
  public let name: String
  /// `<name>.weight` of shape `[outputs, inputs / groups, height, width]`.
  public private(set) var weight: Variable
  /// `<name>.bias` of shape `[outputs]`, or nil.
  public let bias: Variable?
  /// The distance between windows, the zeros on each side, and the equal parts of the channels.
  public let stride: Extent, padding: Extent, groups: Int

  /// A layer with freshly drawn parameters.
  /// - Throws: `ShapeError` for a size below 1, or groups that do not divide the channels.
  public init(
    _ name: String, inputs: Int, outputs: Int, kernel: Extent, stride: Extent = 1,
    padding: Extent = 0, groups: Int = 1, bias: Bool = true,
    weightInitializer: Initializer = .linearDefault, from random: inout RandomSource
  ) throws(ShapeError) {
    try expectChannels(inputs, outputs, groups, kernel, name)
    self.name = name
    (self.stride, self.padding, self.groups) = (stride, padding, groups)
    let shape: Shape = [outputs, inputs / groups, kernel.height, kernel.width]
    weight = Variable("\(name).weight", try weightInitializer.values(shape, from: &random))
    self.bias =
      bias ? try channelBias(name, outputs, fanIn: shape.elementCount / outputs, &random) : nil
  }

  /// The layer with another variable as its weight.
  public func withWeight(_ weight: Variable) -> Convolution2D {
    var layer = self
    layer.weight = weight
    return layer
  }

  /// Weight, then bias.
  public var parameters: [Variable] { [weight] + (bias.map { [$0] } ?? []) }

  /// The layer applied to `[batch, inputs, height, width]`; any other shape is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath("\(lastNamePart) Convolution2D") {
      let y = convolution(x, weight.value, stride: stride, padding: padding, groups: groups)
      return bias.map { y.addingToChannels($0.value) } ?? y
    }
  }
}

/// A transposed convolution of images with learned kernels, and a number added to each channel.
///
/// Takes `[batch, inputs, height, width]` and gives `[batch, outputs, ...]`, as PyTorch's
/// `ConvTranspose2d` does, whose defaults its parameters start from.
public struct TransposedConvolution2D: NamedLayer {
  /// The dotted name, as in a checkpoint.
  public let name: String
  /// `<name>.weight` of shape `[inputs, outputs, height, width]`.
  public let weight: Variable
  /// `<name>.bias` of shape `[outputs]`, or nil.
  public let bias: Variable?
  /// The distance between windows of the result, and the pixels cut off on each side of it.
  public let stride: Extent, padding: Extent

  /// A layer with freshly drawn parameters.
  /// - Throws: `ShapeError` for a size below 1.
  public init(
    _ name: String, inputs: Int, outputs: Int, kernel: Extent, stride: Extent = 1,
    padding: Extent = 0, bias: Bool = true, weightInitializer: Initializer = .linearDefault,
    from random: inout RandomSource
  ) throws(ShapeError) {
    try expectChannels(inputs, outputs, 1, kernel, name)
    self.name = name
    (self.stride, self.padding) = (stride, padding)
    let shape: Shape = [inputs, outputs, kernel.height, kernel.width]
    weight = Variable("\(name).weight", try weightInitializer.values(shape, from: &random))
    self.bias =
      bias ? try channelBias(name, outputs, fanIn: shape.elementCount / inputs, &random) : nil
  }

  /// Weight, then bias.
  public var parameters: [Variable] { [weight] + (bias.map { [$0] } ?? []) }

  /// The layer applied to `[batch, inputs, height, width]`, or to `[batch, inputs]` as images of one
  /// pixel; any other shape is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath("\(lastNamePart) TransposedConvolution2D") {
      let images = x.rank == 2 ? x.reshaped(to: [x.shape[0], x.shape[1], 1, 1]) : x
      let y = transposedConvolution(images, weight.value, stride: stride, padding: padding)
      return bias.map { y.addingToChannels($0.value) } ?? y
    }
  }
}

/// A vector that starts as PyTorch's biases do, uniform on `[-1 / sqrt(fanIn), 1 / sqrt(fanIn))`.
private func channelBias(
  _ name: String, _ count: Int, fanIn: Int, _ random: inout RandomSource
) throws(ShapeError) -> Variable {
  let bound = Float(1 / Double(fanIn).squareRoot())
  let initializer = Initializer.uniform(lower: -bound, upper: bound)
  return Variable("\(name).bias", try initializer.values([count], from: &random))
}

private func expectChannels(
  _ inputs: Int, _ outputs: Int, _ groups: Int, _ kernel: Extent, _ name: String
) throws(ShapeError) {
  let sizes = [inputs, outputs, kernel.height, kernel.width]
  guard groups >= 1, sizes.allSatisfy({ (1...Int(Int32.max)).contains($0) }),
    inputs % groups == 0, outputs % groups == 0, Shape(sizes).elementCount <= Int(Int32.max)
  else {
    throw ShapeError(
      operation: "convolution",
      problem: "\(inputs) inputs, \(outputs) outputs, kernels of \(kernel.height) x "
        + "\(kernel.width) pixels and \(groups) groups came",
      remedy: "use at least 1 of each, channels in groups of equal size, and at most "
        + "2,147,483,647 weights", path: name)
  }
}

extension Tensor {
  /// `[batch, channels, height, width]` with a number added to each channel.
  func addingToChannels(_ vector: Tensor) -> Tensor {
    guard rank == 4, vector.rank == 1 else { return self + vector }
    return self + vector.reshaped(to: [1, vector.shape[0], 1, 1])
  }
}

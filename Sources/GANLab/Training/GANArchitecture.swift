// The shapes of the two networks that a recipe describes.

import NeuralNetworks

/// Two multilayer perceptrons made for one another.
///
/// The defaults are those of Zhang et al. 2018, section 3.5.
public struct GANArchitecture: Sendable, Equatable {
  /// The hidden layers of one network.
  public struct Perceptron: Sendable, Equatable {
    /// The units of every hidden layer.
    public var width = 512
    /// The number of hidden layers.
    public var depth = 3
    /// What hidden layers are made of.
    public var units = HiddenUnits.activation(.relu)

    /// Three layers of 512 units with ReLU.
    public init() {}
  }

  /// The size of the generator's input.
  public var latentSize = 2
  /// The size of a data point.
  public var dataSize = 2
  /// Maps latent points to data points.
  public var generator = Perceptron()
  /// Maps packs of data points to one number.
  public var discriminator = Perceptron()
  /// Points side by side at the discriminator's input; only its first layer grows with them.
  public var pack = 1
  /// The standard deviation of normal first weights with biases 0; nil for PyTorch's law.
  public var initialDeviation: Float?

  /// The paper's networks.
  public init() {}
}

extension GANNetworks {
  /// The networks of an architecture with fresh weights.
  /// - Throws: `ShapeError` for sizes below 1 or beyond what an array can hold.
  public init(_ architecture: GANArchitecture, seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let make = { (name: String, inputs: Int, shape: GANArchitecture.Perceptron, outputs: Int) in
      let hidden = [Int](repeating: shape.width, count: max(0, shape.depth))
      let deviation = architecture.initialDeviation
      return try multilayerPerceptron(
        name, sizes: [inputs] + hidden + [outputs], units: shape.units,
        weightInitializer: deviation.map { .normal(standardDeviation: $0) } ?? .linearDefault,
        biasInitializer: deviation.map { _ in .zeros }, from: &random)
    }
    generator = try make(
      "generator", architecture.latentSize, architecture.generator, architecture.dataSize)
    let (inputs, overflow) = architecture.dataSize.multipliedReportingOverflow(
      by: architecture.pack)
    discriminator = try make(
      "discriminator", overflow ? .max : inputs, architecture.discriminator, 1)
  }
}

// The shapes of the two networks that a recipe describes.

import NeuralNetworks
import Tensors

/// Two networks made for one another: perceptrons, DCGAN's, or SNGAN's.
///
/// The defaults are those of Zhang et al. 2018, section 3.7.
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

  /// What the networks are.
  public enum Model: Sendable, Equatable {
    /// Multilayer perceptrons, of images row by row.
    case perceptrons
    /// The convolutional networks of Radford et al. 2016.
    case dcgan(width: Int, normalization: DCGANNormalization)
    /// The residual networks of Miyato et al. 2018, with spectral normalisation in the
    /// discriminator or without.
    case sngan(generatorWidth: Int, discriminatorWidth: Int, normalizesDiscriminator: Bool)
  }

  /// What the networks are.
  public var model = Model.perceptrons
  /// The size of the generator's input.
  public var latentSize = 2
  /// Maps latent points to samples, where it is a perceptron.
  public var generator = Perceptron()
  /// Maps packs of samples to one number, where it is a perceptron.
  public var discriminator = Perceptron()
  /// Points side by side at the discriminator's input; only its first layer grows with them.
  public var pack = 1
  /// The number of classes that both networks are told, which perceptrons are not; nil for none.
  public var classCount: Int?
  /// The standard deviation of normal first weights with biases 0; nil for the model's own law.
  public var initialDeviation: Float?

  /// The paper's networks.
  public init() {}
}

extension GANNetworks {
  /// The networks of an architecture with fresh weights.
  /// - Parameter sampleSizes: `[features]` of a point, or channels, height and width of an image.
  /// - Throws: `ShapeError` for sizes below 1 or beyond what an array can hold, and for images that
  ///   a model cannot make.
  public init(_ architecture: GANArchitecture, sampleSizes: [Int] = [2], seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let deviation = architecture.initialDeviation
    let classes = architecture.classCount
    switch architecture.model {
    case .perceptrons:
      guard classes == nil else {
        throw ShapeError(
          operation: "perceptrons", problem: "\(classes ?? 0) classes came",
          remedy: "use model dcgan or sngan, or no classes")
      }
      try self.init(perceptrons: architecture, sampleSizes: sampleSizes, from: &random)
    case .dcgan(let width, let normalization):
      let side = try Self.side(of: sampleSizes, "DCGAN")
      let sizes = try DCGANSizes(
        channels: sampleSizes[0], side: side, latentSize: architecture.latentSize, width: width)
      self.init(
        generator: try dcganGenerator(
          "generator", sizes, classes: classes, deviation: deviation, from: &random),
        discriminator: try dcganDiscriminator(
          "discriminator", sizes, pack: architecture.pack, classes: classes,
          normalization: normalization, deviation: deviation, from: &random))
    case .sngan(let generatorWidth, let discriminatorWidth, let normalizesDiscriminator):
      let side = try Self.side(of: sampleSizes, "SNGAN")
      let sizes = try SNGANSizes(
        channels: sampleSizes[0], side: side, latentSize: architecture.latentSize,
        generatorWidth: generatorWidth, discriminatorWidth: discriminatorWidth)
      self.init(
        generator: try snganGenerator(
          "generator", sizes, classes: classes, deviation: deviation, from: &random),
        discriminator: try snganDiscriminator(
          "discriminator", sizes, pack: architecture.pack, classes: classes,
          isNormalized: normalizesDiscriminator, deviation: deviation, from: &random))
    }
  }

  /// The side of square images.
  private static func side(of sampleSizes: [Int], _ model: String) throws(ShapeError) -> Int {
    guard sampleSizes.count == 3, sampleSizes[1] == sampleSizes[2] else {
      throw ShapeError(
        operation: model, problem: "samples of sizes \(sampleSizes) came",
        remedy: "use square images, or model mlp")
    }
    return sampleSizes[1]
  }

  private init(
    perceptrons architecture: GANArchitecture, sampleSizes: [Int], from random: inout RandomSource
  ) throws {
    let deviation = architecture.initialDeviation
    func make(
      _ name: String, _ inputs: Int, _ shape: GANArchitecture.Perceptron, _ outputs: Int
    ) throws -> Sequential {
      let hidden = [Int](repeating: shape.width, count: max(0, shape.depth))
      return try multilayerPerceptron(
        name, sizes: [inputs] + hidden + [outputs], units: shape.units,
        weightInitializer: deviation.map { .normal(standardDeviation: $0) } ?? .linearDefault,
        biasInitializer: deviation.map { _ in .zeros }, from: &random)
    }
    let size = sampleSizes.reduce(1, *)
    let made = try make("generator", architecture.latentSize, architecture.generator, size)
    let (inputs, overflow) = size.multipliedReportingOverflow(by: architecture.pack)
    let judge = try make(
      "discriminator", overflow ? .max : inputs, architecture.discriminator, 1)
    guard sampleSizes.count > 1 else {
      (generator, discriminator) = (made, judge)
      return
    }
    let ending: [any Layer] = [Activation.tanh, Reshaped(sampleSizes)]
    generator = Sequential("generator", made.layers + ending)
    discriminator = Sequential("discriminator", [Flattened()] + judge.layers)
  }
}

// The networks that recipes name.

import NeuralNetworks

/// A generator and a discriminator made for one another.
public struct GANNetworks {
  /// Maps latent points to data points.
  public let generator: Sequential
  /// Maps data points to logits of "real", or to scores where it is a critic.
  public let discriminator: Sequential

  /// Fully connected networks with ReLU between the layers: the paper's are 512 wide with three
  /// hidden layers.
  public static func multilayerPerceptrons(
    latentSize: Int, dataSize: Int = 2, width: Int = 512, hiddenLayers: Int = 3, seed: UInt64
  ) throws -> GANNetworks {
    var random = RandomSource(seed: seed)
    let hidden = [Int](repeating: width, count: hiddenLayers)
    return GANNetworks(
      generator: try multilayerPerceptron(
        "generator", sizes: [latentSize] + hidden + [dataSize], from: &random),
      discriminator: try multilayerPerceptron(
        "discriminator", sizes: [dataSize] + hidden + [1], from: &random))
  }
}

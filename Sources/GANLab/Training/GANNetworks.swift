// The networks that recipes name.

import NeuralNetworks

/// A generator and a discriminator made for one another.
public struct GANNetworks {
  /// Maps latent points to data points.
  public let generator: Sequential
  /// Maps data points, or packs of them, to logits of "real", or to scores where it is a critic.
  public let discriminator: Sequential

  /// Fully connected networks with ReLU between the layers: the paper's are 512 wide with three
  /// hidden layers.
  public static func multilayerPerceptrons(
    latentSize: Int, dataSize: Int = 2, width: Int = 512, hiddenLayers: Int = 3, seed: UInt64
  ) throws -> GANNetworks {
    var architecture = GANArchitecture()
    architecture.latentSize = latentSize
    for network in [\GANArchitecture.generator, \.discriminator] {
      architecture[keyPath: network].width = width
      architecture[keyPath: network].depth = hiddenLayers
    }
    return try GANNetworks(architecture, sampleSizes: [dataSize], seed: seed)
  }
}

// Layers applied one after the other.

import Tensors

/// A chain of layers, each named by its place, as in `torch.nn.Sequential`.
///
/// The first layer of the chain `discriminator` is `discriminator.0`; activations count, too. Every
/// layer is a stage.
public struct Sequential: StagedNetwork {
  /// The dotted name that the layers' names begin with.
  public let name: String
  /// The layers in the order in which they are applied.
  public private(set) var layers: [any Layer]

  /// The layers.
  public var stages: [any Layer] { layers }

  /// A chain of layers that already bear their names, or an empty one to append to.
  public init(_ name: String, _ layers: [any Layer] = []) {
    self.name = name
    self.layers = layers
  }

  /// Appends the layer that `make` returns for its name in the chain, like `discriminator.2`.
  public mutating func append(_ make: (_ name: String) throws -> any Layer) rethrows {
    layers.append(try make("\(name).\(layers.count)"))
  }
}

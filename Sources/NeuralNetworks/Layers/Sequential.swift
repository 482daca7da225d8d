// Layers applied one after the other.

import Tensors

/// A chain of layers, each named by its place, as in `torch.nn.Sequential`.
///
/// The first layer of the chain `discriminator` is `discriminator.0`; activations count, too.
public struct Sequential: NamedLayer {
  /// The dotted name that the layers' names begin with.
  public let name: String
  /// The layers in the order in which they are applied.
  public private(set) var layers: [any Layer]

  /// A chain of layers that already bear their names, or an empty one to append to.
  public init(_ name: String, _ layers: [any Layer] = []) {
    self.name = name
    self.layers = layers
  }

  /// Appends the layer that `make` returns for its name in the chain, like `discriminator.2`.
  public mutating func append(_ make: (_ name: String) throws -> any Layer) rethrows {
    layers.append(try make("\(name).\(layers.count)"))
  }

  /// The parameters of all layers in order.
  public var parameters: [Variable] { layers.flatMap(\.parameters) }

  /// The statistics of all layers in order.
  public var statistics: [Variable] { layers.flatMap(\.statistics) }

  /// Whether this is so of any of the layers.
  public var dependsOnBatch: Bool { layers.contains { $0.dependsOnBatch } }

  /// The layers applied one after the other.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    applied(x) { layer, value in layer(value) }
  }

  /// The layers applied one after the other, all in one mode.
  public func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor {
    applied(x) { layer, value in layer(value, mode: mode) }
  }

  /// The layers applied one after the other, all in one mode and told the classes of the rows.
  public func callAsFunction(_ x: Tensor, classes: Tensor?, mode: LayerMode) -> Tensor {
    applied(x) { layer, value in layer(value, classes: classes, mode: mode) }
  }

  private func applied(_ x: Tensor, _ apply: (any Layer, Tensor) -> Tensor) -> Tensor {
    withPath(lastNamePart) {
      var value = x
      for (index, layer) in layers.enumerated() {
        if layer is any NamedLayer {
          value = apply(layer, value)
        } else {
          let kind = (layer as? Activation)?.name ?? "\(type(of: layer))"
          value = withPath("\(index) \(kind)") { apply(layer, value) }
        }
      }
      return value
    }
  }
}

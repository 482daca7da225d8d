// What every layer is: a function of one tensor with the variables that it learns.

import Tensors

/// A function of one tensor with parameters.
///
/// A layer wraps its work in `withPath`, so that errors and listings name it.
public protocol Layer {
  /// The layer applied to a tensor of the function being traced.
  func callAsFunction(_ x: Tensor) -> Tensor
  /// The variables to be learned, in a fixed order.
  var parameters: [Variable] { get }
}

extension Layer {
  /// None, as activations have it.
  public var parameters: [Variable] { [] }

  /// The number of elements of all parameters together.
  public var parameterCount: Int {
    parameters.reduce(0) { $0 + $1.shape.elementCount }
  }
}

/// A layer that puts its own name into the paths of its nodes.
protocol NamedLayer: Layer {
  /// The dotted name, as in a checkpoint.
  var name: String { get }
}

extension NamedLayer {
  /// The last part of the dotted name: those before it belong to the layers around this one.
  var lastNamePart: String {
    String(name.split(separator: ".").last ?? Substring(name))
  }
}

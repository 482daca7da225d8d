// Element-wise non-linearities as layers.

import Tensors

/// An element-wise function between layers.
public enum Activation: Layer, Hashable, Sendable {
  /// `x`.
  case identity
  /// `max(x, 0)`.
  case relu
  /// `x` where positive, `slope x` elsewhere.
  case leakyReLU(slope: Float)
  /// The hyperbolic tangent.
  case tanh
  /// `1 / (1 + exp(-x))`.
  case sigmoid
  /// `ln(1 + exp(x))`.
  case softplus

  /// The function applied to every element.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    switch self {
    case .identity: x
    case .relu: Tensors.relu(x)
    case .leakyReLU(let slope): Tensors.leakyReLU(x, slope: slope)
    case .tanh: Tensors.tanh(x)
    case .sigmoid: Tensors.sigmoid(x)
    case .softplus: Tensors.softplus(x)
    }
  }

  /// The name that paths show, like `relu`.
  var name: String {
    switch self {
    case .identity: "identity"
    case .relu: "relu"
    case .leakyReLU: "leakyReLU"
    case .tanh: "tanh"
    case .sigmoid: "sigmoid"
    case .softplus: "softplus"
    }
  }
}

// Stochastic gradient descent.

import Tensors

/// Stochastic gradient descent with momentum, Nesterov's variant and weight decay, as PyTorch's.
///
/// With gradient g, momentum m and weight decay d: `g <- g + d w`, `v <- m v + g`, then
/// `w <- w - lr v`, or `w <- w - lr (g + m v)` for Nesterov's variant; Sutskever et al., "On the
/// importance of initialization and momentum in deep learning" (2013).
public struct SGD: WeightDecayingRule, Hashable, Sendable {
  /// The share of the last step that is kept.
  public var momentum: Float
  /// Whether the gradient is taken as if the momentum had been applied already.
  public var nesterov: Bool
  /// The factor of the weights that is added to the gradient.
  public var weightDecay: Float

  /// Plain gradient descent by default.
  public init(momentum: Float = 0, nesterov: Bool = false, weightDecay: Float = 0) {
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
  }

  /// `momentum`, where there is any.
  public var slots: [String] { momentum == 0 ? [] : ["momentum"] }

  /// The parameter and its slots after one step.
  public func update(
    _ parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Tensor, learningRate: Tensor
  ) -> (parameter: Tensor, slots: [Tensor]) {
    let gradient = gradient.addingDecay(weightDecay, of: parameter)
    guard let last = slots.first else {
      return (parameter - learningRate * gradient, [])
    }
    let velocity = momentum * last + gradient
    let direction = nesterov ? gradient + momentum * velocity : velocity
    return (parameter - learningRate * direction, [velocity])
  }

  /// Checks the ranges.
  /// - Throws: `OptimizerError` for a negative setting, and for Nesterov's variant without
  ///   momentum.
  public func check() throws(OptimizerError) {
    try expectNotNegative("momentum", momentum)
    try expectNotNegative("weight decay", weightDecay)
    try expect(!nesterov || momentum > 0, "momentum", momentum, "above 0 for Nesterov's variant")
  }
}

extension Tensor {
  /// A gradient with the gradient of `decay / 2 |parameter|^2` added.
  func addingDecay(_ decay: Float, of parameter: Tensor) -> Tensor {
    decay == 0 ? self : self + decay * parameter
  }
}

// Adam, with weight decay as a penalty or apart from the gradient.

import Foundation
import Tensors

/// Adam of Kingma and Ba, "Adam: a method for stochastic optimization" (2015), as PyTorch's.
///
/// With gradient g at step t: `m <- b1 m + (1 - b1) g`, `v <- b2 v + (1 - b2) g^2`, then
/// `w <- w - lr / (1 - b1^t) m / (sqrt(v / (1 - b2^t)) + epsilon)`.
public struct Adam: WeightDecayingRule, Hashable, Sendable {
  /// The decay of the gradient's running mean.
  public var beta1: Float
  /// The decay of the squared gradient's running mean.
  public var beta2: Float
  /// What keeps the quotient finite.
  public var epsilon: Float
  /// The factor of the weights that is added to the gradient.
  public var weightDecay: Float

  /// PyTorch's defaults.
  public init(
    beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// `firstMoment` and `secondMoment`.
  public var slots: [String] { ["firstMoment", "secondMoment"] }

  /// The parameter and its slots after one step.
  public func update(
    _ parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Tensor, learningRate: Tensor
  ) -> (parameter: Tensor, slots: [Tensor]) {
    let gradient = gradient.addingDecay(weightDecay, of: parameter)
    let first = slots[0] + (1 - beta1) * (gradient - slots[0])
    let second = beta2 * slots[1] + (1 - beta2) * (gradient * gradient)
    // Scalars only: computed once for all parameters, which share these nodes.
    let rate = learningRate / biasCorrection(beta1, step)
    let scale = rsqrt(biasCorrection(beta2, step))
    let direction = first / (sqrt(second) * scale + epsilon)
    return (parameter - rate * direction, [first, second])
  }

  /// Checks the ranges.
  /// - Throws: `OptimizerError` for a beta outside of [0, 1) or another negative setting.
  public func check() throws(OptimizerError) {
    try expectRate("beta1", beta1)
    try expectRate("beta2", beta2)
    try expectNotNegative("epsilon", epsilon)
    try expectNotNegative("weight decay", weightDecay)
  }

  /// `1 - beta^step`, as accurate for a beta close to 1 as for any other.
  ///
  /// `1 - exp(-2 a) = 2 tanh(a) / (1 + tanh(a))` with `a = -step ln(beta) / 2`: the difference
  /// itself would lose half of its digits in the first steps.
  private func biasCorrection(_ beta: Float, _ step: Tensor) -> Tensor {
    guard beta > 0 else { return Tensor(1) }
    let t = tanh(step * Float(-Foundation.log(Double(beta)) / 2))
    return 2 * t / (1 + t)
  }
}

/// Adam with weight decay apart from the gradient; Loshchilov and Hutter, "Decoupled weight decay
/// regularization" (2019), as PyTorch's.
///
/// `w <- (1 - lr d) w`, then Adam's step with the gradient alone.
public struct AdamW: WeightDecayingRule, Hashable, Sendable {
  /// The decay of the gradient's running mean.
  public var beta1: Float
  /// The decay of the squared gradient's running mean.
  public var beta2: Float
  /// What keeps the quotient finite.
  public var epsilon: Float
  /// The share of the weights, times the learning rate, that each step takes away.
  public var weightDecay: Float

  /// PyTorch's defaults.
  public init(
    beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0.01
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  private var adam: Adam { Adam(beta1: beta1, beta2: beta2, epsilon: epsilon) }

  /// `firstMoment` and `secondMoment`.
  public var slots: [String] { adam.slots }

  /// The parameter and its slots after one step.
  public func update(
    _ parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Tensor, learningRate: Tensor
  ) -> (parameter: Tensor, slots: [Tensor]) {
    let decayed = parameter * (1 - learningRate * weightDecay)
    return adam.update(
      decayed, gradient: gradient, slots: slots, step: step, learningRate: learningRate)
  }

  /// Checks the ranges.
  /// - Throws: `OptimizerError` for a beta outside of [0, 1) or another negative setting.
  public func check() throws(OptimizerError) {
    try adam.check()
    try expectNotNegative("weight decay", weightDecay)
  }
}

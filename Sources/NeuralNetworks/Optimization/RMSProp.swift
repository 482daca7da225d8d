// RMSProp.

import Tensors

/// RMSProp of Tieleman and Hinton, "Lecture 6.5" (2012), as PyTorch's.
///
/// With gradient g: `s <- a s + (1 - a) g^2` and `w <- w - lr g / (sqrt(s) + epsilon)`. Centred,
/// `s` is lessened by the square of the gradient's running mean, Graves, "Generating sequences
/// with recurrent neural networks" (2013). With momentum m, `v <- m v + g / (...)` takes the
/// quotient's place.
public struct RMSProp: WeightDecayingRule, Hashable, Sendable {
  /// The decay of the running means, PyTorch's alpha.
  public var decay: Float
  /// What keeps the quotient finite.
  public var epsilon: Float
  /// The share of the last step that is kept.
  public var momentum: Float
  /// Whether the squared mean is subtracted from the mean square.
  public var centered: Bool
  /// The factor of the weights that is added to the gradient.
  public var weightDecay: Float

  /// PyTorch's defaults.
  public init(
    decay: Float = 0.99, epsilon: Float = 1e-8, momentum: Float = 0, centered: Bool = false,
    weightDecay: Float = 0
  ) {
    self.decay = decay
    self.epsilon = epsilon
    self.momentum = momentum
    self.centered = centered
    self.weightDecay = weightDecay
  }

  /// `meanSquare`, `mean` where centred, `momentum` where there is any.
  public var slots: [String] {
    ["meanSquare"] + (centered ? ["mean"] : []) + (momentum == 0 ? [] : ["momentum"])
  }

  /// The parameter and its slots after one step.
  public func update(
    _ parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Tensor, learningRate: Tensor
  ) -> (parameter: Tensor, slots: [Tensor]) {
    let gradient = gradient.addingDecay(weightDecay, of: parameter)
    let meanSquare = decay * slots[0] + (1 - decay) * (gradient * gradient)
    var newSlots = [meanSquare]
    var variance = meanSquare
    if centered {
      let mean = slots[1] + (1 - decay) * (gradient - slots[1])
      newSlots.append(mean)
      // Rounding may leave a constant gradient with a variance just below 0.
      variance = relu(meanSquare - mean * mean)
    }
    var direction = gradient / (sqrt(variance) + epsilon)
    if momentum != 0, let last = slots.last {
      direction = momentum * last + direction
      newSlots.append(direction)
    }
    return (parameter - learningRate * direction, newSlots)
  }

  /// Checks the ranges.
  /// - Throws: `OptimizerError` for a decay outside of [0, 1) or another negative setting.
  public func check() throws(OptimizerError) {
    try expectRate("decay", decay)
    try expectNotNegative("epsilon", epsilon)
    try expectNotNegative("momentum", momentum)
    try expectNotNegative("weight decay", weightDecay)
  }
}

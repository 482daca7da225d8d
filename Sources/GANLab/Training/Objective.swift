// What the two networks of a GAN minimise.

import Mixing
import NeuralNetworks
import Tensors

/// The loss of discriminator and generator; D gives logits, softplus(a) = ln(1 + e^a).
public enum GANObjective: String, Sendable, CaseIterable {
  /// The minimax game of Goodfellow et al. 2014 and of the mixup paper: the generator maximises
  /// the discriminator's loss on fakes, so it minimises `-mean softplus(D(g))`.
  case saturating
  /// The generator minimises `mean softplus(-D(g))`, whose gradient does not vanish when the
  /// discriminator wins.
  case nonSaturating = "non-saturating"

  /// The mean binary cross-entropy against the soft targets, from logits.
  public func discriminatorLoss(logits: Tensor, targets: Tensor) -> Tensor {
    binaryCrossEntropy(logits: logits, labels: targets)
  }

  /// The generator's loss from the discriminator's logits on fakes.
  public func generatorLoss(logits: Tensor) -> Tensor {
    switch self {
    case .saturating: -softplus(logits).mean()
    case .nonSaturating: softplus(-logits).mean()
    }
  }
}

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
  /// The Wasserstein game of Gulrajani et al. 2017, arXiv 1704.00028: D is a critic whose scores
  /// are no logits, and its slope is held near 1 by `gradientPenalty`.
  ///
  /// The critic minimises `mean D(g) - mean D(x)` plus the penalty, the generator `-mean D(g)`.
  case wassersteinGP = "wgan-gp"

  /// Whether the sigmoid of D's answer is a probability of "real"; a critic's is not.
  public var hasProbabilities: Bool { self != .wassersteinGP }

  /// The discriminator's loss without a penalty, over reals (target 1) and fakes (target 0).
  ///
  /// The mean binary cross-entropy against the soft targets, from logits. For a critic
  /// `2 mean((1 - 2 t) D)`, which is `mean D(g) - mean D(x)` where both kinds are equally many.
  public func discriminatorLoss(logits: Tensor, targets: Tensor) -> Tensor {
    switch self {
    case .saturating, .nonSaturating: binaryCrossEntropy(logits: logits, labels: targets)
    case .wassersteinGP: ((2 - 4 * targets) * logits).mean()
    }
  }

  /// The generator's loss from the discriminator's answers on fakes.
  public func generatorLoss(logits: Tensor) -> Tensor {
    switch self {
    case .saturating: -softplus(logits).mean()
    case .nonSaturating: softplus(-logits).mean()
    case .wassersteinGP: -logits.mean()
    }
  }
}

/// A procedure whose parts contradict each other.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What came, what was needed, and the remedy.
  public let description: String
}

extension GANConfiguration {
  /// - Throws: `ConfigurationError` for mixup with a critic, which has no labels to mix.
  func check() throws(ConfigurationError) {
    guard objective.hasProbabilities || mixup == .off else {
      throw ConfigurationError(
        description: "objective \(objective.rawValue) came with mixup \(mixup), but its critic has "
          + "no labels to mix; set mixup to off, or choose another objective")
    }
  }
}

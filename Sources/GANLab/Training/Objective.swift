// What the two networks of a GAN minimise.

import Mixing
import NeuralNetworks
import TensorGraph
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
  /// The relativistic pairing game of Jolicoeur-Martineau 2018 (arXiv 1807.00734), which Huang et
  /// al., "The GAN is dead; long live the GAN!" (2025), arXiv 2501.05441, use with R1 and R2.
  ///
  /// D is a critic of independent pairs of a real and a fake: it minimises
  /// `mean softplus(D(g) - D(x))`, the generator `mean softplus(D(x) - D(g))`.
  case relativistic

  /// Whether the sigmoid of D's answer is a probability of "real"; a critic's is not.
  public var hasProbabilities: Bool { self == .saturating || self == .nonSaturating }

  /// Whether the generator's loss depends on reals, too.
  public var generatorNeedsReals: Bool { self == .relativistic }

  /// What a discriminator loses that answers the same for all points, as well as that can be done:
  /// the line "D knows nothing" of a loss plot.
  ///
  /// ln 2 where the loss is a mean binary cross-entropy over reals and fakes; papers that add the
  /// means over both kinds have ln 4 there. Mixup, the paper's or the demo's, changes nothing: its
  /// targets have mean 1/2 and the loss is linear in them, so the best constant answer is 1/2, and
  /// that loses ln 2 for every target. ln 2 for a relativistic critic, 0 for a Wasserstein one
  /// before its penalty.
  public var knowsNothingLoss: Float { self == .wassersteinGP ? 0 : Float(Double.lnOf2) }

  /// What a penalty of published weight is multiplied with.
  ///
  /// R1 and R2 are published for the sum of the means over reals and fakes, and the binary
  /// cross-entropy here is their mean, half of it. Without the half, every gamma would weigh twice
  /// what it weighs in the papers.
  package var penaltyScale: Float { hasProbabilities ? 0.5 : 1 }

  /// The discriminator's loss without a penalty, over reals (target 1) and fakes (target 0).
  ///
  /// The mean binary cross-entropy against the soft targets, from logits. For a critic
  /// `2 mean((1 - 2 t) D)`, which is `mean D(g) - mean D(x)` where both kinds are equally many. A
  /// relativistic critic takes no targets: the first half of the rows must be reals, the second
  /// fakes, and a real makes a pair with the fake as far down; another number of rows is a
  /// recorded error.
  public func discriminatorLoss(logits: Tensor, targets: Tensor) -> Tensor {
    switch self {
    case .saturating, .nonSaturating: binaryCrossEntropy(logits: logits, labels: targets)
    case .wassersteinGP: ((2 - 4 * targets) * logits).mean()
    case .relativistic: pairLoss(logits)
    }
  }

  private func pairLoss(_ logits: Tensor) -> Tensor {
    withPath("relativistic") {
      guard logits.rank >= 1, logits.shape[0] % 2 == 0 else {
        return logits.trace.fail(
          ShapeError(
            operation: "loss", problem: "logits of shape \(logits.shape) came",
            remedy: "pass as many rows of reals as of fakes, reals first",
            path: logits.trace.graph.path))
      }
      let half = logits.shape[0] / 2
      let real = logits.sliced(along: 0, 0..<half)
      let fake = logits.sliced(along: 0, half..<(2 * half))
      return softplus(fake - real).mean()
    }
  }

  /// The generator's loss from the discriminator's answers on fakes.
  /// - Parameter realLogits: The answers on as many reals, which a relativistic critic's generator
  ///   needs: without them its loss is a recorded error.
  public func generatorLoss(logits: Tensor, realLogits: Tensor? = nil) -> Tensor {
    switch self {
    case .saturating: -softplus(logits).mean()
    case .nonSaturating: softplus(-logits).mean()
    case .wassersteinGP: -logits.mean()
    case .relativistic:
      if let realLogits, realLogits.shape == logits.shape {
        softplus(realLogits - logits).mean()
      } else {
        logits.trace.fail(
          ShapeError(
            operation: "loss",
            problem: "logits of fakes of shape \(logits.shape) came with logits of reals of shape "
              + (realLogits.map { "\($0.shape)" } ?? "(absent)"),
            remedy: "pass as many of both", path: logits.trace.graph.path))
      }
    }
  }
}

extension Double {
  fileprivate static let lnOf2 = 0.693_147_180_559_945_3
}

// Protocols of the literature as settings, so that published numbers can be held against ours.

import Runs

/// A published way of training a GAN in the plane.
///
/// Of PacGAN its published code decides what the paper leaves open: weights from N(0, 0.02^2) and
/// biases 0, no bias before a normalisation and none of it on the output, a non-saturating
/// generator. What differs from that code: the two networks are updated in turn, the generator on
/// noise of its own, where theirs move at once on the same points; normalisation has epsilon 1e-5,
/// momentum 0.1 and an unbiased running variance instead of 1e-4, 0.05 and a running standard
/// deviation; and all points of a generator's batch are normalised together, where theirs are for
/// each place in the pack.
public enum PublishedProtocol: String, Sendable, CaseIterable {
  /// The GAN of Lin et al., "PacGAN: the power of two samples in generative adversarial networks"
  /// (2018), arXiv 1712.04086, Table 1, on the grid; with `data: ring` on the ring.
  case pacgan
  /// The same with a discriminator that judges 2, 3 or 4 points together.
  case pacgan2, pacgan3, pacgan4
  /// The non-saturating GAN on 25 Gaussians of Zhang et al., "Dive into deep learning".
  case d2l
  /// The same with R1 and R2.
  case d2lPenalized = "d2l-r1r2"
  /// The relativistic pairing GAN with R1 and R2.
  case d2lRelativistic = "d2l-rpgan"

  /// The settings in which the protocol may differ from the defaults.
  public var settings: [(key: String, value: String)] {
    switch self {
    case .pacgan: Self.pacgan(pack: 1)
    case .pacgan2: Self.pacgan(pack: 2)
    case .pacgan3: Self.pacgan(pack: 3)
    case .pacgan4: Self.pacgan(pack: 4)
    case .d2l: Self.d2l(objective: "non-saturating", gamma: "0")
    case .d2lPenalized: Self.d2l(objective: "non-saturating", gamma: "1")
    case .d2lRelativistic: Self.d2l(objective: "relativistic", gamma: "1")
    }
  }

  /// The default recipe with the protocol's settings.
  public func recipe() throws(RecipeError) -> Recipe {
    var recipe = try GANRecipe.defaults()
    for (key, value) in settings { try recipe.set(key, to: value) }
    return recipe
  }

  /// 400 epochs of 100,000 packs in batches of 100 packs; a batch here counts points.
  private static func pacgan(pack: Int) -> [(key: String, value: String)] {
    [
      ("data", "grid-pacgan"), ("train-points", "100000"), ("mixup", "off"),
      ("objective", "non-saturating"), ("latent", "2"),
      ("width-g", "400"), ("depth-g", "4"), ("norm-g", "batch"), ("width-d", "200"),
      ("depth-d", "3"), ("activation-d", "maxout"), ("maxout-pieces", "5"), ("init-std", "0.02"),
      ("pack", String(pack)), ("batch", String(100 * pack)), ("d-steps", "1"), ("lr-g", "1e-4"),
      ("lr-d", "1e-4"), ("beta1", "0.8"), ("beta2", "0.999"), ("steps", "400000"),
      ("steps-per-epoch", "1000"), ("samples", "2500"),
    ]
  }

  private static func d2l(objective: String, gamma: String) -> [(key: String, value: String)] {
    [
      ("data", "grid-pacgan"), ("mixup", "off"), ("objective", objective), ("r1", gamma),
      ("r2", gamma), ("latent", "64"), ("width", "256"), ("depth", "2"),
      ("activation-d", "leaky-relu"),
      ("batch", "256"), ("d-steps", "1"), ("lr-g", "2e-4"), ("lr-d", "2e-4"), ("beta1", "0"),
      ("beta2", "0.99"), ("steps", "20000"), ("samples", "10000"),
    ]
  }
}

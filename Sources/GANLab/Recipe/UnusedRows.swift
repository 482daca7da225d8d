// Settings of a GAN that mean nothing beside some of its others, each with what would use it.

import Datasets
import Runs

extension GANRunKind {
  /// What is refused where somebody types it and the recipe has no part for it.
  public var unusedSettings: [UnusedSettings] { GANRecipe.unusedRows }
}

extension GANRecipe {
  /// Objectives whose discriminator is a critic, without labels that could be mixed.
  private static let critics = GANObjective.allCases.filter { !$0.hasProbabilities }
    .map(\.rawValue)
  /// Objectives whose generator is judged beside fresh reals, and so by fakes of its own.
  private static let pairings = GANObjective.allCases.filter(\.generatorNeedsReals)
    .map(\.rawValue)

  fileprivate static let unusedRows: [UnusedSettings] = [
    // Data.
    UnusedSettings("data-dir", remedy: "data that are read from files") {
      $0.naming("data", where: GANRecipe.isInProgram)
    },
    UnusedSettings(
      "train-points", "wasserstein-points", "draw", remedy: "points as data"
    ) { $0.naming("data", where: ImageData.isImages) },
    UnusedSettings("held-out", remedy: "a file of points as data") {
      $0.naming("data", where: GANRecipe.isNoFileOfPoints)
    },
    UnusedSettings("feature-samples", remedy: "images as data") {
      $0.naming("data", where: GANRecipe.isPoints)
    },
    // The game.
    UnusedSettings(
      "alpha", "lambda", except: 0.0, remedy: "objective saturating or non-saturating with mixup"
    ) { $0.naming("objective", in: GANRecipe.critics) },
    UnusedSettings("alpha", "lambda", except: 0.0, remedy: "mixup paper or demo") {
      $0.naming("mixup", in: ["off"])
    },
    UnusedSettings("gradient-penalty", remedy: "objective wgan-gp") {
      $0.naming("objective", notIn: [GANObjective.wassersteinGP.rawValue])
    },
    UnusedSettings("reuse-fakes", except: "off", remedy: "another objective") {
      $0.naming("objective", in: GANRecipe.pairings)
    },
    // Networks.
    UnusedSettings(
      "depth", "depth-g", "depth-d", "activation-g", "activation-d", "maxout-pieces",
      remedy: "model mlp"
    ) { $0.naming("model", notIn: ["mlp"]) },
    UnusedSettings("width-g", "width-d", remedy: "width, which is that of both networks") {
      $0.naming("model", in: ["dcgan"])
    },
    UnusedSettings("width", remedy: "width-g or width-d auto") {
      // In dcgan it is the other two that mean nothing.
      $0.naming("model", in: ["dcgan"]) == nil
        ? $0.naming("width-g", "width-d", notIn: ["auto"]) : nil
    },
    UnusedSettings("depth", remedy: "depth-g or depth-d auto") {
      $0.naming("depth-g", "depth-d", notIn: ["auto"])
    },
    UnusedSettings("maxout-pieces", remedy: "activation-d maxout") {
      $0.naming("activation-d", notIn: ["maxout"])
    },
  ]

  private static func isPoints(_ name: String) -> Bool { !ImageData.isImages(name) }

  private static func isNoFileOfPoints(_ name: String) -> Bool {
    PointSets.named(name) != nil || ImageData.isImages(name)
  }

  /// Whether data are drawn from a law, or part of the program.
  private static func isInProgram(_ name: String) -> Bool {
    PointSets.named(name) != nil || ImageCatalog.named(name)?.files.isEmpty ?? false
  }
}

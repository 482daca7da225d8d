// Settings of a classifier that mean nothing beside some of its others, and what would use them.

import Datasets
import Runs

extension ClassifierRunKind {
  /// What is refused where somebody types it and the recipe has no part for it.
  public var unusedSettings: [UnusedSettings] { ClassifierRecipe.unusedRows }
}

extension ClassifierRecipe {
  fileprivate static let unusedRows: [UnusedSettings] = [
    // Data.
    UnusedSettings("data-dir", remedy: "data that are read from files") {
      $0.naming("data", where: ClassifierRecipe.isInProgram)
    },
    UnusedSettings("test-share", remedy: "data without a test part") {
      $0.naming("data", where: ClassifierRecipe.hasTestPart)
    },
    UnusedSettings("split-seed", remedy: "validation above 0, or data without a test part") {
      recipe in
      guard let data = recipe.naming("data", where: ClassifierRecipe.hasTestPart),
        let validation = recipe.naming("validation", in: ["0.0"])
      else { return nil }
      return "\(data) and \(validation)"
    },
    UnusedSettings("padding", remedy: "augment crop or flip-crop, and images as data") {
      $0.naming("augment", in: ["none"])
    },
    UnusedSettings("normalize", remedy: "images as data; columns of tables are always scaled") {
      $0.naming("data", where: ClassifierRecipe.isRows)
    },
    UnusedSettings("corruption-seed", remedy: "corruption above 0") {
      $0.naming("corruption", in: ["0.0"])
    },
    // Mixing.
    UnusedSettings(
      "alpha", "lambda", "partners", "targets", "mix-layer", "mix-probability", "mix-warm-up",
      "mix-last-off", except: 0.0, remedy: "mix mixup"
    ) { $0.naming("mix", in: [MixingMethod.off.rawValue]) },
    UnusedSettings("alpha", remedy: "cutmix-alpha, which is cutmix's own") {
      $0.naming("mix", in: [MixingMethod.cutmix.rawValue])
    },
    UnusedSettings("cutmix-alpha", remedy: "mix cutmix or mixup-or-cutmix") {
      $0.naming(
        "mix", notIn: [MixingMethod.cutmix.rawValue, MixingMethod.mixupOrCutmix.rawValue])
    },
    UnusedSettings("cutmix-share", remedy: "mix mixup-or-cutmix") {
      $0.naming("mix", notIn: [MixingMethod.mixupOrCutmix.rawValue])
    },
    UnusedSettings("ways", remedy: "mix dirichlet") {
      $0.naming("mix", notIn: [MixingMethod.dirichlet.rawValue])
    },
    UnusedSettings("neighbours", remedy: "mix mixup with partners neighbours") {
      $0.naming("mix", in: [MixingMethod.off.rawValue])
        ?? $0.naming("partners", where: ClassifierRecipe.areNoNeighbours)
    },
    // Training.
    UnusedSettings("momentum", remedy: "optimizer sgd or nesterov") {
      $0.naming(
        "optimizer", notIn: [OptimizerChoice.sgd.rawValue, OptimizerChoice.nesterov.rawValue])
    },
    UnusedSettings("decay-norms", remedy: "weight-decay above 0") {
      $0.naming("weight-decay", in: ["0.0"])
    },
    UnusedSettings("milestones", "lr-factor", remedy: "schedule milestones") {
      $0.naming("schedule", notIn: [ScheduleChoice.milestones.rawValue])
    },
  ]

  private static func isRows(_ name: String) -> Bool { DataNames.kind(of: name) == .rows }

  /// Whether data are part of the program.
  private static func isInProgram(_ name: String) -> Bool {
    (ImageCatalog.named(name)?.files ?? TableCatalog.named(name)?.files)?.isEmpty ?? false
  }

  /// Whether data are known to come with a test part; files of one's own may or may not.
  private static func hasTestPart(_ name: String) -> Bool {
    if let set = ImageCatalog.named(name) { return set.testCount > 0 }
    guard case .separateLabels? = TableCatalog.named(name)?.format else { return false }
    return true
  }

  private static func areNoNeighbours(_ name: String) -> Bool {
    !(PartnerChoice(rawValue: name)?.isNeighbours ?? false)
  }
}

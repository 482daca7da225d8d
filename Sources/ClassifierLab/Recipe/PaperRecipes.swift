// The supervised experiments of the mixup paper as recipes, a name for each row of its tables.

import Runs

/// Recipes of Zhang, Cisse, Dauphin, Lopez-Paz, "mixup: beyond empirical risk minimization" (2018).
///
/// Where the paper is silent its authors' code decides (augmentation, normalisation, momentum), and
/// where both are, Mixlab: alpha and the split of the UCI sets, the distance of nearest neighbours,
/// the scale of the noise. PreAct ResNet-18 is the doubly normalised network of that code. The plain
/// form of the first author's demo, whose logits nothing bounds, was still at chance after an epoch at
/// a learning rate of 0.1, here and in PyTorch; published results say that it gets over that.
enum PaperRecipes {
  /// What all names begin with.
  static let prefix = "paper/"

  typealias Changes = [(key: String, value: String)]

  /// The changes of the defaults by name.
  static let all: [(name: String, changes: Changes)] = images + corrupted + ablation + tables

  private static let mixup: Changes = [("mix", "mixup"), ("alpha", "1")]
  private static let erm: Changes = [("mix", "off")]

  /// Figure 3a.
  private static let images: [(name: String, changes: Changes)] = ["cifar10", "cifar100"].flatMap {
    data in
    [
      ("preact18", "preact-resnet18", "100,150"), ("wrn-28-10", "wrn-28-10", "60,120,180"),
      ("densenet-190", "densenet-bc-190", "100,150"),
    ].flatMap { short, model, milestones in
      [("erm", erm), ("mixup", mixup)].map { method, changes in
        (
          name: "\(data)-\(short)-\(method)",
          changes: [("data", data), ("model", model), ("milestones", milestones)] + changes
        )
      }
    }
  }

  private static let residual: Changes = [("data", "cifar10"), ("model", "preact-resnet18")]

  /// Table 2: the strengths are those that the paper chose.
  private static let corrupted: [(name: String, changes: Changes)] = [
    ("20", dropout: "0.7", mixup: "8", both: (alpha: "4", dropout: "0.1")),
    ("50", dropout: "0.8", mixup: "32", both: (alpha: "8", dropout: "0.3")),
    ("80", dropout: "0.8", mixup: "32", both: (alpha: "8", dropout: "0.3")),
  ].flatMap { row -> [(name: String, changes: Changes)] in
    let base = residual + [("corruption", "0.\(row.0.first ?? "0")")]
    let name = "corrupted-\(row.0)"
    return [
      ("\(name)-erm", base + erm),
      ("\(name)-dropout", base + erm + [("dropout", row.dropout)]),
      ("\(name)-mixup", base + [("mix", "mixup"), ("alpha", row.mixup)]),
      (
        "\(name)-mixup-dropout",
        base + [("mix", "mixup"), ("alpha", row.both.alpha), ("dropout", row.both.dropout)]
      ),
    ]
  }

  /// Table 5, each row with both weight decays.
  private static let ablation: [(name: String, changes: Changes)] =
    ablationRows.flatMap { row in
      [("", "0.0001"), ("-decay-5e-4", "0.0005")].map { ending, decay in
        (
          name: "ablation-\(row.name)\(ending)",
          changes: residual + [("weight-decay", decay)] + row.changes
        )
      }
    }

  private static let ablationRows: [(name: String, changes: Changes)] =
    [
      ("erm", erm), ("mixup", mixup), ("knn", mixup + [("partners", "neighbours")]),
      (
        "inputs-same-class-knn",
        mixup + [("partners", "same-class-neighbours"), ("targets", "nearer")]
      ),
      ("inputs-knn", mixup + [("partners", "neighbours"), ("targets", "nearer")]),
      ("inputs-same-class", mixup + [("partners", "same-class"), ("targets", "nearer")]),
      ("inputs", mixup + [("targets", "nearer")]),
    ]
    + (1...5).map { ("layer-\($0)", mixup + [("mix-layer", "\($0)")]) }
    + ["0.05", "0.1", "0.2"].map { ("smoothing-\($0)", erm + [("smoothing", $0)]) }
    + ["0.05", "0.1", "0.2", "0.4"].map {
      ("inputs-smoothing-\($0)", mixup + [("targets", "nearer"), ("smoothing", $0)])
    }
    + ["0.05", "0.1", "0.2"].map { ("noise-\($0)", erm + [("noise", $0)]) }

  /// Table 4.
  private static let tables: [(name: String, changes: Changes)] =
    ["abalone", "arcene", "arrhythmia", "htru2", "iris", "phishing"].flatMap { data in
      [("erm", erm), ("mixup", [("mix", "mixup")])].map { method, changes in
        (name: "uci-\(data)-\(method)", changes: [("data", data)] + changes)
      }
    }
}

// The options that make a classifier's recipe.

import ArgumentParser
import ClassifierLab
import Runs

struct ClassifierOptions: ParsableArguments, SettingOptions {
  @Option(parsing: .unconditional, help: settingHelp("data"))
  var data: String?

  @Option(parsing: .unconditional, help: settingHelp("data-dir"))
  var dataDir: String?

  @Option(parsing: .unconditional, help: settingHelp("label"))
  var label: String?

  @Option(parsing: .unconditional, help: settingHelp("image-size"))
  var imageSize: String?

  @Option(parsing: .unconditional, help: settingHelp("broken-images"))
  var brokenImages: String?

  @Option(parsing: .unconditional, help: settingHelp("validation"))
  var validation: String?

  @Option(parsing: .unconditional, help: settingHelp("augment"))
  var augment: String?

  @Option(parsing: .unconditional, help: settingHelp("corruption"))
  var corruption: String?

  @Option(parsing: .unconditional, help: settingHelp("model"))
  var model: String?

  @Option(parsing: .unconditional, help: settingHelp("width"))
  var width: String?

  @Option(parsing: .unconditional, help: settingHelp("depth"))
  var depth: String?

  @Option(parsing: .unconditional, help: settingHelp("dropout"))
  var dropout: String?

  @Option(parsing: .unconditional, help: settingHelp("mix"))
  var mix: String?

  @Option(parsing: .unconditional, help: settingHelp("alpha"))
  var alpha: String?

  @Option(parsing: .unconditional, help: settingHelp("partners"))
  var partners: String?

  @Option(parsing: .unconditional, help: settingHelp("mix-layer"))
  var mixLayer: String?

  @Option(parsing: .unconditional, help: settingHelp("smoothing"))
  var smoothing: String?

  @Option(parsing: .unconditional, help: settingHelp("epochs"))
  var epochs: String?

  @Option(parsing: .unconditional, help: settingHelp("batch"))
  var batch: String?

  @Option(parsing: .unconditional, help: settingHelp("micro-batch"))
  var microBatch: String?

  @Option(parsing: .unconditional, help: settingHelp("optimizer"))
  var optimizer: String?

  @Option(parsing: .unconditional, help: settingHelp("lr"))
  var lr: String?

  @Option(parsing: .unconditional, help: settingHelp("weight-decay"))
  var weightDecay: String?

  @Option(parsing: .unconditional, help: settingHelp("schedule"))
  var schedule: String?

  @Option(parsing: .unconditional, help: settingHelp("train-metrics"))
  var trainMetrics: String?

  @Option(parsing: .unconditional, help: settingHelp("seed"))
  var seed: String?

  @Option(parsing: .unconditional, help: settingHelp("threads"))
  var threads: String?

  @Option(parsing: .unconditional, help: settingHelp("precision"))
  var precision: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A recipe file, or the name of a recipe such as paper/cifar10-preact18-mixup; options change "
        + "what it says.", valueName: "file|name"))
  var recipe: String?

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Any setting of the recipe: \(ClassifierRecipe.table.keys.joined(separator: ", ")).",
      valueName: "key=value"))
  var assignments: [String] = []

  var given: [(key: String, value: String?)] {
    [
      ("data", data), ("data-dir", dataDir), ("label", label), ("image-size", imageSize),
      ("broken-images", brokenImages), ("validation", validation), ("augment", augment),
      ("corruption", corruption), ("model", model), ("width", width), ("depth", depth),
      ("dropout", dropout), ("mix", mix), ("alpha", alpha), ("partners", partners),
      ("mix-layer", mixLayer), ("smoothing", smoothing), ("epochs", epochs), ("batch", batch),
      ("micro-batch", microBatch), ("optimizer", optimizer), ("lr", lr),
      ("weight-decay", weightDecay), ("schedule", schedule), ("train-metrics", trainMetrics),
      ("seed", seed), ("threads", threads), ("precision", precision),
    ]
  }

  /// The recipe that name or file and options make together.
  func resolved() throws -> Recipe { try resolved(from: recipe, ClassifierRunKind()) }
}

private func settingHelp(_ key: String) -> ArgumentHelp {
  settingHelp(key, ClassifierRecipe.table)
}

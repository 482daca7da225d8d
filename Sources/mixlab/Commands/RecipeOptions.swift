// The options that make a recipe: one for each common setting, a file, and --set for the rest.

import ArgumentParser
import GANLab
import Runs

struct RecipeOptions: ParsableArguments, SettingOptions {
  @Option(parsing: .unconditional, help: settingHelp("data"))
  var data: String?

  @Option(parsing: .unconditional, help: settingHelp("data-dir"))
  var dataDir: String?

  @Option(parsing: .unconditional, help: settingHelp("image-size"))
  var imageSize: String?

  @Option(parsing: .unconditional, help: settingHelp("image-channels"))
  var imageChannels: String?

  @Option(parsing: .unconditional, help: settingHelp("broken-images"))
  var brokenImages: String?

  @Option(parsing: .unconditional, help: settingHelp("model"))
  var model: String?

  @Option(parsing: .unconditional, help: settingHelp("mixup"))
  var mixup: String?

  @Option(parsing: .unconditional, help: settingHelp("alpha"))
  var alpha: String?

  @Option(parsing: .unconditional, help: settingHelp("objective"))
  var objective: String?

  @Option(parsing: .unconditional, help: settingHelp("conditional"))
  var conditional: String?

  @Option(parsing: .unconditional, help: settingHelp("gradient-penalty"))
  var gradientPenalty: String?

  @Option(parsing: .unconditional, help: settingHelp("steps"))
  var steps: String?

  @Option(parsing: .unconditional, help: settingHelp("steps-per-epoch"))
  var stepsPerEpoch: String?

  @Option(parsing: .unconditional, help: settingHelp("batch"))
  var batch: String?

  @Option(parsing: .unconditional, help: settingHelp("seed"))
  var seed: String?

  @Option(parsing: .unconditional, help: settingHelp("lr-g"))
  var lrG: String?

  @Option(parsing: .unconditional, help: settingHelp("lr-d"))
  var lrD: String?

  @Option(parsing: .unconditional, help: settingHelp("d-steps"))
  var dSteps: String?

  @Option(parsing: .unconditional, help: settingHelp("ema"))
  var ema: String?

  @Option(parsing: .unconditional, help: settingHelp("threads"))
  var threads: String?

  @Option(parsing: .unconditional, help: settingHelp("precision"))
  var precision: String?

  @Option(parsing: .unconditional, help: settingHelp("draw"))
  var draw: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A recipe file, or the name of a recipe such as plain; options change what it says.",
      valueName: "file|name"))
  var recipe: String?

  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Any setting of the recipe: \(GANRecipe.table.keys.joined(separator: ", ")).",
      valueName: "key=value"))
  var assignments: [String] = []

  var given: [(key: String, value: String?)] {
    [
      ("data", data), ("data-dir", dataDir), ("image-size", imageSize),
      ("image-channels", imageChannels), ("broken-images", brokenImages), ("model", model),
      ("mixup", mixup), ("alpha", alpha), ("objective", objective), ("conditional", conditional),
      ("gradient-penalty", gradientPenalty), ("steps", steps), ("steps-per-epoch", stepsPerEpoch),
      ("batch", batch), ("seed", seed),
      ("lr-g", lrG), ("lr-d", lrD), ("d-steps", dSteps), ("ema", ema), ("threads", threads),
      ("precision", precision), ("draw", draw),
    ]
  }

  /// Whether the user chose anything.
  var isEmpty: Bool { recipe == nil && givesNothing }

  /// The recipe that name or file and options make together.
  func resolved() throws -> Recipe { try resolved(from: recipe, GANRunKind()) }
}

private func settingHelp(_ key: String) -> ArgumentHelp { settingHelp(key, GANRecipe.table) }

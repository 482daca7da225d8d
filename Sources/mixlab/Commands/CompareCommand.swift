// mixlab compare: several recipes over several seeds, one table, one panel.

import ArgumentParser
import Foundation
import GANLab
import Runs
import Training

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Run several recipes over several seeds and put the results side by side.",
    discussion: """
      A recipe is a name (\(NamedRecipe.builtInNames.joined(separator: ", "))) or a recipe file. \
      Options change all recipes alike.

      Examples:
        mixlab compare paper wgan-gp --seeds 3 --steps 2000
        mixlab compare plain paper demo --seeds 3 --steps 5000
        mixlab compare Samples/ring-paper.yaml plain --set objective=non-saturating
      """)

  @Argument(help: "Names or files of recipes.")
  var recipes: [String]

  @Option(help: ArgumentHelp("How many seeds each recipe gets.", valueName: "count"))
  var seeds = 1

  @OptionGroup(title: "Settings for all recipes") var options: RecipeOptions
  @OptionGroup(title: "Output") var place: PlaceOptions
  @OptionGroup(title: "Report") var report: ReportOptions

  func validate() throws {
    guard (1...1000).contains(seeds) else {
      throw ValidationError("--seeds: \(seeds) came. Needed: 1 to 1000.")
    }
    guard options.recipe == nil else {
      throw ValidationError("--recipe: name recipe files as arguments of compare instead.")
    }
  }

  func run() throws {
    try perform {
      let named = try recipes.map(resolve)
      guard Set(named.map(\.name)).count == named.count else {
        throw UsageError(description: "two recipes have one name; give each recipe once")
      }
      try Self.compare(named, seeds: seeds, out: place.out, report)
    }
  }

  /// What `mixlab gan` does without settings.
  static func runDefault(out: String?, _ report: ReportOptions) throws {
    let named = try ["plain", "paper"].compactMap { name in
      var named = try NamedRecipe.builtIn(name)
      try named?.recipe.set("steps", to: "1500")
      return named
    }
    try compare(named, seeds: 1, out: out, report)
  }

  private func resolve(_ text: String) throws -> NamedRecipe {
    var named =
      if let builtIn = try NamedRecipe.builtIn(text) {
        builtIn
      } else if FileManager.default.fileExists(atPath: text) {
        NamedRecipe(
          name: URL(fileURLWithPath: text).deletingPathExtension().lastPathComponent,
          recipe: try Recipe(contentsOf: URL(fileURLWithPath: text), table: GANRecipe.table))
      } else {
        throw UsageError(
          description: "\"\(text)\" is neither a recipe's name "
            + "(\(NamedRecipe.builtInNames.joined(separator: ", "))) nor a file")
      }
    try options.apply(to: &named.recipe)
    return named
  }

  private static func compare(
    _ recipes: [NamedRecipe], seeds: Int, out: String?, _ report: ReportOptions
  ) throws {
    Interrupt.catchSignals()
    try Terminal.notePrecision(of: recipes.map(\.recipe))
    let folder = try ComparisonFolder.create(out)
    var comparison = Comparison(recipes, seeds: seeds, folder: folder.url)
    try comparison.run(ProgressReporter(isQuiet: report.isSilent))
    try folder.write(comparison)
    let table = ComparisonTable(comparison)
    if report.json {
      Terminal.output(comparison.json(folder: Terminal.path(folder.url)))
    } else {
      Terminal.output(table.text)
    }
    guard comparison.isComplete else {
      if let last = comparison.results.last, !report.isSilent {
        Terminal.note(
          "Stopped. The last run goes on with: mixlab resume \(Terminal.path(last.folder.url))")
      }
      throw ExitCode.interrupted
    }
    guard !report.json else { return }
    Terminal.output("\n" + table.verdict)
    if !report.isSilent {
      Terminal.output("Worth opening:")
      Terminal.output("  \(Terminal.path(folder.url))/panel.png")
      for result in comparison.results.prefix(recipes.count) {
        if let picture = result.lastPicture { Terminal.output("  \(Terminal.path(picture))") }
      }
    }
  }
}

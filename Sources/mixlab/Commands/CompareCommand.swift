// mixlab compare: several recipes over several seeds, one table, one panel.

import ArgumentParser
import Comparisons
import Foundation
import GANLab
import Runs

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Run several recipes over several seeds and put the results side by side.",
    discussion: """
      A recipe is a name (\(RunKinds.recipeNames)) or a recipe file. \
      Options change all recipes alike, and have to mean something to at least one of them.

      Runs are made in as many processes at once as the cores carry, each with its share of the \
      cores as threads; the number of threads decides about the last bits of the results and \
      stands in every recipe. Ctrl-C saves all of them.

      Examples:
        mixlab compare paper wgan-gp --seeds 3 --steps 2000
        mixlab compare plain paper demo --seeds 3 --steps 5000 --jobs 2
        mixlab compare Samples/ring-paper.yaml plain --set objective=non-saturating
        mixlab compare erm mixup --data iris --seeds 20 --epochs 30
        mixlab compare --resume runs/0004-compare --seeds 5
        mixlab compare --runs runs/0001-gan-ring-plain runs/0002-gan-ring-paper-0.2
      """)

  @Argument(help: "Names or files of recipes.")
  var recipes: [String] = []

  @Option(
    help: ArgumentHelp("How many seeds each recipe gets (default: 1).", valueName: "count"))
  var seeds: Int?

  @Option(
    help: ArgumentHelp(
      "How many runs go on at once; 1 makes them in this process, one after the other.",
      valueName: "number|auto"))
  var jobs = "auto"

  @Option(
    help: ArgumentHelp(
      "Go on with the comparison in a folder; --seeds may ask for more.", valueName: "folder"))
  var resume: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Train nothing: tables of runs that are there (folders or numbers below runs/).",
      valueName: "run"))
  var runs: [String] = []

  @Flag(help: "With --runs: list runs that were measured by different protocols, too.")
  var force = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Epochs of classifiers, as for classify.", valueName: "number|auto"))
  var epochs: String?

  @OptionGroup(title: "Settings for all recipes") var options: RecipeOptions
  @OptionGroup(title: "Output") var place: PlaceOptions
  @OptionGroup(title: "Report") var report: ReportOptions

  func validate() throws {
    let most = ComparisonPlan.mostSeeds
    if let seeds, !(1...most).contains(seeds) {
      throw ValidationError("--seeds: \(seeds) came. Needed: 1 to \(most).")
    }
    guard jobs == "auto" || Int(jobs).map({ (1...1024).contains($0) }) ?? false else {
      throw ValidationError("--jobs: \"\(jobs)\" came. Needed: auto or a number from 1 to 1024.")
    }
    guard options.recipe == nil else {
      throw ValidationError("--recipe: name recipe files as arguments of compare instead.")
    }
    guard [!recipes.isEmpty, resume != nil, !runs.isEmpty].count(where: { $0 }) == 1 else {
      throw ValidationError("Name recipes, or give --resume or --runs, and only one of the three.")
    }
    guard !recipes.isEmpty || options.isEmpty && epochs == nil else {
      throw ValidationError("Settings are for new runs; leave them out with --resume and --runs.")
    }
    guard resume == nil || place.out == nil else {
      throw ValidationError("--out: a comparison goes on in its own folder; leave it out.")
    }
    guard runs.isEmpty || seeds == nil else {
      throw ValidationError("--seeds: runs that are there have their seeds; leave it out.")
    }
    guard !force || !runs.isEmpty else {
      throw ValidationError("--force: only --runs has protocols to check.")
    }
  }

  func run() throws {
    try perform {
      if let resume {
        try goOn(with: try RunReference.resolve(resume))
      } else if !runs.isEmpty {
        try tabulate()
      } else {
        let (kind, named) = try resolved()
        guard Set(named.map(\.name)).count == named.count else {
          throw UsageError(description: "two recipes have one name; give each recipe once")
        }
        for (index, one) in named.enumerated() {
          if let other = named[..<index].first(where: { $0.recipe == one.recipe }) {
            throw UsageError(
              description: "\(other.name) and \(one.name) are the same with these settings; "
                + "leave out one of them, or the setting that makes them equal")
          }
        }
        try Self.compare(named, of: kind, seeds: seeds ?? 1, jobs: jobs, out: place.out, report)
      }
    }
  }

  /// What `mixlab gan` does without settings.
  static func runDefault(out: String?, _ report: ReportOptions) throws {
    let kind = GANRunKind()
    let named = try ["plain", "paper"].compactMap { name in
      var named = try kind.builtIn(name)
      try named?.recipe.set("steps", to: "1500")
      return named
    }
    try compare(named, of: kind, seeds: 1, jobs: "1", out: out, report, isBrief: true)
  }

  /// The recipes that were named, with the options applied.
  private func resolved() throws -> (kind: any RunKind, recipes: [NamedRecipe]) {
    var (kind, named) = try RunKinds.all.recipes(recipes)
    for index in named.indices {
      if let epochs { try named[index].recipe.set("epochs", to: epochs) }
      try options.apply(to: &named[index].recipe, kind)
    }
    try options.checkUse(in: named.map(\.recipe), kind)
    return (kind, named)
  }

  private static func compare(
    _ recipes: [NamedRecipe], of kind: any RunKind, seeds: Int, jobs: String, out: String?,
    _ report: ReportOptions, isBrief: Bool = false
  ) throws {
    let division = try divide(
      jobs, runs: recipes.count * seeds, recipes: recipes.map(\.recipe))
    let divided = try recipes.map { named in
      NamedRecipe(name: named.name, recipe: try division.apply(to: named.recipe))
    }
    // Tried before the folder is made, so that a mistake leaves no folder behind.
    _ = try Comparison(divided, of: kind, seeds: seeds, folder: URL(fileURLWithPath: "."))
    try Terminal.notePrecision(of: divided.map(\.recipe), kind)
    // Before runs go on side by side, each of which would make the same.
    let remarks = Remarks(report.remark)
    try kind.prepare(divided.map(\.recipe), tell: remarks.tell)
    let folder = try ComparisonFolder.create(out)
    let comparison = try Comparison(divided, of: kind, seeds: seeds, folder: folder.url)
    try ComparisonSession(
      comparison: comparison, jobs: division.jobs, report: report, remarks: remarks,
      isBrief: isBrief
    ).run()
  }

  private func goOn(with folder: URL) throws {
    let comparison = try Comparison(
      readingFrom: folder.standardizedFileURL, kinds: RunKinds.all, seeds: seeds)
    let unfinished = comparison.runs.filter { $0.isUnfinished(in: comparison.folder) }
    try Terminal.notePrecision(of: unfinished.map(\.recipe), comparison.kind)
    let remarks = Remarks(report.remark)
    try comparison.kind.prepare(unfinished.map(\.recipe), tell: remarks.tell)
    let division = try Self.divide(
      jobs, runs: unfinished.count, recipes: unfinished.map(\.recipe))
    try ComparisonSession(
      comparison: comparison, jobs: division.jobs, report: report, remarks: remarks
    ).run()
  }

  private static func divide(
    _ jobs: String, runs: Int, recipes: [Recipe]
  ) throws -> JobDivision {
    try JobDivision(
      jobs: Int(jobs), runs: runs, cores: ProcessInfo.processInfo.activeProcessorCount,
      recipes: recipes)
  }

  private func tabulate() throws {
    let collection = try RunCollection(
      try runs.map { try RunReference.resolve($0) }, kinds: RunKinds.all,
      allowingUnlikeProtocols: force)
    let results = ComparisonReport(
      collection.results, of: collection.kind, recipeNames: collection.recipeNames)
    var name = ""
    if let out = place.out {
      let folder = try ComparisonFolder.create(out)
      try folder.write(results)
      name = Terminal.path(folder.url)
    }
    ComparisonSession.showTables(results, place: name, json: report.json)
    if !report.json { Terminal.output("\n" + results.verdict) }
  }
}

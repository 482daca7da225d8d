// Several recipes over several seeds, one run after the other.

import Foundation
import Runs
import Training

/// A recipe with the name that tables give it.
public struct NamedRecipe: Sendable {
  /// The name in tables and folders.
  public let name: String
  /// All settings; the seed is the first of the comparison.
  public var recipe: Recipe

  /// A recipe under a name.
  public init(name: String, recipe: Recipe) {
    self.name = name
    self.recipe = recipe
  }

  /// The names that `builtIn` knows.
  public static let builtInNames = ["plain", "paper", "demo", "wgan-gp"]

  /// The default recipe with the mixing or the objective that a name stands for, or nil for an
  /// unknown name.
  public static func builtIn(_ name: String) throws(RecipeError) -> NamedRecipe? {
    guard builtInNames.contains(name) else { return nil }
    var recipe = try GANRecipe.defaults()
    switch name {
    case "plain": try recipe.set("mixup", to: "off")
    case "wgan-gp": try recipe.set("objective", to: name)
    default: try recipe.set("mixup", to: name)
    }
    return NamedRecipe(name: name, recipe: recipe)
  }
}

/// How one run of a comparison ended.
public struct ComparedRun: Sendable {
  /// The recipe's name.
  public let name: String
  /// The run's seed.
  public let seed: Int
  /// The run's folder.
  public let folder: RunFolder
  /// How it ended.
  public let outcome: GANOutcome
  /// The last measurement.
  public let record: MetricsRecord
  /// The wall-clock time.
  public let seconds: Double

  package init(
    name: String, seed: Int, folder: RunFolder, outcome: GANOutcome, record: MetricsRecord,
    seconds: Double
  ) {
    self.name = name
    self.seed = seed
    self.folder = folder
    self.outcome = outcome
    self.record = record
    self.seconds = seconds
  }
}

/// Runs recipes on the same seeds and holds their results side by side.
public struct Comparison {
  /// The folder of the comparison.
  public let folder: URL
  /// The recipes in the order given.
  public let recipes: [NamedRecipe]
  /// How many seeds each recipe gets, counted up from its own.
  public let seeds: Int
  /// What has been run so far.
  public private(set) var results: [ComparedRun] = []
  private var rows: [SnapshotRow] = []

  /// A comparison that writes its runs below `folder`.
  public init(_ recipes: [NamedRecipe], seeds: Int, folder: URL) {
    self.recipes = recipes
    self.seeds = seeds
    self.folder = folder
  }

  /// Runs everything; an interruption stops after saving the run it falls into.
  public mutating func run(_ observer: (any GANRunObserver)? = nil) throws {
    let planned = try recipes.map { named in
      try (0..<seeds).map { try named.recipe.countingSeed(up: $0) }
    }
    for offset in 0..<seeds {
      for (named, recipes) in zip(recipes, planned) {
        let recipe = recipes[offset]
        let seed = try recipe.integer("seed")
        let place = folder.appendingPathComponent("\(named.name)-seed\(seed)")
        let run = try GANRun.create(recipe, .exactly(place))
        let start = ContinuousClock.now
        let outcome = try run.train(observer)
        let last = try run.folder.metrics.records().last ?? MetricsRecord()
        results.append(
          ComparedRun(
            name: named.name, seed: seed, folder: run.folder, outcome: outcome, record: last,
            seconds: (ContinuousClock.now - start) / .seconds(1)))
        if offset == 0 { rows.append(try SnapshotRow(run)) }
        if case .interrupted = outcome { return }
      }
    }
  }

  /// Whether every run was made to its end, diverged ones included.
  public var isComplete: Bool {
    results.count == seeds * recipes.count
      && !results.contains { result in
        if case .interrupted = result.outcome { true } else { false }
      }
  }

  /// The panel of snapshots of the first seed, one row a recipe.
  public func panel() throws -> Data {
    try SnapshotPanel(rows).pngData()
  }
}

extension Recipe {
  /// The same recipe with a seed that many higher.
  /// - Throws: `RecipeError.badValue` if no seed is that high.
  fileprivate func countingSeed(up offset: Int) throws(RecipeError) -> Recipe {
    var recipe = self
    let seed = try integer("seed")
    let (sum, overflow) = seed.addingReportingOverflow(offset)
    guard !overflow else {
      throw .badValue(
        key: "seed", came: String(seed), problem: "leaves no room for \(offset) more seeds",
        needed: "a smaller seed", nearest: nil, origin: .program)
    }
    try recipe.set("seed", to: String(sum))
    return recipe
  }
}

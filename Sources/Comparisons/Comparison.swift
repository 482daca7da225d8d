// Several recipes over several seeds in one folder that can be gone on with at any time.

import Foundation
import Runs
import Training

/// A comparison: its plan, its folder, and the runs in it.
public struct Comparison: Sendable {
  /// What the runs are.
  public let kind: any RunKind
  /// The folder of the comparison.
  public let folder: URL
  /// The names of the recipes in the order given.
  public let recipeNames: [String]
  /// How many seeds each recipe gets, counted up from its own.
  public let seeds: Int
  /// All runs: for each seed every recipe.
  public let runs: [PlannedRun]
  private let plan: ComparisonPlan

  private init(
    _ plan: ComparisonPlan, _ recipes: [NamedRecipe], _ kind: any RunKind, folder: URL
  ) throws {
    self.plan = plan
    self.kind = kind
    self.folder = folder
    recipeNames = recipes.map(\.name)
    seeds = plan.seeds
    runs = try (0..<plan.seeds).flatMap { offset in
      try recipes.map { named in
        let recipe = try named.recipe.countingSeed(up: offset)
        try kind.check(recipe)
        return PlannedRun(
          kind: kind, name: named.name, seed: try recipe.integer("seed"), recipe: recipe)
      }
    }
  }

  /// A comparison that writes its runs below `folder`; nothing is written yet.
  ///
  /// - Throws: `RecipeError` for recipes that cannot be run or seeds that do not exist.
  public init(_ recipes: [NamedRecipe], of kind: any RunKind, seeds: Int, folder: URL) throws {
    let resolved = try recipes.map { named in
      NamedRecipe(name: named.name, recipe: try kind.resolved(named.recipe))
    }
    let plan = ComparisonPlan(
      programVersion: mixlabVersion, kind: kind.name, seeds: seeds,
      recipes: resolved.map { ComparisonPlan.Entry(name: $0.name, recipe: $0.recipe) })
    try self.init(plan, resolved, kind, folder: folder)
  }

  /// The comparison that a folder holds, perhaps with more seeds.
  ///
  /// - Parameter kinds: the kinds of runs that the program knows.
  /// - Throws: `RunListError.notAComparison`, `RunError` for a malformed plan, `RecipeError` for
  ///   settings that are no longer known, `ComparisonError.fewerSeeds` or `.unknownKind`.
  public init(readingFrom folder: URL, kinds: [any RunKind], seeds: Int? = nil) throws {
    var plan = try ComparisonPlan(readingFrom: folder)
    let kind = try kinds.named(plan.kind, at: folder.path)
    if let seeds {
      guard seeds >= plan.seeds else {
        throw ComparisonError.fewerSeeds(planned: plan.seeds, asked: seeds)
      }
      plan.seeds = seeds
    }
    let recipes = try plan.recipes.map { entry in
      NamedRecipe(name: entry.name, recipe: try Recipe(entry, table: kind.table))
    }
    try self.init(plan, recipes, kind, folder: folder)
  }

  /// Writes the plan, from which on the comparison can be gone on with.
  public func writePlan() throws { try plan.write(to: folder) }

  /// The run of a recipe and a seed.
  public func run(_ name: String, seed: Int) throws(ComparisonError) -> PlannedRun {
    guard let run = runs.first(where: { $0.name == name && $0.seed == seed }) else {
      throw .noSuchRun(name: name, seed: seed)
    }
    return run
  }

  /// Makes what is missing and goes on with what is unfinished, one run after the other.
  ///
  /// An interruption stops after saving the run it falls into. A run that an error ends is told of
  /// and does not end the others.
  ///
  /// - Parameter tell: gets a line for each thing that the user should know of a run.
  /// - Returns: whether the user interrupted.
  public func run(
    _ observer: (any RunObserver)? = nil, tell: (String) -> Void = { _ in },
    failed: (PlannedRun, any Error) -> Void
  ) -> Bool {
    for planned in runs {
      if Interrupt.isRequested { return true }
      do {
        guard let run = try planned.open(in: folder, tell: tell) else { continue }
        let outcome = try run.train(observer)
        for note in run.notes { tell("\(planned.folderName): \(note)") }
        if case .interrupted = outcome { return true }
      } catch {
        failed(planned, error)
      }
    }
    return false
  }

  /// What became of the runs, read from their folders.
  public func report(wasInterrupted: Bool = false) -> ComparisonReport {
    ComparisonReport(
      runs.map { $0.result(in: folder) }, of: kind, recipeNames: recipeNames,
      wasInterrupted: wasInterrupted)
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

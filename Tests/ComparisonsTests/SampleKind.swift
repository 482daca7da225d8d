// Kinds of runs to test with: runs that train nothing and measure what their recipes say.

import Comparisons
import Foundation
import Runs
import Testing
import Training

/// A kind whose runs measure at every step, to a plan.
struct SampleKind: RunKind {
  let table: SettingTable
  let rules: ComparisonRules
  /// The name of the one recipe without a file.
  let builtInNames: [String]

  init(_ name: String, builtIn: String, rules: ComparisonRules) {
    table = SettingTable(
      name,
      [
        .integer("steps", 1...1000, default: 3, help: "length of the run"),
        .real("share", .between(0, and: 1), default: 0.5, help: "what the run measures"),
        .choice("end", ["done", "diverged", "failed"], default: "done", help: "how the run ends"),
        .integer("threads", 1...1024, or: ["auto"], default: "auto", help: "threads"),
        .integer("seed", 0...Int.max, default: 0, help: "a tenth more of the share for each"),
      ])
    builtInNames = [builtIn]
    self.rules = rules
  }

  /// Modes and shares of points, of which more is better.
  static let points = SampleKind("points", builtIn: "plain", rules: .points)
  /// Shares of errors, of which less is better.
  static let errors = SampleKind("errors", builtIn: "baseline", rules: .errors)

  func builtIn(_ name: String) throws(RecipeError) -> NamedRecipe? {
    guard builtInNames.contains(name) else { return nil }
    return NamedRecipe(name: name, recipe: try Recipe(defaultsOf: table))
  }

  func read(_ url: URL) throws(RecipeError) -> Recipe {
    try Recipe(contentsOf: url, table: table)
  }

  func resolved(_ recipe: Recipe) -> Recipe { recipe }

  func check(_ recipe: Recipe) throws(RecipeError) { _ = try recipe.real("share") }

  func method(_ recipe: Recipe) -> String { table.name }

  func precisionNote(_ recipe: Recipe) -> String? { nil }

  func create(
    _ recipe: Recipe, _ place: RunPlace, tell: (String) -> Void
  ) throws -> any TrainingRun {
    tell("nothing is trained")
    let folder = try RunFolder.create(place, name: table.name)
    let run = try SampleRun(folder, recipe, stepsDone: 0)
    try folder.write(recipe)
    try folder.write(run.manifest)
    return run
  }

  func resume(
    _ url: URL, changes: [String], allowingDifferences: Bool, tell: (String) -> Void
  ) throws -> any TrainingRun {
    let folder = try RunFolder.open(at: url)
    return try SampleRun(
      folder, try folder.recipe(table), stepsDone: try folder.metrics.records().last?.step ?? 0)
  }
}

extension SampleKind: CustomTestStringConvertible {
  var testDescription: String { name }
}

/// A run that measures at every step.
final class SampleRun: TrainingRun {
  let folder: RunFolder
  let recipe: Recipe
  let steps: Int
  private(set) var manifest: Manifest
  private(set) var stepsDone: Int
  private let lock: RunLock

  var epoch: Int { stepsDone }
  var notes: [String] { ["ended after \(stepsDone)"] }
  var title: String { recipe.table.name }
  var summary: String { "" }
  var worthOpening: [String] { [] }

  init(_ folder: RunFolder, _ recipe: Recipe, stepsDone: Int) throws {
    self.folder = folder
    self.recipe = recipe
    self.stepsDone = stepsDone
    steps = try recipe.integer("steps")
    lock = try folder.lock()
    manifest = Manifest(
      programVersion: "0", kind: recipe.table.name, recipeHash: recipe.hash,
      seed: UInt64(try recipe.integer("seed")), kernels: "none", cpuLevel: "any", threads: 1)
    manifest.protocols = ["samples": "one \(recipe.table.name)", "d_free": "\(recipe.hash)"]
  }

  /// What a failing run fails with.
  struct Failure: Error {}

  func train(_ observer: (any RunObserver)?) throws -> RunOutcome {
    let share = try recipe.real("share") * (1 + 0.1 * Double(manifest.seed))
    while stepsDone < steps {
      stepsDone += 1
      try folder.metrics.append([
        "step": .integer(stepsDone), "epoch": .integer(stepsDone),
        "high_quality": .real(share - 0.1 * Double(steps - stepsDone)), "modes": 3,
        "test_error": .real(share), "seconds": 1,
      ])
      observer?.stepped(self)
      switch try recipe.text("end") {
      case "failed":
        manifest.recordFailure(Failure())
        try folder.write(manifest)
        throw Failure()
      case "diverged":
        let outcome = RunOutcome.diverged(step: stepsDone, description: "the share is too large")
        return try ended(outcome)
      default: break
      }
    }
    return try ended(.done)
  }

  private func ended(_ outcome: RunOutcome) throws -> RunOutcome {
    manifest.recordEnd(outcome, of: steps)
    try folder.write(manifest)
    return outcome
  }
}

extension ComparisonRules {
  /// More modes decide, and with as many modes a larger share; smaller distances elsewhere.
  static let points = ComparisonRules(
    columns: [
      MetricColumn("modes", "modes", unit: "count", .count, direction: .higher),
      MetricColumn(
        "high_quality", "high quality", unit: "% of points", .share, direction: .higher),
      MetricColumn("in_frame", "in frame", unit: "% of points", .share, direction: .higher),
      MetricColumn("reverse_kl", "reverse KL", unit: "nats", .real(3), direction: .lower),
      MetricColumn(
        "median_distance", "median distance", unit: "data units", .real(4), direction: .lower),
      MetricColumn(
        "wasserstein_1", "W1", unit: "data units", .real(4), direction: .lower, isPrimary: false),
      MetricColumn("d_real", "D(real)", unit: "mean answer", .real(2), direction: .none),
      MetricColumn("d_fake", "D(fake)", unit: "mean answer", .real(2), direction: .none),
    ],
    criteria: [
      ComparisonCriterion(["modes", "high_quality"], best: "the epoch with the most modes"),
      ComparisonCriterion(["wasserstein_1"], best: "the epoch with the smallest W1"),
    ],
    headlines: ["modes"], hasDiagnosis: true, isRanked: { !$0.hasPrefix("d_") })

  /// A smaller share of errors decides.
  static let errors = ComparisonRules(
    columns: [
      MetricColumn("test_error", "test error", unit: "%", .share, direction: .lower),
      MetricColumn("gap", "gap", .real(3), direction: .target(0), isPrimary: false),
    ],
    criteria: [ComparisonCriterion(["test_error"], best: "the epoch with the smallest error")],
    headlines: ["test_error"], isRanked: { !$0.hasPrefix("d_") })
}

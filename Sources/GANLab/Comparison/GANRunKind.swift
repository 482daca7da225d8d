// GANs as a kind of run for commands and comparisons.

import Comparisons
import Foundation
import Runs
import Training

/// GANs as a kind of run.
public struct GANRunKind: RunKind {
  /// The kind.
  public init() {}

  /// The settings of a GAN.
  public var table: SettingTable { GANRecipe.table }

  /// What the discriminator sees, the critic, and the published protocols.
  public var builtInNames: [String] {
    ["plain", "paper", "demo", "wgan-gp"] + PublishedProtocol.allCases.map(\.rawValue)
  }

  /// The default recipe with the mixing or the objective that a name stands for, a published
  /// protocol, or nil for an unknown name.
  public func builtIn(_ name: String) throws(RecipeError) -> NamedRecipe? {
    var recipe = try GANRecipe.defaults()
    switch name {
    case "plain": try recipe.set("mixup", to: "off")
    case "wgan-gp": try recipe.set("objective", to: name)
    case "paper", "demo": try recipe.set("mixup", to: name)
    default:
      guard let published = PublishedProtocol(rawValue: name) else { return nil }
      recipe = try published.recipe()
    }
    return NamedRecipe(name: name, recipe: recipe)
  }

  /// Reads a recipe file; a file or a folder of data that it names lies relative to it.
  public func read(_ url: URL) throws(RecipeError) -> Recipe { try GANRecipe.read(url) }

  /// The recipe with the default of its kind of data in place of every "auto".
  public func resolved(_ recipe: Recipe) throws(RecipeError) -> Recipe {
    try GANRecipe.resolved(recipe)
  }

  /// - Throws: `RecipeError` for settings that do not go together, such as mixup with wgan-gp.
  public func check(_ recipe: Recipe) throws(RecipeError) { _ = try GANSettings(recipe) }

  /// The method in a reader's words, like `mixup GAN, α = 0.2`.
  public func method(_ recipe: Recipe) throws(RecipeError) -> String {
    try GANSettings(recipe).method
  }

  /// What a user should know about the precision that a recipe asks for; nil for nothing.
  public func precisionNote(_ recipe: Recipe) throws(RecipeError) -> String? {
    try GANSettings(recipe).precisionNote
  }

  /// Makes ready the classifiers that runs on images are measured with.
  public func prepare(_ recipes: [Recipe], tell: (String) -> Void) throws {
    try GANRun.prepareMeasuring(recipes, tell: tell)
  }

  /// Makes the folder of a new run and everything in it that training needs.
  public func create(
    _ recipe: Recipe, _ place: RunPlace, tell: (String) -> Void
  ) throws -> any TrainingRun {
    try GANRun.create(recipe, place, tell: tell)
  }

  /// Opens a run and restores its newest sound checkpoint; what was written later is dropped.
  public func resume(
    _ url: URL, changes: [String], allowingDifferences: Bool, tell: (String) -> Void
  ) throws -> any TrainingRun {
    try GANRun.resume(
      url, changes: changes, allowingDifferences: allowingDifferences, tell: tell)
  }

  /// Modes and quality, distances, or what a classifier says of images.
  public var rules: ComparisonRules { .gan }

  /// The snapshots of some runs: all steps of runs on points, the last ones of runs on images.
  public func panel(_ runs: [(label: String, folder: RunFolder)]) throws -> Data? {
    let recipes = try runs.map { try $0.folder.recipe(table) }
    let kinds = try recipes.map { try GANRecipe.kind(of: $0) }
    let rows = try zip(runs, kinds).filter { $1 == .points }.map { try SnapshotRow($0.0.folder) }
    guard rows.isEmpty else { return try SnapshotPanel(rows).pngData() }
    let last = try runs.compactMap { run in
      try Snapshot.newest(in: run.folder).map { (run.label, $0) }
    }
    return try SnapshotStrip(last)
      .pngData(text: recipes.map { ("recipe", $0.hash) } + [("weights", "raw")])
  }
}

// Classifiers as a kind of run for commands and comparisons.

import Comparisons
import Foundation
import Runs
import Training

/// Classifiers as a kind of run.
public struct ClassifierRunKind: RunKind {
  /// The kind.
  public init() {}

  /// The settings of a classifier.
  public var table: SettingTable { ClassifierRecipe.table }

  /// Ways of training, and the rows of the mixup paper's tables.
  public var builtInNames: [String] { ClassifierRecipe.names }

  /// The recipe of a way of training or of a row of the paper's tables; nil for an unknown name.
  public func builtIn(_ name: String) throws(RecipeError) -> NamedRecipe? {
    // A slash has no place in the name of a folder.
    let short = name.split(separator: "/").last.map(String.init) ?? name
    return try ClassifierRecipe.named(name).map { NamedRecipe(name: short, recipe: $0) }
  }

  /// Reads a recipe file; a file or a folder of data that it names lies relative to it.
  public func read(_ url: URL) throws(RecipeError) -> Recipe { try ClassifierRecipe.read(url) }

  /// The recipe with numbers and names in place of every "auto".
  public func resolved(_ recipe: Recipe) throws(RecipeError) -> Recipe {
    try ClassifierRecipe.resolved(recipe)
  }

  /// - Throws: `RecipeError` for settings that do not go together.
  public func check(_ recipe: Recipe) throws(RecipeError) { _ = try ClassifierSettings(recipe) }

  /// The method in a reader's words, like `mixup, α = 1`.
  public func method(_ recipe: Recipe) throws(RecipeError) -> String {
    try ClassifierSettings(recipe).method
  }

  /// What a user should know about the precision that a recipe asks for; nil for nothing.
  public func precisionNote(_ recipe: Recipe) throws(RecipeError) -> String? {
    try ClassifierSettings(recipe).precisionNote
  }

  /// Reads the data of the recipes, so that what is wrong or odd about them is told before anything
  /// is written.
  public func prepare(_ recipes: [Recipe], tell: (String) -> Void) throws {
    let keys = (ClassifierRecipe.dataRows + SharedRows.imageFolder).map(\.key)
    var seen: Set<[String]> = []
    for recipe in recipes where seen.insert(keys.map { recipe[$0]?.text ?? "" }).inserted {
      try ClassifierData(try ClassifierRecipe.resolved(recipe)).remarks.forEach(tell)
    }
  }

  /// Makes the folder of a new run and everything in it that training needs.
  public func create(
    _ recipe: Recipe, _ place: RunPlace, tell: (String) -> Void
  ) throws -> any TrainingRun {
    try ClassifierRun.create(recipe, place, tell: tell)
  }

  /// Opens a run and restores its newest sound checkpoint; what was written later is dropped.
  public func resume(
    _ url: URL, changes: [String], allowingDifferences: Bool, tell: (String) -> Void
  ) throws -> any TrainingRun {
    try ClassifierRun.resume(
      url, changes: changes, allowingDifferences: allowingDifferences, tell: tell)
  }

  /// The share of the epochs that have ended.
  public func share(of recipe: Recipe, at record: MetricsRecord) -> Double {
    guard let epoch = record["epoch"]?.number, let total = try? recipe.integer("epochs") else {
      return 0
    }
    return epoch / Double(max(1, total))
  }

  /// Accuracy on the test samples decides at the last epoch.
  public var rules: ComparisonRules { .classifier }
}

extension ComparisonRules {
  /// The rules for classifiers: the smaller error decides.
  ///
  /// The median of the last ten epochs stands beside the last one; the best epoch of a run is the one
  /// with the highest validation accuracy where there is one, else with the highest test accuracy,
  /// which was then chosen on the samples that it is measured on.
  static let classifier = ComparisonRules(
    columns: [
      column("test_accuracy", "test accuracy", "% of samples", .share, .higher),
      column("test_top5_accuracy", "top 5", "% of samples", .share, .higher, isPrimary: false),
      column("test_error_median_10", "error, median of last 10", "% of samples", .share, .lower),
      column("test_error_lowest", "lowest error", "% of samples", .share, .lower),
      column("best_epoch_test_accuracy", "at best validation", "% of samples", .share, .higher),
      column("validation_accuracy", "validation", "% of samples", .share, .higher),
      column("test_nll", "test NLL", "nats", .real(4), .lower),
      column("test_ece", "ECE", "", .real(4), .lower),
      column("test_ece_scaled", "ECE scaled", "", .real(4), .lower),
      column("test_temperature", "temperature", "", .real(3), .target(1), isPrimary: false),
      column("train_clean_accuracy", "training", "% of samples", .share, .none),
      column("train_error_real_labels", "error, real labels", "% of samples", .share, .lower),
      column(
        "train_error_corrupted_labels", "error, corrupted labels", "% of samples", .share, .none),
    ],
    criteria: [
      ComparisonCriterion(
        ["validation_accuracy"], best: "the epoch with the highest validation accuracy"),
      ComparisonCriterion(
        ["test_accuracy"],
        best: "the epoch with the highest test accuracy, chosen on the test samples"),
    ],
    headlines: ["test_accuracy"])

  private static func column(
    _ name: String, _ heading: String, _ unit: String, _ style: MetricColumn.Style,
    _ direction: MetricDirection, isPrimary: Bool = true
  ) -> MetricColumn {
    MetricColumn(name, heading, unit: unit, style, direction: direction, isPrimary: isPrimary)
  }
}

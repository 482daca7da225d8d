// Options that stand for settings of recipes, of whatever kind.

import ArgumentParser
import Comparisons
import Foundation
import Runs

/// Options of a command that stand for settings of recipes.
protocol SettingOptions {
  /// The settings that have an option of their own, and what the user gave for them.
  var given: [(key: String, value: String?)] { get }
  /// What the user gave as KEY=VALUE.
  var assignments: [String] { get }
}

extension SettingOptions {
  /// Whether the user gave no setting.
  var givesNothing: Bool { assignments.isEmpty && given.allSatisfy { $0.value == nil } }

  /// The recipe of a name or a file, or the defaults of a kind, with the options applied.
  ///
  /// - Throws: `UsageError` for what is neither a name nor a file, what `apply` throws, and
  ///   `RecipeError` for options that mean nothing to the recipe.
  func resolved(from recipe: String?, _ kind: any RunKind) throws -> Recipe {
    var result = try base(recipe, kind)
    try apply(to: &result, kind)
    try checkUse(in: [result], kind)
    return result
  }

  private func base(_ recipe: String?, _ kind: any RunKind) throws -> Recipe {
    guard let recipe else { return try Recipe(defaultsOf: kind.table) }
    if let named = try kind.builtIn(recipe) { return named.recipe }
    guard !FileManager.default.fileExists(atPath: recipe) else {
      return try kind.read(URL(fileURLWithPath: recipe))
    }
    let hint =
      nearestName(to: recipe, among: kind.builtInNames).map { " Did you mean \"\($0)\"?" } ?? ""
    throw UsageError(
      description: "--recipe: \"\(recipe)\" is neither a file nor the name of a recipe.\(hint) "
        + "Names: \(kind.builtInNames.joined(separator: ", ")).")
  }

  /// Applies the options to a recipe, and finds out whether it can be run.
  ///
  /// - Throws: `RecipeError`, also for a setting that recipes of this kind do not have.
  func apply(to recipe: inout Recipe, _ kind: any RunKind) throws(RecipeError) {
    let isGiven = { (key: String) in given.contains { $0.key == key && $0.value != nil } }
    // The folder of a recipe file's own data is not that of others.
    if isGiven("data"), !isGiven("data-dir") { try recipe.set("data-dir", to: "") }
    try fill(&recipe)
    recipe = try kind.resolved(recipe)
    try kind.check(recipe)
  }

  /// Refuses options that mean nothing to any of the recipes that they were applied to.
  func checkUse(in recipes: [Recipe], _ kind: any RunKind) throws(RecipeError) {
    var typed = try Recipe(defaultsOf: kind.table)
    try fill(&typed)
    try kind.checkUse(of: typed, in: recipes)
  }

  /// Sets what the user typed.
  private func fill(_ recipe: inout Recipe) throws(RecipeError) {
    for (key, value) in given {
      if let value { try recipe.set(key, to: value) }
    }
    for assignment in assignments { try recipe.apply(assignment: assignment) }
  }
}

/// The line of help that a table has for a setting, with its range and default.
func settingHelp(_ key: String, _ table: SettingTable) -> ArgumentHelp {
  guard let setting = table.setting(key) else { return "" }
  return ArgumentHelp(
    "\(setting.help) (\(setting.needed); default \(setting.defaultValue.text)).",
    valueName: "value")
}

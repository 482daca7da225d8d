// Options that stand for settings of recipes, of whatever kind.

import ArgumentParser
import Comparisons
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

  /// Applies the options to a recipe, and finds out whether it can be run.
  ///
  /// - Throws: `RecipeError`, also for a setting that recipes of this kind do not have.
  func apply(to recipe: inout Recipe, _ kind: any RunKind) throws(RecipeError) {
    let isGiven = { (key: String) in given.contains { $0.key == key && $0.value != nil } }
    // The folder of a recipe file's own data is not that of others.
    if isGiven("data"), !isGiven("data-dir") { try recipe.set("data-dir", to: "") }
    for (key, value) in given {
      if let value { try recipe.set(key, to: value) }
    }
    for assignment in assignments { try recipe.apply(assignment: assignment) }
    recipe = try kind.resolved(recipe)
    try kind.check(recipe)
  }
}

/// The line of help that a table has for a setting, with its range and default.
func settingHelp(_ key: String, _ table: SettingTable) -> ArgumentHelp {
  guard let setting = table.setting(key) else { return "" }
  return ArgumentHelp(
    "\(setting.help) (\(setting.needed); default \(setting.defaultValue.text)).",
    valueName: "value")
}

// Refuses settings that somebody typed and that would change nothing in what is then run.

import Foundation
import Runs

extension RunKind {
  /// Refuses settings that were typed and mean nothing to any of the recipes they were typed for.
  ///
  /// In a comparison what one recipe has no part for may be another's. What a file or a name brings
  /// along is nobody's wish for these recipes, and a value that a recipe would have anyway misleads
  /// nobody; neither is refused.
  ///
  /// - Parameters:
  ///   - typed: the defaults with what was typed, in which nothing else is given.
  ///   - recipes: the recipes with what was typed, resolved.
  /// - Throws: `RecipeError.badValue` for the first such setting in the order of the table.
  public func checkUse(of typed: Recipe, in recipes: [Recipe]) throws(RecipeError) {
    for key in table.keys where typed.isGiven(key) {
      var refusals: [RecipeError] = []
      for recipe in recipes {
        if let refusal = try refusal(of: key, typed, in: recipe) { refusals.append(refusal) }
      }
      if let first = refusals.first, refusals.count == recipes.count { throw first }
    }
  }

  /// Refuses changes of a run's recipe that mean nothing to it.
  ///
  /// - Parameter changes: assignments such as `steps=3000`.
  /// - Throws: `RunError` for a folder that is no run, and `RecipeError`.
  public func checkUse(ofChanges changes: [String], at url: URL) throws {
    guard !changes.isEmpty else { return }
    var recipe = try RunFolder.open(at: url).recipe(table)
    var typed = try Recipe(defaultsOf: table)
    for change in changes {
      try recipe.apply(assignment: change)
      try typed.apply(assignment: change)
    }
    try checkUse(of: typed, in: [try resolved(recipe)])
  }

  /// The error for a setting that means nothing to a recipe; nil where it means something.
  private func refusal(
    of key: String, _ typed: Recipe, in recipe: Recipe
  ) throws(RecipeError) -> RecipeError? {
    for row in unusedSettings where row.keys.contains(key) && recipe[key] != row.exception {
      guard let cause = row.cause(recipe) else { continue }
      let preset = try preset(of: key, in: recipe)
      guard recipe[key]?.text != preset else { return nil }
      return RecipeError.badValue(
        key: key, came: typed[key]?.text ?? "", problem: "means nothing beside \(cause)",
        needed: "\(preset.isEmpty ? "nothing" : preset), or \(row.remedy)", nearest: nil,
        origin: .program)
    }
    return nil
  }

  /// The text of the value that a setting of a resolved recipe has where nobody chooses one.
  private func preset(of key: String, in recipe: Recipe) throws(RecipeError) -> String {
    var untouched = recipe
    try untouched.set(key, to: table.setting(key)?.defaultValue.text ?? "")
    return try resolved(untouched)[key]?.text ?? ""
  }
}

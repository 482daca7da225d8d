// Settings as somebody types them for recipes.

import Comparisons
import Runs

extension RunKind {
  /// The defaults of this kind with settings that somebody gave.
  package func recipe(_ settings: [String]) throws -> Recipe {
    var recipe = try Recipe(defaultsOf: table)
    for setting in settings { try recipe.apply(assignment: setting) }
    return recipe
  }

  /// Enters settings for recipes, as options of a command.
  ///
  /// - Throws: `RecipeError` for a setting that is refused.
  package func enter(_ settings: [String], for recipes: [Recipe]) throws {
    let changed = try recipes.map { recipe in
      var recipe = recipe
      for setting in settings { try recipe.apply(assignment: setting) }
      return try resolved(recipe)
    }
    try checkUse(of: try recipe(settings), in: changed)
  }

  /// Recipes that need no file.
  package func named(_ names: String...) throws -> [Recipe] {
    try names.map { name in
      guard let known = try builtIn(name) else { throw UnknownRecipe(name: name) }
      return known.recipe
    }
  }
}

/// A name that no recipe has.
private struct UnknownRecipe: Error {
  let name: String
}

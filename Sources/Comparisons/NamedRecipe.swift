// A recipe under the name that tables give it.

import Runs

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
}

// A recipe under the name that tables give it, and those that have a name built in.

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

  /// The names that `builtIn` knows.
  public static let builtInNames =
    ["plain", "paper", "demo", "wgan-gp"] + PublishedProtocol.allCases.map(\.rawValue)

  /// The default recipe with the mixing or the objective that a name stands for, a published
  /// protocol, or nil for an unknown name.
  public static func builtIn(_ name: String) throws(RecipeError) -> NamedRecipe? {
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
}

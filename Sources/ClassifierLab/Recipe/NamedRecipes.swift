// The recipes of classifiers that have names.

import Comparisons
import Runs

extension ClassifierRecipe {
  /// Ways of training that can be put side by side on any data.
  private static let methods: [(name: String, changes: PaperRecipes.Changes)] = [
    ("erm", [("mix", "off")]), ("mixup", [("mix", "mixup")]),
    ("cutmix", [("mix", "cutmix")]),
    ("manifold-mixup", [("mix", "mixup"), ("mix-layer", "0,1,2")]),
    (
      "smote",
      [("mix", "mixup"), ("partners", "same-class-neighbours"), ("targets", "nearer")]
    ),
    ("label-smoothing", [("mix", "off"), ("smoothing", "0.1")]),
  ]

  /// The names that `named` knows.
  static var names: [String] {
    methods.map(\.name) + PaperRecipes.all.map { PaperRecipes.prefix + $0.name }
  }

  /// The recipe of a name, or nil for an unknown one.
  public static func named(_ name: String) throws(RecipeError) -> Recipe? {
    let short =
      name.hasPrefix(PaperRecipes.prefix) ? String(name.dropFirst(PaperRecipes.prefix.count)) : nil
    let rows = short == nil ? methods : PaperRecipes.all
    guard let row = rows.first(where: { $0.name == short ?? name }) else { return nil }
    var recipe = try defaults()
    for (key, value) in row.changes { try recipe.set(key, to: value) }
    return recipe
  }
}

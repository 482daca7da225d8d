// Where the files of data that a recipe names lie, so that the recipe can be run from anywhere.

import Datasets
import Foundation
import Runs
import Training

extension GANRecipe {
  /// Reads a recipe file; a file or a folder of data that it names lies relative to it.
  public static func read(_ url: URL) throws(RecipeError) -> Recipe {
    try Recipe(contentsOf: url, table: table)
      .locatingData(from: url.deletingLastPathComponent())
  }
}

extension Recipe {
  /// The same recipe with the whole path of the folder of its data.
  ///
  /// It can then be run from anywhere, and what the recipe is does not depend on the folder.
  func locatingData(from base: URL) throws(RecipeError) -> Recipe {
    let name = try text("data")
    guard PointSets.named(name) == nil else { return self }
    let given = try text("data-dir")
    let folder =
      given.isEmpty ? base : URL(fileURLWithPath: given, isDirectory: true, relativeTo: base)
    var recipe = self
    if ImageCatalog.named(name) != nil {
      if !given.isEmpty { try recipe.set("data-dir", to: folder.standardizedFileURL.path) }
      return recipe
    }
    let own = ImageSources.ownFile(name)
    let url = ImageSources.place(of: own?.path ?? name, from: folder)
    try recipe.set("data", to: (own.map { "\($0.prefix):" } ?? "") + url.lastPathComponent)
    try recipe.set("data-dir", to: url.deletingLastPathComponent().path)
    return recipe
  }
}

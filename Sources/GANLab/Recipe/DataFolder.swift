// Where the files of data that a recipe names lie, so that the recipe can be run from anywhere.

import Datasets
import Foundation
import Runs

extension GANRecipe {
  /// Reads a recipe file; a file of points that it names lies relative to it.
  public static func read(_ url: URL) throws(RecipeError) -> Recipe {
    try Recipe(contentsOf: url, table: table)
      .locatingData(from: url.deletingLastPathComponent())
  }
}

extension URL {
  /// The folder that the program runs in.
  static var currentDirectory: URL {
    URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
  }
}

extension Recipe {
  /// The same recipe with the whole path of the folder of its files of data.
  ///
  /// It can then be run from anywhere, and what the recipe is does not depend on the folder.
  func locatingData(from base: URL) throws(RecipeError) -> Recipe {
    let name = try text("data")
    guard PointSets.named(name) == nil else { return self }
    let given = try text("data-dir")
    let folder =
      given.isEmpty ? base : URL(fileURLWithPath: given, isDirectory: true, relativeTo: base)
    var recipe = self
    guard !ImageData.isImages(name) else {
      if !given.isEmpty { try recipe.set("data-dir", to: folder.standardizedFileURL.path) }
      return recipe
    }
    let url = URL(fileURLWithPath: name, relativeTo: folder).standardizedFileURL
    try recipe.set("data", to: url.lastPathComponent)
    try recipe.set("data-dir", to: url.deletingLastPathComponent().path)
    return recipe
  }
}

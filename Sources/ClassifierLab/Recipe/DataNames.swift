// What data of a classifier can be called.

import Datasets
import Foundation
import Runs

/// The names of labelled sets, and what files and folders of one's own are called.
enum DataNames {
  /// The sets that have names.
  static var sets: [String] { ImageCatalog.all.map(\.name) + TableCatalog.all.map(\.name) }

  /// The endings of files that tables are read from.
  static let endings = ["csv", "tsv", "data", "arff"]

  /// What stands before a colon and a path.
  static var prefixes: [String] { ImageSources.prefixes + TableSources.prefixes }

  /// What a name means.
  enum Kind: Equatable {
    case images
    case rows
  }

  /// Whether a name means images or rows of numbers.
  static func kind(of name: String) -> Kind {
    ImageCatalog.named(name) != nil || ImageSources.ownFile(name) != nil ? .images : .rows
  }

  /// Whether a name means a folder of images.
  static func isFolder(_ name: String) -> Bool { name.hasPrefix(ImageSources.folderPrefix + ":") }

  /// The prefix, perhaps implied by the ending, and the path of data of one's own; nil for sets that
  /// have names.
  static func ownData(_ name: String) -> (prefix: String, path: String)? {
    if sets.contains(name) { return nil }
    for prefix in prefixes where name.hasPrefix(prefix + ":") {
      return (prefix, String(name.dropFirst(prefix.count + 1)))
    }
    return (name.hasSuffix(".arff") ? "arff" : "csv", name)
  }

  /// The name without prefix, folder and ending.
  static func title(_ name: String) -> String {
    guard let own = ownData(name) else { return name }
    let url = URL(fileURLWithPath: own.path)
    return (isFolder(name) ? url : url.deletingPathExtension()).lastPathComponent
  }
}

extension ClassifierRecipe {
  /// Reads a recipe file; a file or a folder of data that it names lies relative to it.
  public static func read(_ url: URL) throws(RecipeError) -> Recipe {
    try located(
      try Recipe(contentsOf: url, table: table), from: url.deletingLastPathComponent())
  }

  /// The same recipe with the whole path of its data, so that it can be run from anywhere.
  static func located(_ recipe: Recipe, from base: URL) throws(RecipeError) -> Recipe {
    let name = try recipe.text("data")
    let given = try recipe.text("data-dir")
    let folder =
      given.isEmpty ? base : URL(fileURLWithPath: given, isDirectory: true, relativeTo: base)
    var result = recipe
    guard let own = DataNames.ownData(name) else {
      if !given.isEmpty { try result.set("data-dir", to: folder.standardizedFileURL.path) }
      return result
    }
    let url = ImageSources.place(of: own.path, from: folder)
    try result.set("data", to: "\(own.prefix):\(url.lastPathComponent)")
    try result.set("data-dir", to: url.deletingLastPathComponent().path)
    return result
  }
}

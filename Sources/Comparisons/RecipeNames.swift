// Recipes as somebody names them on a command line: by a built-in name, or by a file.

import Foundation
import Runs

/// A text that is neither a recipe's name nor a file.
public struct UnknownRecipe: Error, Sendable, Equatable, CustomStringConvertible {
  /// What came, what was needed, and the nearest name.
  public let description: String

  init(_ text: String, names: [String]) {
    let hint = nearestName(to: text, among: names).map { " Did you mean \"\($0)\"?" } ?? ""
    description =
      "\"\(text)\" is neither a recipe's name (\(names.joined(separator: ", "))) nor a file.\(hint)"
  }
}

extension [any RunKind] {
  /// The recipes that texts name, which are of one kind.
  ///
  /// A file that does not say its kind is of the kind of the others; where none says it, of the
  /// first one that the program knows.
  /// - Throws: `UnknownRecipe`, `RecipeError` for a file that cannot be read, and
  ///   `ComparisonError.mixedKinds` or `.nothing`.
  public func recipes(_ texts: [String]) throws -> (kind: any RunKind, recipes: [NamedRecipe]) {
    var told: [(example: String, kind: any RunKind)] = []
    for text in texts {
      if let kind = try kind(ofRecipe: text) { told.append((text, kind)) }
    }
    if told.isEmpty { told = prefix(texts.isEmpty ? 0 : 1).map { (texts[0], $0) } }
    let kind = try commonKind(of: told)
    let recipes = try texts.map { text in
      if let builtIn = try kind.builtIn(text) { return builtIn }
      let url = URL(fileURLWithPath: text)
      return NamedRecipe(
        name: url.deletingPathExtension().lastPathComponent, recipe: try kind.read(url))
    }
    return (kind, recipes)
  }

  /// The kind of the recipe that a text names; nil where its file does not name one that is known.
  private func kind(ofRecipe text: String) throws -> (any RunKind)? {
    if let kind = first(where: { $0.builtInNames.contains(text) }) { return kind }
    guard FileManager.default.fileExists(atPath: text) else {
      throw UnknownRecipe(text, names: flatMap(\.builtInNames))
    }
    let name = try Recipe.kind(ofFile: URL(fileURLWithPath: text))
    return first { $0.name == name }
  }
}

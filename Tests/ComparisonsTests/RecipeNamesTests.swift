// Recipes by name and by file, and the kind that they are of together.

import Comparisons
import Foundation
import Runs
import TestSupport
import Testing

@Suite struct RecipeNamesTests {
  private let folder: TemporaryFolder
  private let kinds: [any RunKind] = [SampleKind.points, SampleKind.errors]

  init() throws {
    folder = try TemporaryFolder()
  }

  private func file(_ name: String, _ text: String) throws -> String {
    let url = folder.place(name)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  @Test func namesAndFilesOfOneKind() throws {
    let path = try file("tuned.yaml", "recipe: errors\nshare: 0.25\n")
    let (kind, recipes) = try kinds.recipes(["baseline", path])
    #expect(kind.name == "errors")
    #expect(recipes.map(\.name) == ["baseline", "tuned"])
    #expect(try recipes.map { try $0.recipe.real("share") } == [0.5, 0.25])
  }

  @Test func aFileWithoutAKindIsOfThatOfTheOthers() throws {
    let path = try file("tuned.yaml", "share: 0.25\n")
    #expect(try kinds.recipes([path, "baseline"]).kind.name == "errors")
    #expect(try kinds.recipes([path, "plain"]).kind.name == "points")
    #expect(try kinds.recipes([path, path]).kind.name == "points")
    let empty = try file("empty.yaml", "")
    #expect(try kinds.recipes(["baseline", empty]).recipes[1].recipe.table.name == "errors")
  }

  @Test func severalKindsAreRefused() throws {
    let path = try file("tuned.yaml", "recipe: errors\n")
    for texts in [["plain", "baseline"], ["plain", path], [path, "plain"]] {
      let text = errorText { _ = try kinds.recipes(texts) }
      #expect(text.contains("of several kinds: "), "\(text)")
      #expect(text.contains("plain (points)") && text.contains(" (errors)"), "\(text)")
    }
  }

  @Test func whatIsNoRecipeIsRefused() throws {
    let text = errorText { _ = try kinds.recipes(["baselin"]) }
    #expect(
      text == "\"baselin\" is neither a recipe's name (plain, baseline) nor a file. "
        + "Did you mean \"baseline\"?")
    let foreign = try file("foreign.yaml", "recipe: other\n")
    let other = errorText { _ = try kinds.recipes([foreign, "baseline"]) }
    #expect(other.contains("foreign.yaml:1: this is a \"other\" recipe. Needed: a errors recipe"))
    let broken = try file("broken.yaml", "a: [\n")
    #expect(errorText { _ = try kinds.recipes([broken]) }.contains("broken.yaml:"))
    #expect(errorText { _ = try kinds.recipes([]) }.contains("nothing to compare"))
  }
}

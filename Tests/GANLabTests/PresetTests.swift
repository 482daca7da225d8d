// The recipes that come with the program to show each trouble: all are read.

import Datasets
import Foundation
import GANLab
import Runs
import Testing

@Suite struct PresetTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Samples/presets")

  @Test func everyTroubleHasARecipe() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".yaml") && !$0.hasPrefix("healthy-") }
    #expect(names.sorted() == Trouble.allCases.map { "\($0.rawValue).yaml" }.sorted())
  }

  @Test(arguments: Trouble.allCases) func recipesAreRead(trouble: Trouble) throws {
    let recipe = try GANRecipe.read(
      Self.folder.appendingPathComponent("\(trouble.rawValue).yaml"))
    let settings = try GANSettings(recipe)
    // A trouble takes at least three epochs to be one.
    #expect(settings.steps >= 3 * settings.stepsPerEpoch)
  }

  @Test func roundedPointsLieBesideTheirRecipe() throws {
    let recipe = try GANRecipe.read(Self.folder.appendingPathComponent("data-give-away.yaml"))
    #expect(try recipe.text("data") == "rounded.csv")
    #expect(try recipe.text("data-dir") == Self.folder.path)
    let data = try PointData(recipe)
    #expect((data.training as? FinitePoints)?.count == 400)
    #expect(data.heldOut.count == 200)
  }
}

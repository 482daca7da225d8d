// Small comparisons from end to end: folders, plans, panels, runs that fail.

import Comparisons
import Foundation
import GANLab
import Runs
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct ComparisonRunTests {
    private let folder: TemporaryFolder
    private let kind = GANRunKind()

    init() throws {
      folder = try TemporaryFolder()
    }

    /// A built-in recipe of a run that takes a fraction of a second.
    private func small(_ name: String) throws -> NamedRecipe {
      var named = try #require(try kind.builtIn(name))
      for change in ["width=16", "depth=1", "batch=8", "samples=50", "steps=11", "threads=1"] {
        try named.recipe.apply(assignment: change)
      }
      return named
    }

    @Test func aComparisonFromEndToEnd() throws {
      let place = try ComparisonFolder.create(folder.place("compare").path)
      let comparison = try Comparison(
        [try small("plain"), try small("wgan-gp")], of: kind, seeds: 2, folder: place.url)
      try comparison.writePlan()
      #expect(!comparison.run { Issue.record("\($0.folderName): \($1)") })
      let report = comparison.report()
      try place.write(report)
      #expect(report.isComplete)
      #expect(report.results.map(\.name) == ["plain", "wgan-gp", "plain", "wgan-gp"])
      #expect(report.results.map(\.seed) == [0, 0, 1, 1])
      #expect(try isPNG(Data(contentsOf: place.url.appendingPathComponent("panel.png"))))
      let json = try Data(contentsOf: place.url.appendingPathComponent("comparison.json"))
      let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
      #expect(object["outcome"] as? String == "done")
      #expect((object["metrics"] as? [[String: Any]])?.count == 4)
      // A critic's score and a discriminator's probability have no difference.
      let differences = try #require(object["differences"] as? [[String: Any]])
      let count = { (metric: String) in
        differences.first { $0["metric"] as? String == metric }?["n"] as? Int
      }
      #expect(count("high_quality") == 2 && count("d_real") == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: place.url.path).sorted()
      #expect(
        names == [
          "comparison.json", "panel.png", "plain-seed0", "plain-seed1", "plan.json", "table.md",
          "wgan-gp-seed0", "wgan-gp-seed1",
        ])
      // Read back, it finds everything done, and with a third seed two runs missing.
      #expect(try Comparison(readingFrom: place.url, kinds: [kind]).report().isComplete)
      let more = try Comparison(readingFrom: place.url, kinds: [kind], seeds: 3)
      #expect(more.report().unfinished.map(\.outcome) == [.missing, .missing])
      let fewer = errorText {
        _ = try Comparison(readingFrom: place.url, kinds: [kind], seeds: 1)
      }
      #expect(fewer.contains("has 2 already"), "\(fewer)")
    }

    @Test func thePanelFromFoldersIsThatOfTheRun() throws {
      let url = folder.place("run")
      _ = try GANRun.create(try smallRecipe(), .exactly(url)).train()
      let report = ComparisonReport(
        [try ComparedRun(name: "x", seed: 0, try RunFolder.open(at: url), kind.rules)], of: kind,
        recipeNames: ["x"])
      let place = try ComparisonFolder.create(folder.place("table").path)
      try place.write(report)
      let panel = try Data(contentsOf: place.url.appendingPathComponent("panel.png"))
      #expect(
        try panel == Data(contentsOf: url.appendingPathComponent("figures/snapshots.png")))
    }

    @Test func aRunThatFailsDoesNotEndTheOthers() throws {
      let comparison = try Comparison(
        [try small("plain")], of: kind, seeds: 2, folder: folder.url)
      let foreign = folder.place("plain-seed0")
      _ = try GANRun.create(try smallRecipe("steps=5"), .exactly(foreign)).train()
      var told: [String] = []
      #expect(!comparison.run { told.append("\($0.folderName): \($1)") })
      #expect(told.count == 1 && told[0].contains("plain-seed0: "), "\(told)")
      #expect(told[0].contains("not the run that the comparison planned"), "\(told)")
      let outcomes = comparison.report().results.map(\.outcome.name)
      #expect(outcomes == ["failed", "done"])
    }

    @Test func seedsThatDoNotExistAreRefusedBeforeAnyRun() throws {
      var named = try small("plain")
      try named.recipe.set("seed", to: String(Int.max))
      let text = errorText {
        _ = try Comparison([named], of: kind, seeds: 2, folder: folder.place("none"))
      }
      #expect(text.contains("seed") && text.contains("no room"), "\(text)")
      #expect(!FileManager.default.fileExists(atPath: folder.place("none").path))
    }
  }
}

// Comparisons: the table and verdict of made-up results, and a small comparison from end to end.

import Foundation
import GANLab
import Runs
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct ComparisonTests {
    private let folder: TemporaryFolder
    private let run: RunFolder

    init() throws {
      folder = try TemporaryFolder()
      run = try RunFolder.create(at: folder.place("made-up"))
    }

    private func result(
      _ name: String, _ seed: Int, modes: Int, share: Double, _ outcome: GANOutcome = .done
    ) -> ComparedRun {
      let record: MetricsRecord = [
        "step": 300, "epoch": 3, "d_real": 0.512, "d_fake": 0.488, "modes": .integer(modes),
        "high_quality": .real(share), "in_frame": 1.0, "reverse_kl": 0.0123,
        "median_distance": 0.01177,
      ]
      return ComparedRun(
        name: name, seed: seed, folder: run, outcome: outcome, record: record, seconds: 61.7)
    }

    private func diverged(at step: Int) -> GANOutcome {
      .diverged(Divergence(step: step, value: nil, checkpoint: nil))
    }

    private func verdict(_ results: [ComparedRun], _ names: String...) -> String {
      ComparisonTable(results, recipeNames: names).verdict
    }

    @Test func textHasAlignedColumns() {
      let table = ComparisonTable(
        [
          result("plain", 1, modes: 3, share: 0.5),
          result("paper", 1, modes: 8, share: 0.973, diverged(at: 12)),
        ], recipeNames: ["plain", "paper"])
      let lines = table.text.split(separator: "\n")
      #expect(lines.count == 3)
      #expect(Set(lines.map(\.count)).count == 1)
      #expect(lines[0].hasPrefix("recipe  seed  modes  high quality"))
      #expect(lines[1].hasPrefix("plain      1      3        50.0 %   100.0 %       0.012"))
      #expect(lines[1].contains("0.0118") && lines[1].contains("0.51"))
      #expect(lines[1].hasSuffix("62 s"))
      #expect(lines[2].contains("97.3 %") && lines[2].contains("diverged at 12"))
    }

    @Test func markdownIsATable() {
      let table = ComparisonTable(
        [result("plain", 1, modes: 3, share: 0.5, .interrupted(step: 7))], recipeNames: ["plain"])
      let lines = table.markdown.split(separator: "\n")
      #expect(lines.count == 3)
      #expect(lines[0].hasPrefix("| recipe | seed | modes |"))
      #expect(lines[1].replacingOccurrences(of: "| --- ", with: "") == "|")
      #expect(lines[2].hasPrefix("| plain | 1 | 3 | 50.0 % |"))
      #expect(lines[2].contains("| stopped at 7 |"))
      #expect(Set(lines.map { line in line.count { $0 == "|" } }) == [12])
      #expect(table.verdict == "One recipe: nothing to compare.")
    }

    @Test func oneSeedIsUndecided() {
      let text = verdict(
        [result("a", 0, modes: 3, share: 0.5), result("b", 0, modes: 8, share: 0.9)], "a", "b")
      #expect(text.hasPrefix("Undecided: b is ahead"), "\(text)")
      #expect(text.contains("one seed") && text.contains("--seeds"), "\(text)")
    }

    @Test func threeSeedsHaveAWinner() {
      let results = (0..<3).flatMap { seed in
        [result("a", seed, modes: 7, share: 0.5), result("b", seed, modes: 7, share: 0.6)]
      }
      let text = verdict(results, "a", "b")
      #expect(text.hasPrefix("b captures at least as many modes"), "\(text)")
      #expect(text.contains("all 3 seeds"), "\(text)")
    }

    @Test func oneSeedAgainstItIsEnoughForUndecided() {
      var results = (0..<3).flatMap { seed in
        [result("a", seed, modes: 7, share: 0.5), result("b", seed, modes: 8, share: 0.6)]
      }
      results[5] = result("b", 2, modes: 6, share: 0.9)
      let text = verdict(results, "a", "b")
      #expect(text.hasPrefix("Undecided: neither is ahead throughout over 3 seeds"), "\(text)")
      let equal = results.map { result($0.name, $0.seed, modes: 7, share: 0.5) }
      #expect(verdict(equal, "a", "b").hasPrefix("Undecided"))
    }

    @Test func aRunThatDivergedIsWorseThanAny() {
      let results = (0..<3).flatMap { seed in
        [
          result("a", seed, modes: 1, share: 0.01),
          result("b", seed, modes: 8, share: 0.9, diverged(at: 30)),
        ]
      }
      #expect(verdict(results, "a", "b").hasPrefix("a captures"))
      let both = results.map { result($0.name, $0.seed, modes: 8, share: 0.5, diverged(at: 3)) }
      #expect(verdict(both, "a", "b").hasPrefix("Undecided"))
    }

    @Test func anInterruptedSeedDoesNotCount() {
      let results =
        (0..<3).map { result("a", $0, modes: 3, share: 0.5) }
        + (0..<2).map { result("b", $0, modes: 2, share: 0.4) }
      let interrupted = results + [result("b", 2, modes: 8, share: 0.9, .interrupted(step: 5))]
      for list in [results, interrupted] {
        let text = verdict(list, "a", "b")
        #expect(text.hasPrefix("Undecided: a is ahead; 2 seeds cannot decide"), "\(text)")
      }
      let none = verdict([result("a", 0, modes: 3, share: 0.5)], "a", "b")
      #expect(none.hasPrefix("Undecided"), "\(none)")
    }

    /// A built-in recipe of a run that takes a fraction of a second.
    private func small(_ name: String) throws -> NamedRecipe {
      var named = try #require(try NamedRecipe.builtIn(name))
      for change in ["width=16", "depth=1", "batch=8", "samples=50", "steps=11", "threads=1"] {
        try named.recipe.apply(assignment: change)
      }
      return named
    }

    @Test func aComparisonFromEndToEnd() throws {
      let recipes = [try small("plain"), try small("paper")]
      let place = try ComparisonFolder.create(folder.place("compare").path)
      var comparison = Comparison(recipes, seeds: 2, folder: place.url)
      try comparison.run()
      try place.write(comparison)
      #expect(comparison.isComplete)
      #expect(comparison.results.map(\.name) == ["plain", "paper", "plain", "paper"])
      #expect(comparison.results.map(\.seed) == [0, 0, 1, 1])
      #expect(try isPNG(Data(contentsOf: place.url.appendingPathComponent("panel.png"))))
      let json = try Data(contentsOf: place.url.appendingPathComponent("comparison.json"))
      let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
      #expect(object["outcome"] as? String == "done")
      #expect((object["metrics"] as? [[String: Any]])?.count == 4)
      let names = try FileManager.default.contentsOfDirectory(atPath: place.url.path).sorted()
      #expect(
        names == [
          "comparison.json", "panel.png", "paper-seed0", "paper-seed1", "plain-seed0",
          "plain-seed1", "table.md",
        ])
    }

    @Test func seedsThatDoNotExistAreRefusedBeforeAnyRun() throws {
      var named = try small("plain")
      try named.recipe.set("seed", to: String(Int.max))
      var comparison = Comparison([named], seeds: 2, folder: folder.place("none"))
      let text = errorText { try comparison.run() }
      #expect(text.contains("seed") && text.contains("no room"), "\(text)")
      #expect(comparison.results.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: folder.place("none").path))
    }
  }
}

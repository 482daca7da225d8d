// Comparisons: tables and verdicts of made-up results.

import Comparisons
import Foundation
import Runs
import Testing

/// A made-up result of a run.
func madeUpRun(
  _ name: String, _ seed: Int, modes: Int, share: Double, _ outcome: ComparedOutcome = .done,
  measurement: [String: String] = ["samples": "100 points"]
) -> ComparedRun {
  let record: MetricsRecord = [
    "step": 300, "epoch": 3, "d_real": 0.512, "d_fake": 0.488, "modes": .integer(modes),
    "high_quality": .real(share), "in_frame": 1.0, "reverse_kl": 0.0123,
    "median_distance": 0.01177, "seconds": 61.7,
  ]
  return ComparedRun(
    name: name, seed: seed, url: URL(fileURLWithPath: "/made-up"), outcome: outcome,
    rules: .points, records: [record], measurement: measurement)
}

@Suite struct ComparisonReportTests {
  private func verdict(_ results: [ComparedRun], _ names: String...) -> String {
    ComparisonReport(results, of: SampleKind.points, recipeNames: names).verdict
  }

  @Test func textHasAlignedColumns() {
    let report = ComparisonReport(
      [
        madeUpRun("plain", 1, modes: 3, share: 0.5),
        madeUpRun("paper", 1, modes: 8, share: 0.973, .diverged(step: 12)),
      ], of: SampleKind.points, recipeNames: ["plain", "paper"])
    let lines = ComparisonTable(report).runs.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(Set(lines.map(\.count)).count == 1)
    #expect(
      lines[0].split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) } == [
        "recipe", "seed", "modes", "high quality", "in frame", "reverse KL", "median distance",
        "D(real)", "D(fake)", "diagnosis", "outcome", "time",
      ])
    #expect(lines[1].hasPrefix("plain      1      3        50.0 %   100.0 %       0.012"))
    #expect(lines[1].contains("0.0118") && lines[1].contains("0.51"))
    #expect(lines[1].hasSuffix("62 s"))
    #expect(lines[2].contains("97.3 %") && lines[2].contains("non-finite  diverged at 12"))
  }

  @Test func theSummaryCountsFailuresAndLeavesThemOutOfMeans() {
    let report = ComparisonReport(
      [
        madeUpRun("plain", 0, modes: 2, share: 0.5), madeUpRun("plain", 1, modes: 4, share: 0.7),
        madeUpRun("plain", 2, modes: 8, share: 1, .diverged(step: 9)),
        madeUpRun("plain", 3, modes: 8, share: 1, .killed),
      ], of: SampleKind.points, recipeNames: ["plain"])
    let lines = ComparisonTable(report).summary.split(separator: "\n")
    #expect(lines.count == 3)
    // Two values 2 and 4: mean 3, s = sqrt 2, half width 12.706 s / sqrt 2 = 12.71.
    #expect(lines[1].contains("last     2  1 diverged, 1 killed  3.00 ± 12.71"), "\(lines[1])")
    #expect(lines[1].contains("60.0 ± 127.1 %"), "\(lines[1])")
    #expect(report.outcome == "failed" && !report.isComplete)
    #expect(report.unfinished.map(\.seed) == [3])
  }

  @Test func markdownHasSummaryRunsAndPairs() {
    let report = ComparisonReport(
      (0..<3).flatMap { seed in
        [
          madeUpRun("a", seed, modes: 3, share: 0.5),
          madeUpRun("b", seed, modes: 5, share: 0.75, seed == 2 ? .diverged(step: 4) : .done),
        ]
      }, of: SampleKind.points, recipeNames: ["a", "b"])
    let text = ComparisonTable(report).markdown
    #expect(text.contains("Measured: 100 points"))
    #expect(text.contains("high quality [% of points]") && text.contains("reverse KL [nats]"))
    // Seeds 0 and 1: 3 - 5; seed 2, where b diverged: 3 - 0.
    #expect(text.contains("| a | b | modes [count] | 3 | 1 | -0.33 ± 7.17 |"), "\(text)")
    #expect(text.contains("| b | 1 diverged | modes [count] | 2 | 5.00 ± 0.00 | 5.00 |"))
    #expect(text.contains("| b | 2 | 5 | 75.0 % |"))
  }

  @Test func oneSeedIsUndecided() {
    let text = verdict(
      [madeUpRun("a", 0, modes: 3, share: 0.5), madeUpRun("b", 0, modes: 8, share: 0.9)],
      "a", "b")
    #expect(text == "Undecided: b is ahead; one seed cannot decide it, five may.")
    #expect(verdict([], "a") == "One recipe: nothing to compare.")
  }

  @Test func threeSeedsHaveAWinner() {
    let results = (0..<3).flatMap { seed in
      [
        madeUpRun("a", seed, modes: 7, share: 0.5),
        madeUpRun("b", seed, modes: 7, share: 0.6 + 0.01 * Double(seed)),
      ]
    }
    let text = verdict(results, "a", "b")
    // Differences 0.10, 0.11, 0.12: s = 0.01, half width 4.303 x 0.01 / sqrt 3 = 0.0248.
    #expect(
      text == "b is better than a over 3 seeds (high quality +8.5 % to +13.5 %, 95 % interval "
        + "of the paired difference).")
  }

  @Test func widelyScatteredDifferencesDecideNothing() {
    let shares = [(0.5, 0.51), (0.5, 0.9), (0.5, 0.52)]
    let results = shares.enumerated().flatMap { seed, pair in
      [
        madeUpRun("a", seed, modes: 7, share: pair.0),
        madeUpRun("b", seed, modes: 7, share: pair.1),
      ]
    }
    let text = verdict(results, "a", "b")
    #expect(text.hasPrefix("Undecided: neither is better than the other over 3 seeds"), "\(text)")
  }

  @Test func fewerModesSpeakAgainstMoreQuality() {
    let results = (0..<3).flatMap { seed in
      [
        madeUpRun("a", seed, modes: 8, share: 0.5),
        madeUpRun("b", seed, modes: seed == 0 ? 7 : 8, share: 0.6),
      ]
    }
    let text = verdict(results, "a", "b")
    #expect(text.hasPrefix("Undecided"), "\(text)")
    #expect(text.contains("contradict"))
  }

  @Test func aRunThatDivergedIsWorseThanAny() {
    let results = (0..<3).flatMap { seed in
      [
        madeUpRun("a", seed, modes: 1, share: 0.01),
        madeUpRun("b", seed, modes: 8, share: 0.9, .diverged(step: 30)),
      ]
    }
    #expect(verdict(results, "a", "b").hasPrefix("a is better than b over 3 seeds"))
    let both = results.map {
      madeUpRun($0.name, $0.seed, modes: 8, share: 0.5, .diverged(step: 3))
    }
    #expect(verdict(both, "a", "b").hasPrefix("Undecided"))
  }

  @Test func aSeedWithoutResultDoesNotCount() {
    let results =
      (0..<3).map { madeUpRun("a", $0, modes: 3, share: 0.5) }
      + (0..<2).map { madeUpRun("b", $0, modes: 2, share: 0.4) }
    for outcome in [ComparedOutcome.interrupted(step: 5), .failed("disk"), .killed, .missing] {
      let text = verdict(results + [madeUpRun("b", 2, modes: 8, share: 0.9, outcome)], "a", "b")
      #expect(text.hasPrefix("Undecided: a is ahead; 2 seeds cannot decide"), "\(text)")
    }
    let none = verdict([madeUpRun("a", 0, modes: 3, share: 0.5)], "a", "b")
    #expect(none.hasPrefix("One recipe"), "\(none)")
  }

  @Test func unlikeProtocolsAreMarkedAndNeverRanked() {
    let results = (0..<3).flatMap { seed in
      [
        madeUpRun("a", seed, modes: 1, share: 0.1),
        madeUpRun("b", seed, modes: 8, share: 0.9, measurement: ["samples": "50 points"]),
      ]
    }
    let report = ComparisonReport(results, of: SampleKind.points, recipeNames: ["a", "b"])
    #expect(report.results.map(\.name).prefix(2) == ["a [protocol 1]", "b [protocol 2]"])
    #expect(report.pairs.isEmpty)
    #expect(report.verdict.contains("not ranked together"))
    #expect(!report.verdict.contains("better"))
  }
}

// The statistics of comparisons against tables and numbers computed by hand.

import Comparisons
import Foundation
import Runs
import Testing

@Suite struct StatisticsTests {
  /// Two-sided 95 % points of Student's t distribution as tables print them.
  @Test(arguments: [
    (1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (29, 2.045),
    (99, 1.984), (1_000_000, 1.960),
  ])
  func quantilesAreThoseOfTables(degreesOfFreedom: Int, expected: Double) {
    let t = StudentT.quantile(0.975, degreesOfFreedom: degreesOfFreedom)
    #expect(abs(t - expected) < 5.1e-4, "\(t)")
    #expect(abs(StudentT.cumulative(t, degreesOfFreedom: degreesOfFreedom) - 0.975) < 1e-12)
    #expect(StudentT.quantile(0.025, degreesOfFreedom: degreesOfFreedom) == -t)
  }

  @Test func oneDegreeOfFreedomIsTheCauchyDistribution() {
    for p in [0.51, 0.75, 0.9, 0.999, 0.999_999] {
      let t = StudentT.quantile(p, degreesOfFreedom: 1)
      #expect(abs(t / tan(.pi * (p - 0.5)) - 1) < 1e-8, "\(p): \(t)")
    }
    #expect(StudentT.cumulative(0, degreesOfFreedom: 3) == 0.5)
    for p in [0.0, 1, -1, .nan] { #expect(StudentT.quantile(p, degreesOfFreedom: 3).isNaN) }
    #expect(StudentT.quantile(0.9, degreesOfFreedom: 0).isNaN)
  }

  @Test func statisticsByHand() throws {
    // 2, 4, 4, 6, 9 have the mean 5 and squares 9 + 1 + 1 + 1 + 16 = 28 about it, so s = sqrt 7.
    let values = try #require(SampleStatistics([4, 9, 2, 6, 4]))
    #expect(values.count == 5 && values.mean == 5 && values.median == 4)
    #expect(values.minimum == 2 && values.maximum == 9)
    let half = try #require(values.halfWidth)
    #expect(abs(half - 2.776_445 * (7.0 / 5).squareRoot()) < 1e-5, "\(half)")
    #expect(try #require(SampleStatistics([1, 2, 3, 10])).median == 2.5)
    let one = try #require(SampleStatistics([3, .nan, .infinity]))
    #expect(one.count == 1 && one.mean == 3 && one.halfWidth == nil && !one.excludesZero)
    #expect(SampleStatistics([]) == nil && SampleStatistics([.nan]) == nil)
  }

  @Test func intervalsExcludeZeroOrNot() throws {
    #expect(try #require(SampleStatistics([1, 1, 1])).excludesZero)
    #expect(try !#require(SampleStatistics([0, 0, 0])).excludesZero)
    #expect(try #require(SampleStatistics([-0.10, -0.11, -0.12])).excludesZero)
    #expect(try !#require(SampleStatistics([0.01, 0.4, 0.02])).excludesZero)
    // Rounding alone scatters these.
    #expect(try !#require(SampleStatistics([0.1 + 0.2 - 0.3, 0, 0, 0])).excludesZero)
  }

  @Test func smallerDistancesWin() {
    let runs = (0..<3).flatMap { seed in
      [("a", 0.5 + 0.01 * Double(seed)), ("b", 0.2)].map { name, distance in
        ComparedRun(
          name: name, seed: seed, url: URL(fileURLWithPath: "/made-up"), outcome: .done,
          rules: .points, records: [["step": 1, "wasserstein_1": .real(distance)]])
      }
    }
    let report = ComparisonReport(runs, of: SampleKind.points, recipeNames: ["a", "b"])
    #expect(report.verdict.hasPrefix("b is better than a over 3 seeds (W1 -0.33"))
    #expect(ComparisonTable(report).runs.contains("W1"))
  }

  @Test func jobsAreAsManyAsTheCoresCarry() throws {
    let open = try Recipe(defaultsOf: SampleKind.points.table)
    var fixed = open
    try fixed.set("threads", to: "3")
    let division = { (jobs: Int?, runs: Int, cores: Int, recipes: [Recipe]) in
      try JobDivision(jobs: jobs, runs: runs, cores: cores, recipes: recipes)
    }
    #expect(try division(nil, 10, 8, [open]).jobs == 8)
    #expect(try division(nil, 10, 8, [open]).threads == 1)
    #expect(try division(nil, 3, 8, [open]).threads == 2)
    #expect(try division(nil, 1, 8, [open]).jobs == 1)
    #expect(try division(nil, 1, 8, [open]).threads == nil)
    #expect(try division(nil, 10, 8, [open, fixed]).jobs == 2)
    #expect(try division(nil, 10, 2, [fixed]).jobs == 1)
    #expect(try division(4, 10, 2, [open]).threads == 1)
    let given = try division(2, 10, 8, [open]).apply(to: fixed)
    #expect(given["threads"] == .integer(3))
    #expect(try division(2, 10, 8, [open]).apply(to: open)["threads"] == .integer(4))
    #expect(try division(1, 10, 8, [open]).apply(to: open)["threads"] == .text("auto"))
  }
}

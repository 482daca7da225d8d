// Comparisons of made-up kinds of runs from end to end: made, failed, gone on with, put in tables.

import Comparisons
import Foundation
import Runs
import TestSupport
import Testing

@Suite struct SampleRunTests {
  private let folder: TemporaryFolder
  private let kinds: [any RunKind] = [SampleKind.points, SampleKind.errors]

  init() throws {
    folder = try TemporaryFolder()
  }

  private func recipe(
    _ name: String, _ kind: SampleKind = .errors, _ changes: String...
  ) throws -> NamedRecipe {
    var recipe = try Recipe(defaultsOf: kind.table)
    for change in changes { try recipe.apply(assignment: change) }
    return NamedRecipe(name: name, recipe: recipe)
  }

  /// A comparison that was made, and what its runs failed with.
  private func made(
    _ recipes: [NamedRecipe], of kind: SampleKind = .errors, seeds: Int, at name: String
  ) throws -> (comparison: Comparison, failures: [String]) {
    let place = try ComparisonFolder.create(folder.place(name).path)
    let comparison = try Comparison(recipes, of: kind, seeds: seeds, folder: place.url)
    try comparison.writePlan()
    var failures: [String] = []
    #expect(!comparison.run { failures.append("\($0.folderName): \($1)") })
    return (comparison, failures)
  }

  @Test func lessIsBetterWhereTheKindSaysSo() throws {
    let made = try made(
      [try recipe("good", .errors, "share=0.1"), try recipe("bad", .errors, "share=0.3")],
      seeds: 3, at: "run")
    let report = made.comparison.report()
    #expect(report.isComplete)
    // Differences -0.20, -0.22, -0.24: s = 0.02, half width 4.303 x 0.02 / sqrt 3 = 0.0497.
    #expect(
      report.verdict == "good is better than bad over 3 seeds (test error -27.0 % to -17.0 %, "
        + "95 % interval of the paired difference).")
    try ComparisonFolder(made.comparison.folder).write(report)
    let names = try FileManager.default.contentsOfDirectory(atPath: made.comparison.folder.path)
    // There is no panel, because this kind has no picture of its runs.
    #expect(
      Set(names).subtracting(made.comparison.runs.map(\.folderName)) == [
        "comparison.json", "plan.json", "table.md",
      ])
    let runs = ComparisonTable(report).runs
    #expect(!runs.contains("diagnosis") && runs.contains("test error"), "\(runs)")
    let header = try #require(runs.split(separator: "\n").first)
    #expect(
      header.split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) }
        == ["recipe", "seed", "test error", "outcome", "time"])
  }

  /// Of errors 1 is the worst share; of hits it is 0.
  @Test(arguments: [(SampleKind.errors, "test_error", -0.7), (.points, "high_quality", 0.3)])
  func divergedRunsAreTheWorst(kind: SampleKind, metric: String, expected: Double) throws {
    let made = try made(
      [
        try recipe("sound", kind, "share=0.3"),
        try recipe("wild", kind, "share=0.3", "end=diverged"),
      ], of: kind, seeds: 1, at: "run")
    let report = made.comparison.report()
    #expect(report.isComplete && made.failures.isEmpty)
    #expect(report.results.map(\.outcome) == [.done, .diverged(step: 1)])
    let pair = try #require(report.pairs.first)
    let difference = try #require(pair.difference(kind.rules.column(metric), at: .last))
    #expect(abs(difference.mean - expected) < 1e-12, "\(difference)")
  }

  @Test func failuresAreCountedAndGoneOnWith() throws {
    let (comparison, failures) = try made(
      [try recipe("a"), try recipe("b", .errors, "end=failed")], seeds: 2, at: "run")
    #expect(failures == ["b-seed0: Failure()", "b-seed1: Failure()"])
    let report = comparison.report()
    #expect(report.outcome == "failed")
    #expect(report.rows.map(\.failures) == ["", "2 failed"])
    #expect(report.unfinished.map(\.outcome.name) == ["failed", "failed"])
    // Read back, the runs that failed are taken up at the step that they had reached.
    let again = try Comparison(readingFrom: comparison.folder, kinds: kinds)
    #expect(again.kind.name == "errors" && again.runs.count == 4)
    let run = try #require(try again.run("b", seed: 1).open(in: again.folder))
    #expect(run.stepsDone == 1)
    #expect(try again.run("a", seed: 1).open(in: again.folder) == nil)
  }

  @Test func remarksAndNotesOfRunsAreTold() throws {
    let comparison = try Comparison(
      [try recipe("a"), try recipe("b", .errors, "end=failed")], of: SampleKind.errors, seeds: 1,
      folder: folder.url)
    var told: [String] = []
    _ = comparison.run(tell: { told.append($0) }, failed: { _, _ in })
    #expect(told == ["nothing is trained", "a-seed0: ended after 3", "nothing is trained"])
  }

  @Test func runsWithoutAMeasurementHaveNoShare() throws {
    let comparison = try Comparison(
      [try recipe("a", .errors, "steps=8")], of: SampleKind.errors, seeds: 1, folder: folder.url)
    #expect(comparison.runs[0].share(in: folder.url) == 0)
    #expect(comparison.kind.share(of: comparison.runs[0].recipe, at: ["step": 2]) == 0.25)
    #expect(comparison.kind.share(of: comparison.runs[0].recipe, at: ["epoch": 2]) == 0)
  }

  @Test func runsFromAnywhereAreOfOneKind() throws {
    let errors = try made(
      [try recipe("a"), try recipe("b", .errors, "share=0.2")], seeds: 1, at: "x")
    let points = try made([try recipe("a", .points)], of: .points, seeds: 1, at: "y")
    let collection = try RunCollection([errors.comparison.folder], kinds: kinds)
    #expect(collection.kind.name == "errors")
    #expect(collection.recipeNames == ["errors, share 0.5", "errors, share 0.2"])
    let mixed = errorText {
      _ = try RunCollection(
        [errors.comparison.folder, points.comparison.folder.appendingPathComponent("a-seed0")],
        kinds: kinds)
    }
    #expect(mixed.contains("x (errors), ") && mixed.contains("a-seed0 (points)"), "\(mixed)")
    #expect(mixed.contains("Compare runs of one kind"), "\(mixed)")
    let unknown = errorText {
      _ = try RunCollection([errors.comparison.folder], kinds: [SampleKind.points])
    }
    #expect(unknown.contains("holds \"errors\" runs. Needed: points runs."), "\(unknown)")
    #expect(errorText { _ = try RunCollection([], kinds: kinds) }.contains("nothing to compare"))
  }

  @Test func protocolsThatAreNotRankedMayDiffer() throws {
    // The made-up protocol d_free differs in every recipe.
    let made = try made(
      [try recipe("a"), try recipe("b", .errors, "share=0.2")], seeds: 1, at: "x")
    #expect(made.comparison.report().protocols.count == 1)
  }
}

// Options that mean nothing beside others: refused where they are typed, kept where files say so.

import Foundation
import Testing

extension CommandLineTests {
  @Suite struct UnusedOptionTests {
    private let place: Place

    init() throws {
      place = try Place()
    }

    private static let cases: [([String], String)] = [
      (["gan", "--mixup", "off", "--alpha", "0.4"], "alpha: \"0.4\" means nothing beside mixup"),
      (["gan", "--set", "gradient-penalty=1", "--dry-run"], "Needed: 0.1, or objective wgan-gp"),
      (["gan", "--data", "digits", "--draw", "arrows"], "draw: \"arrows\" means nothing beside"),
      (["gan", "--data", "grid", "--data-dir", "."], "data-dir: \".\" means nothing beside"),
      (["classify", "--mix", "off", "--alpha", "0.4"], "alpha: \"0.4\" means nothing beside mix"),
      (["classify", "--set", "momentum=0.5", "--dry-run"], "Needed: 0.9, or optimizer sgd"),
      (["classify", "--recipe", "erm", "--partners", "loader"], "partners: \"loader\""),
      (["compare", "plain", "d2l", "--alpha", "0.4"], "means nothing beside mixup off"),
      (["compare", "erm", "label-smoothing", "--alpha", "8"], "means nothing beside mix off"),
    ]

    @Test(arguments: cases)
    func whatMeansNothingIsRefused(arguments: [String], words: String) throws {
      let refused = try place.mixlab(arguments + ["--out", "x"])
      #expect(refused.code == 64, "\(refused.error)")
      #expect(refused.error.contains(words), "\(refused.error)")
      #expect(refused.output.isEmpty)
      #expect(try place.names() == [])
    }

    @Test func optionsMayTurnOffWhatAFileSets() throws {
      try Data("alpha: 0.4\n".utf8).write(to: place.file("mixed.yaml"))
      let off = ["--recipe", "mixed.yaml", "--mixup", "off", "--dry-run"]
      let kept = try place.succeed(smallRun("never") + off)
      #expect(kept.output.contains("alpha: 0.4") && kept.output.contains("mixup: \"off\""))
      let typed = try place.mixlab(smallRun("never", "--alpha", "0.4") + off)
      #expect(typed.code == 64 && typed.error.contains("means nothing beside mixup off"))
    }

    @Test func anOptionOfAComparisonNeedsOneRecipeThatItMeansSomethingTo() throws {
      let options = ["--steps", "10", "--alpha", "0.4", "--jobs", "1", "--quiet"]
      let gans: [String] =
        ["compare", "plain", "paper", "demo"] + smallRun("gans").dropFirst() + options
      _ = try place.succeed(gans)
      let stored = String(decoding: try place.data("gans/plain-seed1/recipe.yaml"), as: UTF8.self)
      #expect(stored.contains("alpha: 0.4"), "\(stored)")
      // What has no labels to mix is no reason to refuse alpha to what has.
      _ = try place.succeed(
        ["compare", "paper", "wgan-gp"] + smallRun("critic").dropFirst() + options)
      _ = try place.succeed([
        "compare", "erm", "mixup", "--data", "iris", "--epochs", "1", "--alpha", "8", "--jobs", "1",
        "--quiet", "--out", "classifiers",
      ])
    }

    @Test func changesOfARunThatMeanNothingAreRefused() throws {
      _ = try place.succeed(smallRun("run", "--mixup", "off", "--steps", "10", "--quiet"))
      let change = ["resume", "run", "--allow-changes", "--set"]
      let refused = try place.mixlab(change + ["alpha=0.4"])
      #expect(refused.code == 64, "\(refused.error)")
      #expect(refused.error.contains("means nothing beside mixup off"), "\(refused.error)")
      _ = try place.succeed(change + ["steps=20", "--quiet"])
    }
  }
}

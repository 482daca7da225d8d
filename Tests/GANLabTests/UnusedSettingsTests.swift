// Settings that mean nothing beside others: refused where they are typed, and nowhere else.

import Comparisons
import Foundation
import GANLab
import Runs
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct UnusedSettingsTests {
    private let kind = GANRunKind()

    private static let cases: [(String, [String], String)] = [
      ("data-dir=sets", [], "data ring"),
      ("data-dir=sets", ["data=digits"], "data digits"),
      ("train-points=100", ["data=digits"], "data digits"),
      ("wasserstein-points=0", ["data=mnist"], "data mnist"),
      ("draw=arrows", ["data=folder:photos"], "data folder:photos"),
      ("held-out=0.3", ["data=digits"], "data digits"),
      ("held-out=0.3", ["data=moons"], "data moons"),
      ("feature-samples=100", [], "data ring"),
      ("feature-samples=100", ["data=points.csv"], "data points.csv"),
      ("alpha=0.4", ["mixup=off"], "mixup off"),
      ("lambda=batch", ["mixup=off"], "mixup off"),
      ("alpha=0.4", ["mixup=off", "objective=wgan-gp"], "objective wgan-gp"),
      ("lambda=pair", ["mixup=off", "objective=relativistic"], "objective relativistic"),
      ("gradient-penalty=1", [], "objective saturating"),
      ("gradient-penalty=1", ["data=digits"], "objective non-saturating"),
      ("gradient-penalty=1", ["objective=relativistic"], "objective relativistic"),
      ("reuse-fakes=on", ["objective=relativistic"], "objective relativistic"),
      ("width=64", ["width-g=5", "width-d=7"], "width-g 5 and width-d 7"),
      (
        "width=32", ["data=cifar10", "model=sngan", "width-g=8", "width-d=9"],
        "width-g 8 and width-d 9"
      ),
      ("depth=2", ["depth-g=1", "depth-d=4"], "depth-g 1 and depth-d 4"),
      ("width-g=8", ["data=digits"], "model dcgan"),
      ("width-d=8", ["data=digits"], "model dcgan"),
      ("maxout-pieces=3", [], "activation-d relu"),
      ("maxout-pieces=3", ["data=digits", "activation-d=maxout"], "model dcgan"),
    ]

    /// What only perceptrons have.
    private static let casesOfPerceptrons = [
      "depth=2", "depth-g=2", "depth-d=2", "activation-g=tanh", "activation-d=maxout",
    ].flatMap { setting -> [(String, [String], String)] in
      [
        (setting, ["data=digits"], "model dcgan"),
        (setting, ["data=cifar10", "model=sngan"], "model sngan"),
      ]
    }

    @Test(arguments: cases + casesOfPerceptrons)
    func whatMeansNothingIsRefused(setting: String, others: [String], cause: String) {
      let text = errorText { try kind.enter([setting], for: [try kind.recipe(others)]) }
      let key = setting.prefix { $0 != "=" }
      #expect(text.hasPrefix("\(key): \""), "\(text)")
      #expect(text.contains("\" means nothing beside \(cause). Needed: "), "\(text)")
    }

    @Test func errorsNameWhatCameWhatIsWrongAndWhatIsNeeded() throws {
      let text = errorText { try kind.enter(["alpha=0.4"], for: try kind.named("plain")) }
      #expect(
        text
          == "alpha: \"0.4\" means nothing beside mixup off. Needed: 0.2, or mixup paper or demo.")
      let folder = errorText { try kind.enter(["data-dir=sets"], for: try kind.named("paper")) }
      #expect(
        folder
          == "data-dir: \"sets\" means nothing beside data ring. "
          + "Needed: nothing, or data that are read from files.")
    }

    private static let acceptedCases: [(String, [String])] = [
      ("alpha=0.4", []), ("alpha=0", ["mixup=off"]), ("alpha=0.2", ["mixup=off"]),
      ("alpha=0", ["objective=wgan-gp"]), ("alpha=0", ["mixup=paper"]),
      ("lambda=batch", ["mixup=demo"]), ("gradient-penalty=1", ["objective=wgan-gp"]),
      ("reuse-fakes=on", []), ("reuse-fakes=off", ["data=digits", "objective=relativistic"]),
      ("maxout-pieces=3", ["activation-d=maxout"]), ("width=64", ["width-g=5"]),
      ("width=32", ["data=digits", "width-g=5", "width-d=7"]),
      ("width-g=8", ["data=cifar10", "model=sngan"]), ("depth=2", ["depth-d=1"]),
      ("depth=2", ["data=digits", "model=mlp"]), ("depth=3", ["data=digits"]),
      ("width-g=auto", ["data=digits"]), ("train-points=100", []), ("draw=arrows", []),
      ("held-out=0.3", ["data=points.csv"]), ("held-out=0.2", []),
      ("data-dir=sets", ["data=points.csv"]), ("data-dir=sets", ["data=mnist"]),
      ("data-dir=sets", ["data=npz:faces.npz"]), ("feature-samples=0", ["data=digits"]),
    ]

    @Test(arguments: acceptedCases)
    func whatMeansSomethingOrChangesNothingIsTaken(setting: String, others: [String]) throws {
      try kind.enter([setting], for: [try kind.recipe(others)])
    }

    @Test func whatAFileSaysIsKept() throws {
      let file = try Recipe(
        yaml: "alpha: 0.4\nwidth: 64\nwidth-g: 5\n", file: "mine.yaml", table: kind.table)
      try kind.enter(["mixup=off", "width-d=7"], for: [file])
      #expect(throws: RecipeError.self) { try kind.enter(["mixup=off", "alpha=0.4"], for: [file]) }
      #expect(throws: RecipeError.self) { try kind.enter(["width-d=7", "width=64"], for: [file]) }
    }

    /// What means nothing to a recipe has its preset there, so nothing of a complete file is refused.
    @Test(arguments: GANRunKind().builtInNames)
    func completeRecipesCanBeTyped(name: String) throws {
      let complete = try kind.resolved(try #require(try kind.builtIn(name)).recipe)
      let read = try Recipe(yaml: complete.yaml, file: "complete.yaml", table: kind.table)
      #expect(kind.table.keys.allSatisfy { read.isGiven($0) })
      try kind.check(read)
      try kind.checkUse(of: read, in: [try kind.resolved(read)])
    }

    private static let samples = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Samples")

    @Test(arguments: [".", "presets"]) func sampleFilesCanBeTyped(folder: String) throws {
      let place = Self.samples.appendingPathComponent(folder)
      let names = try FileManager.default.contentsOfDirectory(atPath: place.path)
        .filter { $0.hasSuffix(".yaml") }
      #expect(!names.isEmpty)
      for name in names {
        let read = try kind.read(place.appendingPathComponent(name))
        try kind.check(read)
        try kind.checkUse(of: read, in: [try kind.resolved(read)])
      }
    }

    @Test func anOptionOfAComparisonNeedsOneRecipeThatItMeansSomethingTo() throws {
      try kind.enter(["alpha=0.4"], for: try kind.named("plain", "paper", "demo"))
      try kind.enter(["gradient-penalty=1"], for: try kind.named("plain", "wgan-gp"))
      try kind.enter(["width=64"], for: try kind.named("pacgan", "d2l"))
      let text = errorText { try kind.enter(["alpha=0.4"], for: try kind.named("plain", "d2l")) }
      #expect(text.contains("means nothing beside mixup off"), "\(text)")
      let width = errorText {
        try kind.enter(["width=64"], for: try kind.named("pacgan", "pacgan2"))
      }
      #expect(width.contains("means nothing beside width-g 400 and width-d 200"), "\(width)")
    }

    @Test func changesOfARunAreLookedAt() throws {
      let folder = try TemporaryFolder()
      let run = try RunFolder.create(at: folder.place("run"))
      try run.write(try kind.resolved(try kind.recipe(["mixup=off"])))
      try run.write(
        Manifest(
          programVersion: "0", kind: "gan", recipeHash: "", seed: 0, kernels: "", cpuLevel: "",
          threads: 1))
      try kind.checkUse(ofChanges: [], at: run.url)
      try kind.checkUse(ofChanges: ["steps=30000"], at: run.url)
      try kind.checkUse(ofChanges: ["mixup=paper", "alpha=0.4"], at: run.url)
      let text = errorText { try kind.checkUse(ofChanges: ["alpha=0.4"], at: run.url) }
      #expect(text.contains("means nothing beside mixup off"), "\(text)")
    }
  }
}

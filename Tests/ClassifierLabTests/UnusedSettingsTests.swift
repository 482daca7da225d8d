// Settings that mean nothing beside others: refused where they are typed, and nowhere else.

import ClassifierLab
import Comparisons
import Runs
import TestSupport
import Testing

extension ClassifierLabTests {
  @Suite struct UnusedSettingsTests {
    private let kind = ClassifierRunKind()

    private static let cases: [(String, [String], String)] = [
      ("data-dir=sets", [], "data digits"),
      ("data-dir=sets", ["data=iris"], "data iris"),
      ("test-share=0.3", [], "data digits"),
      ("test-share=0.3", ["data=arcene"], "data arcene"),
      ("split-seed=1", [], "data digits and validation 0.0"),
      ("padding=2", [], "augment none"),
      ("padding=2", ["data=cifar10", "augment=none"], "augment none"),
      ("padding=2", ["data=iris"], "augment none"),
      ("normalize=none", ["data=csv:wine.csv"], "data csv:wine.csv"),
      ("corruption-seed=1", [], "corruption 0.0"),
      ("alpha=0.4", ["mix=cutmix"], "mix cutmix"),
      ("alpha=0", ["mix=cutmix"], "mix cutmix"),
      ("cutmix-alpha=0.5", [], "mix mixup"),
      ("cutmix-alpha=0.5", ["mix=off"], "mix off"),
      ("cutmix-share=0.1", ["mix=cutmix"], "mix cutmix"),
      ("ways=4", [], "mix mixup"),
      ("neighbours=5", [], "partners permutation"),
      ("neighbours=5", ["partners=loader"], "partners loader"),
      ("neighbours=5", ["partners=neighbours", "mix=off"], "mix off"),
      ("momentum=0.5", [], "optimizer adam"),
      ("momentum=0.5", ["optimizer=adamw"], "optimizer adamw"),
      ("momentum=0.5", ["optimizer=rmsprop"], "optimizer rmsprop"),
      ("decay-norms=off", [], "weight-decay 0.0"),
      ("milestones=1,2", [], "schedule one-cycle"),
      ("milestones=1,2", ["data=iris"], "schedule constant"),
      ("lr-factor=0.5", ["schedule=cosine"], "schedule cosine"),
    ]

    /// What only batches that are mixed have.
    private static let casesOfMixing = [
      "alpha=0.4", "lambda=sample", "partners=loader", "targets=nearer", "mix-layer=1",
      "mix-probability=0.5", "mix-warm-up=2", "mix-last-off=2",
    ].map { setting -> (String, [String], String) in (setting, ["mix=off"], "mix off") }

    @Test(arguments: cases + casesOfMixing)
    func whatMeansNothingIsRefused(setting: String, others: [String], cause: String) {
      let text = errorText { try kind.enter([setting], for: [try kind.recipe(others)]) }
      let key = setting.prefix { $0 != "=" }
      #expect(text.hasPrefix("\(key): \""), "\(text)")
      #expect(text.contains("\" means nothing beside \(cause). Needed: "), "\(text)")
    }

    @Test func errorsNameWhatCameWhatIsWrongAndWhatIsNeeded() throws {
      let text = errorText { try kind.enter(["alpha=0.4"], for: try kind.named("cutmix")) }
      #expect(
        text
          == "alpha: \"0.4\" means nothing beside mix cutmix. "
          + "Needed: 1.0, or cutmix-alpha, which is cutmix's own.")
    }

    private static let acceptedCases: [(String, [String])] = [
      ("alpha=0.4", []), ("alpha=0", []), ("alpha=0", ["mix=off"]), ("alpha=1", ["mix=off"]),
      ("alpha=0.2", ["mix=off", "data=iris"]), ("alpha=0.4", ["mix=mixup-or-cutmix"]),
      ("alpha=0.4", ["mix=dirichlet"]), ("partners=loader", ["alpha=0"]),
      ("cutmix-alpha=0.5", ["mix=cutmix"]), ("cutmix-alpha=0.5", ["mix=mixup-or-cutmix"]),
      ("cutmix-share=0.1", ["mix=mixup-or-cutmix"]), ("ways=4", ["mix=dirichlet"]),
      ("neighbours=5", ["partners=neighbours"]),
      ("neighbours=5", ["partners=same-class-neighbours"]), ("smoothing=0.1", ["mix=off"]),
      ("noise=0.1", ["mix=off"]), ("padding=2", ["augment=crop"]),
      ("padding=2", ["data=fashion-mnist"]), ("normalize=none", []),
      ("normalize=set", ["data=iris"]), ("test-share=0.3", ["data=iris"]),
      ("test-share=0.2", []), ("test-share=0.3", ["data=folder:photos"]),
      ("test-share=0.3", ["data=npz:faces.npz"]), ("split-seed=1", ["data=iris"]),
      ("split-seed=1", ["validation=0.1"]), ("split-seed=1", ["data=npz:faces.npz"]),
      ("corruption-seed=1", ["corruption=0.5"]), ("momentum=0.5", ["optimizer=sgd"]),
      ("momentum=0.5", ["data=cifar10", "model=preact-resnet18"]),
      ("decay-norms=off", ["weight-decay=0.1"]), ("milestones=1,2", ["schedule=milestones"]),
      ("lr-factor=0.5", ["data=cifar10", "model=preact-resnet18"]),
      ("data-dir=sets", ["data=mnist"]), ("data-dir=sets", ["data=abalone"]),
      ("data-dir=sets", ["data=csv:wine.csv"]),
    ]

    @Test(arguments: acceptedCases)
    func whatMeansSomethingOrChangesNothingIsTaken(setting: String, others: [String]) throws {
      try kind.enter([setting], for: [try kind.recipe(others)])
    }

    @Test func whatAFileSaysIsKept() throws {
      let file = try Recipe(
        yaml: "alpha: 0.4\npartners: loader\nmomentum: 0.5\n", file: "mine.yaml",
        table: kind.table)
      try kind.enter(["mix=off"], for: [file])
      #expect(throws: RecipeError.self) { try kind.enter(["mix=off", "alpha=0.4"], for: [file]) }
    }

    /// What means nothing to a recipe has its preset there, so nothing of a complete file is refused.
    @Test func completeRecipesCanBeTyped() throws {
      for name in kind.builtInNames {
        let complete = try kind.resolved(try #require(try ClassifierRecipe.named(name)))
        let read = try Recipe(yaml: complete.yaml, file: "complete.yaml", table: kind.table)
        #expect(kind.table.keys.allSatisfy { read.isGiven($0) })
        try kind.check(read)
        let text = errorText { try kind.checkUse(of: read, in: [try kind.resolved(read)]) }
        #expect(text == "no error", "\(name): \(text)")
      }
    }

    @Test func anOptionOfAComparisonNeedsOneRecipeThatItMeansSomethingTo() throws {
      try kind.enter(["alpha=8"], for: try kind.named("erm", "mixup"))
      try kind.enter(["alpha=8"], for: try kind.named("erm", "mixup", "cutmix"))
      try kind.enter(
        ["neighbours=5"], for: try kind.named("erm", "mixup", "smote", "label-smoothing"))
      try kind.enter(["cutmix-alpha=0.5", "alpha=0.4"], for: try kind.named("mixup", "cutmix"))
      let text = errorText { try kind.enter(["alpha=8"], for: try kind.named("erm", "cutmix")) }
      #expect(text.contains("alpha: \"8.0\" means nothing beside mix off"), "\(text)")
    }
  }
}

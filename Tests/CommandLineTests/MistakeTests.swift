// Mistakes on the command line and in recipe files: clear words, the right code, nothing written.

import Foundation
import Testing

extension CommandLineTests {
  @Suite struct MistakeTests {
    private let place: Place

    init() throws {
      place = try Place()
    }

    /// The error of a command that must fail with a code and leave nothing behind.
    private func expectFailure(
      _ code: Int32, _ arguments: [String], _ parts: String...,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let before = try place.names()
      let result = try place.mixlab(arguments)
      #expect(result.code == code, "\(result.error)", sourceLocation: sourceLocation)
      for part in parts {
        #expect(result.error.contains(part), "\(result.error)", sourceLocation: sourceLocation)
      }
      #expect(result.output.isEmpty, sourceLocation: sourceLocation)
      #expect(try place.names() == before, sourceLocation: sourceLocation)
    }

    @Test func unknownFlags() throws {
      try expectFailure(64, ["gan", "--alhpa", "0.2"], "Did you mean '--alpha'")
      try expectFailure(64, ["gann"], "gann")
    }

    @Test func unknownNamesHaveTheNearest() throws {
      try expectFailure(64, smallRun("x", "--mixup", "papr"), "Did you mean \"paper\"?", "mixup: ")
      try expectFailure(64, smallRun("x", "--data", "rnig"), "Did you mean \"ring\"?")
      try expectFailure(64, smallRun("x", "--set", "widht=3"), "Did you mean \"width\"?")
      try expectFailure(64, ["compare", "plian", "--out", "x"], "plain, paper, demo")
    }

    @Test func numbersOutOfRange() throws {
      try expectFailure(64, smallRun("x", "--alpha", "-0.1"), "alpha", "\"-0.1\"", "at least 0")
      try expectFailure(64, smallRun("x", "--alpha", "nan"), "is not a number")
      try expectFailure(64, smallRun("x", "--steps", "99999999999999999999"), "out of range")
      try expectFailure(64, smallRun("x", "--steps", "1e9"), "is not a whole number")
      try expectFailure(64, smallRun("x", "--batch", "0"), "from 1 to 65536")
      try expectFailure(64, smallRun("x", "--lr-g", "1e400"), "too large")
      try expectFailure(64, smallRun("x", "--seed", "-1"), "seed")
      try expectFailure(64, smallRun("x", "--threads", "0"), "auto")
      try expectFailure(64, smallRun("x", "--mixup", "demo", "--alpha", "1.5"), "is above 1")
      try expectFailure(64, ["sample", "run", "--count", "0"], "--count")
      try expectFailure(64, ["sample", "run", "--out", "x.jpg"], ".png or .npz")
      try expectFailure(64, ["evaluate", "run", "--samples", "1"], "--samples")
      try expectFailure(64, ["compare", "plain", "--seeds", "0"], "--seeds")
      try expectFailure(64, smallRun("x", "--set", "beta2=0.9999999999"), "beta2", "rounds to 1.0")
      try expectFailure(64, smallRun("x", "--alpha", "1e-50"), "too small for a 32-bit number")
    }

    @Test func mixupWithACritic() throws {
      try expectFailure(
        64, smallRun("x", "--objective", "wgan-gp", "--mixup", "paper"),
        "mixup: \"paper\" asks for mixed labels", "Needed: mixup off, or another objective")
      try expectFailure(64, smallRun("x", "--gradient-penalty", "0"), "above 0")
      try expectFailure(64, smallRun("x", "--precision", "f16"), "one of f32, bf16")
    }

    @Test func workloadsOfBenchmarks() throws {
      try expectFailure(
        64, ["bench", "toygan"], "Did you mean \"toy-gan\"?", "toy-gan-erm, wgan-gp, dcgan28")
      try expectFailure(64, ["bench"], "toy-gan, toy-gan-erm, wgan-gp, dcgan28", "--all")
      try expectFailure(64, ["bench", "tabular", "--all"], "not both")
      try expectFailure(64, ["bench", "tabular", "--steps", "0"], "from 1 to 1000000")
    }

    @Test func assignmentsWithoutAValue() throws {
      try expectFailure(64, smallRun("x", "--set", "width"), "KEY=VALUE")
      try expectFailure(64, smallRun("x", "--set", "=3"), "KEY=VALUE")
    }

    @Test(
      arguments: [
        ("data: ring\nsteps: [1\n", "recipe.yaml:"),
        ("data: ring\nstpes: 10\n", "recipe.yaml:2: \"stpes\" is not a setting"),
        ("data: ring\n\nsteps: many\n", "recipe.yaml:3: steps: \"many\" is not a whole number"),
        ("steps: 10\nsteps: 20\n", "recipe.yaml:2: \"steps\" is set a second time"),
        ("recipe: classifier\n", "recipe.yaml:1: this is a \"classifier\" recipe"),
        ("- 1\n- 2\n", "not a mapping"),
      ])
    func malformedRecipesNameTheLine(yaml: String, message: String) throws {
      try Data(yaml.utf8).write(to: place.file("recipe.yaml"))
      try expectFailure(64, ["gan", "--recipe", "recipe.yaml", "--out", "x"], message)
    }

    @Test func recipeFilesThatAreNotThere() throws {
      try expectFailure(
        64, ["gan", "--recipe", "none.yaml", "--out", "x"], "none.yaml", "neither a file nor",
        "plain, paper, demo")
      try expectFailure(64, ["gan", "--recipe", ".", "--out", "x"], "cannot be read")
    }

    @Test(arguments: ["resume", "evaluate", "sample"])
    func runsThatAreNotThere(command: String) throws {
      try expectFailure(1, [command, "none"], "none cannot be read: no such file or folder")
      try FileManager.default.createDirectory(
        at: place.file("empty"), withIntermediateDirectories: true)
      try expectFailure(1, [command, "empty"], "is not a run: it has no recipe.yaml")
    }

    @Test func placesThatCannotBeWritten() throws {
      try Data("x".utf8).write(to: place.file("file"))
      try expectFailure(1, smallRun("file/below"), "file/below cannot be written", "not a folder")
      try expectFailure(1, smallRun("file"), "not a folder")
      try expectFailure(1, ["compare", "plain", "--out", "file/below"], "cannot be written")
    }

    @Test func foldersThatAreNotEmpty() throws {
      let folder = place.file("full")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("keep".utf8).write(to: folder.appendingPathComponent("note.txt"))
      try expectFailure(1, smallRun("full"), "full is not empty")
      try expectFailure(1, ["compare", "plain", "--out", "full"], "full is not empty")
      #expect(try place.names("full") == ["note.txt"])
      #expect(try place.data("full/note.txt") == Data("keep".utf8))
    }

    @Test func seedsBeyondTheLast() throws {
      let result = try place.mixlab(
        ["compare", "plain", "--seeds", "2"] + smallRun("x").dropFirst()
          + ["--seed", "9223372036854775807"])
      #expect(result.code == 64, "\(result.error)")
      #expect(result.error.contains("no room"), "\(result.error)")
    }
  }
}

// Where real points come from: named laws, fixed samples of them, and files of the user's own.

import Datasets
import Foundation
import GANLab
import Runs
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct PointDataTests {
    private let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
    }

    private func data(_ changes: String...) throws -> PointData {
      var recipe = try smallRecipe()
      for change in changes { try recipe.apply(assignment: change) }
      return try PointData(recipe)
    }

    /// A hundred different points in a file.
    private func cloud(_ name: String = "cloud.csv", shift: Int = 0) throws -> URL {
      try folder.csv(name, scattered(100, 331, 17, shift))
    }

    @Test func namedSetsAreLaws() throws {
      let grid = try data("data=grid", "seed=3")
      #expect(grid.training is GaussianMixture)
      #expect(grid.training.name == "grid")
      #expect(grid.checksum == "generated")
      #expect(grid.heldOut.count == 200)
      #expect(try data("data=grid", "seed=3").heldOut == grid.heldOut)
      #expect(try data("data=grid", "seed=4").heldOut != grid.heldOut)
    }

    @Test func trainPointsAreAFixedSet() throws {
      let fixed = try data("train-points=500", "seed=3")
      let set = try #require(fixed.training as? FinitePoints)
      #expect(set.count == 500)
      #expect(set.mixture?.modeCount == 8)
      let known = set.points.pairs
      #expect(known.count == 500, "no point is drawn twice")
      #expect(try set.hostSample(300, seed: 3, step: 7).pairs.isSubset(of: known))
      #expect(known.isDisjoint(with: fixed.heldOut.pairs))
      #expect(try fixed.heldOut == data("seed=3").heldOut)
      let again = try data("train-points=500", "seed=3").training as? FinitePoints
      #expect(again?.points == set.points)
      let other = try data("train-points=500", "seed=4").training as? FinitePoints
      #expect(try known.isDisjoint(with: #require(other).points.pairs))
    }

    @Test func filesAreSplitTheSameForEverySeed() throws {
      let url = try cloud()
      let first = try data("data=\(url.path)", "seed=0")
      let training = try #require(first.training as? FinitePoints)
      #expect(training.name == "cloud")
      #expect(training.mixture == nil)
      #expect(training.count == 80)
      #expect(first.heldOut.count == 40)
      let all = try PointFile.read(url).points
      #expect(training.points.pairs.union(first.heldOut.pairs) == all.pairs)
      let second = try data("data=\(url.path)", "seed=5")
      #expect(second.heldOut == first.heldOut)
      #expect((second.training as? FinitePoints)?.points == training.points)
      #expect(first.checksum.hasPrefix("fnv1a64 "))
      #expect(try GANSettings(smallRecipe("data=\(url.path)")).dataName == "cloud")
    }

    @Test func theShareHeldOutIsTheUsers() throws {
      let url = try cloud()
      let half = try data("data=\(url.path)", "held-out=0.5")
      let training = try #require(half.training as? FinitePoints)
      #expect(half.heldOut.count == 100 && training.count == 50)
      #expect(training.points.pairs.isDisjoint(with: half.heldOut.pairs))
    }

    @Test func fewerSamplesAreEvenlySpaced() throws {
      let url = try cloud()
      let whole = try data("data=\(url.path)", "held-out=0.5").heldOut
      try #require(whole.count == 100)
      let few = try data("data=\(url.path)", "held-out=0.5", "samples=10").heldOut
      let spaced = stride(from: 0, to: 100, by: 10).flatMap { Array(whole[$0...($0 + 1)]) }
      #expect(few == spaced)
    }

    @Test func trainPointsOfAFileAreRefused() throws {
      let url = try cloud()
      let text = errorText { _ = try data("data=\(url.path)", "train-points=50") }
      #expect(
        text
          == "train-points: \"50\" asks for a sample of a law, and cloud.csv is a file of points. "
          + "Needed: fresh, or a named set of points.")
    }

    @Test func checksumsAreOfTheContent() throws {
      let first = try data("data=\(cloud().path)").checksum
      #expect(try data("data=\(cloud("other.csv").path)").checksum == first)
      #expect(try data("data=\(cloud(shift: 1).path)").checksum != first)
    }

    @Test func missingFilesAreNamed() {
      let missing = folder.place("missing.csv").path
      let text = errorText { _ = try data("data=\(missing)") }
      #expect(
        text == "\(missing) cannot be read: No such file or directory. Give the path of a file of "
          + "points.")
    }

    @Test func recipesNamePointsBesideThem() throws {
      try FileManager.default.createDirectory(
        at: folder.place("recipes"), withIntermediateDirectories: true)
      let recipe = folder.place("recipes/mine.yaml")
      for (name, path) in [
        ("here.csv", folder.place("recipes/here.csv").path),
        ("../above.csv", folder.place("above.csv").path),
        ("below/there.csv", folder.place("recipes/below/there.csv").path),
        ("/far/away.npz", "/far/away.npz"),
      ] {
        try Data("data: \(name)\n".utf8).write(to: recipe)
        let read = try GANRecipe.read(recipe)
        #expect(try read.text("data-dir") + "/" + read.text("data") == path)
      }
      try Data("data: ring\n".utf8).write(to: recipe)
      #expect(try GANRecipe.read(recipe).text("data-dir") == "")
    }

    @Test func resolvedRecipesHaveWholePaths() throws {
      let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
      for (name, path) in [
        ("some/points.csv", here.appendingPathComponent("some/points.csv").path),
        ("/far/away.npz", "/far/away.npz"),
      ] {
        let resolved = try GANRecipe.resolved(smallRecipe("data=\(name)"))
        #expect(try resolved.text("data-dir") + "/" + resolved.text("data") == path)
        #expect(try GANRecipe.resolved(resolved) == resolved)
      }
    }

    @Test func foldersAreNoPartOfWhatARecipeIs() throws {
      let first = try GANRecipe.resolved(smallRecipe("data=/here/points.csv"))
      let second = try GANRecipe.resolved(smallRecipe("data=/there/points.csv"))
      #expect(first.hash == second.hash && first != second)
    }

    @Test func filesNeedEnoughPoints() throws {
      let url = try folder.csv("few.csv", scattered(20, 331, 17, 0))
      let text = errorText { _ = try data("data=\(url.path)") }
      #expect(
        text == "few.csv: 16 points to train on and 4 held out came. Needed: at least 10 of each; "
          + "give more points, or change held-out.")
    }

    @Test func samplesComeBackInTheUnitsOfTheFile() throws {
      let points = scattered(100, 331, 17, 0)
      let url = try folder.csv("cloud.csv", points)
      let run = try GANRun.create(
        smallRecipe("data=\(url.path)", "steps=10"), .exactly(folder.place("run")))
      _ = try run.train()
      try FileManager.default.removeItem(at: url)
      let scaling = try #require(try run.folder.manifest().data.first?.scaling)
      let sampled = try TrainedGAN(folder.place("run")).sample(50, averaged: false)
      let raw = try run.trainer.sample(50, averaged: false).floats
      #expect(sampled == scaling.undone(raw))
      #expect(abs(sampled[0] - Float(scaling.mean[0])) < Float(5 * scaling.scale))
      #expect(scaling.scale > 0.1 && scaling.scale < 1 && sampled != raw)
    }
  }
}

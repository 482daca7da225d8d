// mixlab gan with files of points, with layers of pictures, and what it says at the end.

import Foundation
import Runs
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct PointFileTests {
    private let place: Place

    init() throws {
      place = try Place()
    }

    /// Two hundred different points in a file of a folder of its own.
    private func writePoints() throws {
      try FileManager.default.createDirectory(
        at: place.file("mine"), withIntermediateDirectories: true)
      let lines = (0..<200).map { "\($0 * 331 % 1009),\($0 * $0 * 17 % 1013)" }
      try Data(("x,y\n" + lines.joined(separator: "\n")).utf8).write(
        to: place.file("mine/points.csv"))
      try Data("data: points.csv\n".utf8).write(to: place.file("mine/recipe.yaml"))
    }

    @Test func recipesNamePointsFromTheirOwnFolder() throws {
      try writePoints()
      _ = try place.succeed(smallRun("first", "--recipe", "mine/recipe.yaml"))
      _ = try place.succeed(smallRun("second", "--data", "mine/points.csv"))
      #expect(try RunContent(place.file("first")) == RunContent(place.file("second")))
      let shown = try place.succeed(["runs", "show", "first"]).output
      #expect(shown.contains("points (fnv1a64 "), "\(shown)")
      // The recipe of a run is good anywhere.
      let elsewhere = try Place()
      let recipe = place.file("first/recipe.yaml").path
      _ = try elsewhere.succeed(["gan", "--recipe", recipe, "--out", "third"])
      #expect(try RunContent(elsewhere.file("third")) == RunContent(place.file("first")))
      _ = try elsewhere.succeed(["evaluate", place.file("first").path])
    }

    @Test func badFilesHaveACodeOfTheirOwn() throws {
      for (text, part) in [
        ("1,2\n3,x\n", "bad.csv:2"), ("1,2\n1,2\n", "at least 2 different points"),
        ("", "holds no points"), ("x,y\n1,2\n3,4\n5\n", "bad.csv:4"),
      ] {
        try Data(text.utf8).write(to: place.file("bad.csv"))
        let result = try place.mixlab(smallRun("x", "--data", "bad.csv"))
        #expect(result.code == 4, "\(result.error)")
        #expect(result.error.contains(part), "\(result.error)")
        #expect(result.output.isEmpty && !place.exists("x"))
      }
      let missing = try place.mixlab(smallRun("x", "--data", "none.csv"))
      #expect(missing.code == 4 && missing.error.contains("none.csv cannot be read: No such file"))
      #expect(try place.names() == ["bad.csv"])
    }

    @Test func namesNearlyRightAreSuggested() throws {
      let result = try place.mixlab(smallRun("x", "--data", "rign"))
      #expect(result.code == 64 && result.error.contains("Did you mean \"ring\"?"))
      #expect(result.error.contains("or a file that ends in .csv, .npz, .npy"))
      let layer = try place.mixlab(smallRun("x", "--draw", "arows"))
      #expect(layer.code == 64 && layer.error.contains("Did you mean \"arrows\"?"))
      #expect(try place.names() == [])
    }

    @Test func layersAreDrawnAndChangeNothingElse() throws {
      let layers = ["none", "arrows", "lattice", "arrows,lattice"]
      for layer in layers { _ = try place.succeed(smallRun(layer, "--draw", layer)) }
      let pictures = try layers.map { try place.data("\($0)/samples/epoch-0006.png") }
      #expect(Set(pictures).count == layers.count)
      let metrics = try layers.map { try RunContent(place.file($0)).metrics }
      #expect(metrics.allSatisfy { $0 == metrics[0] })
    }

    @Test func theEndComparesWithAPerfectSampler() throws {
      let result = try place.succeed(smallRun("run"))
      let words = result.lines.map { $0.split(separator: " ") }
      #expect(words.first == ["this", "run", "perfect", "sampler"], "\(result.output)")
      let modes = try #require(words.first { $0.first == "modes" })
      #expect(modes.count == 3 && modes[2] == "8", "\(modes)")
      for name in ["high_quality", "wasserstein_1", "sliced_wasserstein", "mmd"] {
        let row = try #require(words.first { $0.first.map(String.init) == name }, "\(name)")
        #expect(row.count == 3 && row.dropFirst().allSatisfy { Double($0) != nil }, "\(row)")
      }
    }

    @Test func runsShowTheirDiagnosis() throws {
      let run = smallRun(
        "run", "--mixup", "off", "--objective", "non-saturating", "--lr-g", "0.3", "--lr-d", "1e-4")
      let result = try place.succeed(run)
      #expect(result.output.contains("The samples have left the data (samples-leaving), steps 10"))
      let shown = try place.succeed(["runs", "show", "run"]).output
      #expect(shown.contains("Diagnosis:\n  # Diagnosis\n"), "\(shown)")
      #expect(shown.contains("## The samples have left the data"), "\(shown)")
      let page = try #require(
        place.succeed(["runs", "show", "run", "--json"]).object()["diagnosis"] as? String)
      #expect(page.hasPrefix("# Diagnosis\n"))
    }
  }
}

// What a run leaves in its folder, and that equal runs leave equal bytes.

import Foundation
import GANLab
import Runs
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct RunFolderTests {
    private func trained(_ recipe: Recipe, at url: URL) throws -> GANRun {
      let run = try GANRun.create(recipe, .exactly(url))
      guard case .done = try run.train() else {
        Issue.record("the run did not end")
        return run
      }
      return run
    }

    @Test func everythingIsThere() throws {
      let folder = try TemporaryFolder()
      let run = try trained(smallRecipe("steps=45"), at: folder.place("run"))
      let content = try RunContent(folder.place("run"))
      let pictures = (0...5).map { "samples/epoch-000\($0).png" } + ["samples/reals.png"]
      let checkpoints = [30, 40, 45].map { "checkpoints/step-000000\($0).safetensors" }
      let snapshots = [10, 45].map { "figures/snapshot-000000\($0).safetensors" }
      let figures = ["snapshots", "curves", "epochs", "modes"].map { "figures/\($0).png" }
      let expected =
        pictures + checkpoints + snapshots + figures + ["recipe.yaml"]
      #expect(content.files.keys.sorted() == expected.sorted())
      for name in pictures + figures { #expect(isPNG(content.files[name])) }

      let steps = content.metrics.map { $0["step"] }
      let epochs = content.metrics.map { $0["epoch"] }
      #expect(steps == [0, 10, 20, 30, 40, 45].map(MetricValue.integer))
      #expect(epochs == (0...5).map(MetricValue.integer))
      let names = [
        "step", "epoch", "d_loss", "g_loss", "d_gradient_norm", "g_gradient_norm",
        "d_update_ratio", "g_update_ratio", "d_real", "d_fake", "d_accuracy", "d_slope_real",
        "d_slope_fake",
      ]
      let scores = [
        "modes", "high_quality", "in_frame", "reverse_kl", "reverse_kl_hq", "off_mode_kl",
        "median_distance", "mode_counts", "spread", "wasserstein_1", "wasserstein_2",
        "sliced_wasserstein", "mmd",
      ]
      let all = names + scores + scores.map { "ema_" + $0 } + ["diagnosis"]
      for (index, record) in content.metrics.enumerated() {
        let found = record.fields.map(\.name).filter { $0 != "give_away" }
        #expect(found == all, "\(index)")
      }
      // Before the first step there is no loss.
      #expect(content.metrics.first?["d_loss"] == .null)
      #expect(run.manifest.outcome == .done)
      #expect(try run.folder.manifest().outcome == .done)
      #expect(try run.folder.manifest().protocols["high_quality"] != nil)
      #expect(try run.folder.recipe(GANRecipe.table) == run.recipe)
    }

    @Test func equalRunsGiveEqualBytes() throws {
      let folder = try TemporaryFolder()
      let recipe = try smallRecipe("data=grid", "mixup=demo", "seed=3")
      _ = try trained(recipe, at: folder.place("first"))
      _ = try trained(recipe, at: folder.place("second"))
      let first = try RunContent(folder.place("first"))
      let second = try RunContent(folder.place("second"))
      #expect(second.differences(from: first) == [])

      var other = recipe
      try other.set("seed", to: "4")
      _ = try trained(other, at: folder.place("other"))
      let differing = try RunContent(folder.place("other")).differences(from: first)
      #expect(differing.contains("samples/epoch-0003.png"))
      #expect(differing.contains("metrics.jsonl"))
    }

    @Test func aSecondHolderIsRefused() throws {
      let folder = try TemporaryFolder()
      let run = try GANRun.create(try smallRecipe(), .exactly(folder.place("run")))
      let text = errorText { _ = try GANRun.resume(folder.place("run")) }
      #expect(text.contains("in use by process"), "\(text)")
      withExtendedLifetime(run) {}
    }

    @Test func aFullFolderIsRefused() throws {
      let folder = try TemporaryFolder()
      try Data("x".utf8).write(to: folder.place("note.txt"))
      let text = errorText { _ = try GANRun.create(try smallRecipe(), .exactly(folder.url)) }
      #expect(text.contains("is not empty"), "\(text)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      #expect(names == ["note.txt"])
    }

    @Test func aRecipeWithoutATrainerLeavesNoFolder() throws {
      let folder = try TemporaryFolder()
      let recipe = try smallRecipe("batch=65536", "d-steps=100", "width=512")
      let text = errorText { _ = try GANRun.create(recipe, .exactly(folder.place("run"))) }
      #expect(text.contains("[6553600, 512]"), "\(text)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
    }

    @Test func trainedGANTellsOfDamagedCheckpoints() throws {
      let folder = try TemporaryFolder()
      _ = try trained(smallRecipe(), at: folder.place("run"))
      #expect(try TrainedGAN(folder.place("run")).notes == [])
      let newest = folder.place("run/\(CheckpointStore.name(step: 25))")
      try Data(try Data(contentsOf: newest).dropLast(9)).write(to: newest)
      let gan = try TrainedGAN(folder.place("run"))
      #expect(gan.step < 25 && gan.notes.count == 1)
      #expect(gan.notes[0].contains("passed over a damaged checkpoint"), "\(gan.notes)")
    }

    @Test func trainedGANReadsWhatTheRunMeasured() throws {
      let folder = try TemporaryFolder()
      let run = try trained(smallRecipe(), at: folder.place("run"))
      let gan = try TrainedGAN(folder.place("run"))
      #expect(gan.step == 25)
      #expect(gan.epoch == 3)
      let measured = try gan.evaluate(count: 100)
      let last = try #require(try run.folder.metrics.records().last)
      #expect(measured["modes"] != nil)
      for field in measured.fields { #expect(last[field.name] == field.value, "\(field.name)") }
      let picture = try Data(contentsOf: folder.place("run/samples/epoch-0003.png"))
      #expect(try gan.picture() == picture)
      #expect(try gan.sample(10, averaged: false).count == 20)
    }
  }
}

// How far a step moves the weights, as logged and by hand, and that to measure it changes nothing.

import GANLab
import Runs
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct UpdateRatioTests {
    private func run(_ folder: TemporaryFolder, _ changes: String...) throws -> GANRun {
      var recipe = try smallRecipe()
      for change in changes { try recipe.apply(assignment: change) }
      let name = changes.joined(separator: " ")
      let run = try GANRun.create(recipe, .exactly(folder.place(name)))
      _ = try run.train()
      return run
    }

    /// The weights of a network in a checkpoint, all in one row.
    private func weights(_ network: String, _ run: GANRun, step: Int) throws -> [Double] {
      try CheckpointStore(run.folder).load(step: step).tensors
        .filter { $0.name.hasPrefix("\(network).") }.flatMap {
          try #require($0.floats).map(Double.init)
        }
    }

    private func ratio(_ network: String, _ run: GANRun, step: Int) throws -> Double {
      let (old, new) = (
        try weights(network, run, step: step - 1), try weights(network, run, step: step)
      )
      #expect(old.count == new.count && old.count > 60)
      var (moved, size) = (0.0, 0.0)
      for (before, after) in zip(old, new) {
        moved += (after - before) * (after - before)
        size += before * before
      }
      return (moved / size).squareRoot()
    }

    /// Adam's first steps move each weight by about the learning rate for each update.
    @Test func ratiosAreThoseOfCheckpoints() throws {
      let folder = try TemporaryFolder()
      let run = try run(folder, "steps=3", "steps-per-epoch=1", "lr-d=0.01")
      let records = try run.folder.metrics.records()
      #expect(records.map(\.step) == [0, 1, 2, 3])
      #expect(records[0]["d_update_ratio"] == .null && records[0]["g_update_ratio"] == .null)
      for step in [2, 3] {
        for (network, name) in [
          ("discriminator", "d_update_ratio"), ("generator", "g_update_ratio"),
        ] {
          guard case .real(let logged)? = records[step][name] else {
            Issue.record("\(name) of step \(step) is missing")
            continue
          }
          let expected = try ratio(network, run, step: step)
          #expect(expected > 1e-4)
          #expect(abs(logged - expected) < 1e-6 * expected, "\(name): \(logged), \(expected)")
        }
      }
    }

    @Test func measuringChangesNothing() throws {
      let folder = try TemporaryFolder()
      let often = try run(folder, "steps=12", "steps-per-epoch=2")
      let seldom = try run(folder, "steps=12", "steps-per-epoch=3")
      let last = try run(folder, "steps=12", "steps-per-epoch=12")
      // Means over an epoch, and what the epochs are counted and diagnosed by.
      let others = [
        "epoch", "seconds", "d_loss", "g_loss", "d_gradient_norm", "g_gradient_norm", "diagnosis",
      ]
      let metrics = { (run: GANRun, step: Int) throws -> [String] in
        let record = try #require(run.folder.metrics.records().first { $0.step == step })
        return record.fields.filter { !others.contains($0.name) }.map { "\($0.name) \($0.value)" }
      }
      #expect(try metrics(often, 6) == metrics(seldom, 6))
      for run in [seldom, last] {
        #expect(try metrics(often, 12) == metrics(run, 12))
        #expect(run.trainer.state == often.trainer.state)
      }
      #expect(try metrics(often, 12).count > 25)
    }
  }
}

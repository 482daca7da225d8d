// A trainer's checkpoint: back to the bit, and refused as a whole where it does not fit.

import Foundation
import GANLab
import Runs
import Tensors
import TestSupport
import Testing
import Training

extension GANLabTests {
  @Suite struct CheckpointTests {
    private let names = ["a", "b"]

    private func trained(width: Int = 16) throws -> (GANTrainer, SafetensorsFile, RunningMeans) {
      let trainer = try smallTrainer(smallConfiguration(), width: width)
      try trainer.steps(7)
      var means = RunningMeans(names)
      means.add([0.1, -3])
      let file = try trainer.checkpoint(
        CheckpointState(step: 7, epoch: 2, means: means), recipeHash: "0123456789abcdef")
      return (trainer, file, means)
    }

    @Test func roundTripThroughBytes() throws {
      let (trainer, file, means) = try trained()
      let other = try smallTrainer(smallConfiguration())
      let read = try SafetensorsFile(data: file.data, file: "test", requiresChecksum: true)
      let state = try other.restore(read, meanNames: names)
      #expect(state.step == 7)
      #expect(state.epoch == 2)
      #expect(state.means == means)
      #expect(other.stepsDone == 7)
      #expect(other.state == trainer.state)
      let again = try other.checkpoint(state, recipeHash: "0123456789abcdef")
      #expect(again.data == file.data)
      #expect(try other.steps(3) == trainer.steps(3))
      #expect(other.state == trainer.state)
    }

    @Test func namesAreDottedAndComplete() throws {
      let (trainer, file, _) = try trained()
      let stored = Set(file.tensors.map(\.name))
      #expect(stored.count == trainer.variables.count)
      let expected = [
        "generator.0.weight", "discriminator.2.bias", "generator_average.generator.0.weight",
        "generator_optimizer.step", "discriminator_optimizer.discriminator.0.weight.secondMoment",
      ]
      for name in expected { #expect(stored.contains(name), "\(name)") }
      #expect(file["generator.0.weight"]?.shape == [16, 2])
      #expect(file.metadata["recipe"] == "0123456789abcdef")
      #expect(file.metadata["seed"] == "0")
    }

    /// Refusals change nothing, and the message holds what a user needs.
    private func expectRefused(_ file: SafetensorsFile, _ part: String) throws {
      let trainer = try smallTrainer(smallConfiguration { $0.seed = 9 })
      try trainer.steps(1)
      let before = trainer.state
      let text = errorText { _ = try trainer.restore(file, meanNames: names) }
      #expect(text.contains(part), "\(text)")
      #expect(trainer.state == before)
      #expect(trainer.stepsDone == 1)
    }

    @Test func foreignFilesAreRefused() throws {
      let tensor = StoredTensor(name: "generator.0.weight", shape: [1], values: [Float(1)])
      try expectRefused(
        SafetensorsFile(tensors: [tensor], metadata: ["format": "pt"]), "not a checkpoint of a GAN")
      try expectRefused(SafetensorsFile(tensors: []), "(absent)")
    }

    @Test func anotherWidthIsRefused() throws {
      let (_, file, _) = try trained(width: 17)
      try expectRefused(file, "\"generator.0.weight\" is F32 [17, 2] and F32 [16, 2] is needed")
    }

    @Test func aMissingTensorIsRefused() throws {
      let (_, file, _) = try trained()
      let last = try #require(file.tensors.last)
      let cut = try SafetensorsFile(
        tensors: file.tensors.dropLast(), metadata: file.metadata)
      try expectRefused(cut, "there is no tensor \"\(last.name)\"")
    }

    @Test(
      arguments: [
        ("step", nil), ("step", "-1"), ("step", "x"), ("epoch", nil), ("epoch", "-3"),
        ("epoch_means", nil), ("epoch_means", "1 0"),
      ] as [(String, String?)])
    func wrongMetadataAreRefused(key: String, value: String?) throws {
      let (_, file, _) = try trained()
      var metadata = file.metadata
      metadata[key] = value
      let changed = try SafetensorsFile(tensors: file.tensors, metadata: metadata)
      try expectRefused(changed, "does not say its step, epoch and epoch means")
    }
  }
}

// Runs that end because a value is no longer finite.

import Foundation
import GANLab
import GraphCompiler
import Runs
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct DivergenceTests {
    /// Trains a run that must diverge.
    private func divergence(_ run: GANRun) throws -> Divergence {
      let outcome = try run.train()
      let divergence = try #require(run.divergence)
      guard case .diverged(divergence.step, let description) = outcome else {
        throw RecipeError.badRequest(key: "outcome", reason: "it is \(outcome)")
      }
      #expect(try run.folder.manifest().message == "step \(divergence.step): \(description)")
      return divergence
    }

    @Test(arguments: ["mixup=paper", "objective=wgan-gp"])
    func absurdLearningRatesDiverge(change: String) throws {
      let folder = try TemporaryFolder()
      let recipe = try smallRecipe("lr-d=10", "lr-g=10", "depth=14", "steps=400", change)
      let run = try GANRun.create(recipe, .exactly(folder.place("run")))
      let divergence = try divergence(run)
      let value = try #require(divergence.value)
      #expect(value.path.contains("discriminator") || value.path.contains("generator"))
      let checkpoint = try #require(divergence.checkpoint)
      #expect(checkpoint < divergence.step)
      #expect(try CheckpointStore(run.folder).steps().last == checkpoint)
      let manifest = try run.folder.manifest()
      #expect(manifest.outcome == .diverged)
      for part in ["step \(divergence.step):", value.path, "step \(checkpoint) is good", "lr-d"] {
        #expect(manifest.message.contains(part), "\(part)")
      }
    }

    /// Weights of 3.4e38 are finite, but the products of the first layer are not, nor are the
    /// weights themselves once they are rounded to bf16.
    @Test(arguments: [Precision.float32, .bfloat16])
    func theFirstValueIsNamedAfterAReplay(precision: Precision) throws {
      let folder = try TemporaryFolder()
      let url = folder.place("run")
      let recipe = try smallRecipe("steps=20", "precision=\(precision.rawValue)")
      _ = try GANRun.create(recipe, .exactly(url)).train()
      let store = CheckpointStore(try RunFolder.open(at: url))
      let sound = try store.load(step: 20)
      let tensors = sound.tensors.map { tensor in
        tensor.name == "discriminator.0.weight"
          ? StoredTensor(name: tensor.name, shape: tensor.shape, values: Self.huge(tensor.shape))
          : tensor
      }
      try store.save(SafetensorsFile(tensors: tensors, metadata: sound.metadata), step: 20)
      let run = try GANRun.resume(url, changes: ["steps=60"], allowingDifferences: true)
      let divergence = try divergence(run)
      #expect(divergence.step == 21)
      #expect(divergence.checkpoint == 20)
      let value = try #require(divergence.value)
      let isRounded = precision.available() == .bfloat16
      #expect(value.operation == (isRounded ? "bfloat16" : "matmul"))
      #expect(value.path.contains("discriminator/0 Linear"), "\(value)")
      #expect(value.shape == (isRounded ? [16, 2] : [8, 16]))
      #expect(try store.steps().last == 20)
    }

    private static func huge(_ shape: [Int]) -> [Float] {
      [Float](repeating: 3.4e38, count: shape.reduce(1, *))
    }
  }
}

// Packed discriminators: what stands side by side, what grows, what does not fit.

import Datasets
import GANLab
import Mixing
import NeuralNetworks
import Tensors
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct PackingTests {
    private func trainer(_ changes: String...) throws -> GANTrainer {
      var recipe = try smallRecipe("mixup=off", "batch=12", "threads=1")
      for change in changes { try recipe.apply(assignment: change) }
      return try GANSettings(recipe).makeTrainer(.points(try PointData(recipe).training))
    }

    @Test(arguments: [1, 2, 3, 4])
    func onlyTheFirstLayerGrows(pack: Int) throws {
      let trainer = try trainer("pack=\(pack)")
      #expect(
        trainer.discriminator.parameters.map(\.shape) == [[16, 2 * pack], [16], [1, 16], [1]])
      #expect(trainer.generator.parameters.map(\.shape) == [[16, 2], [16], [2, 16], [2]])
      let report = try trainer.step()
      #expect(report.isFinite)
    }

    @Test func packsAreNeighbours() throws {
      let trainer = try trainer("pack=3")
      let points = try HostTensor((0..<12).map(Float.init), shape: [6, 2])
      let packs = try compile { trainer.packed($0) }(points)[0]
      #expect(packs.shape == [2, 6])
      #expect(packs.floats == points.floats)
    }

    /// A discriminator that remembers what it saw: the least and greatest first coordinate of a
    /// pack, which tell a real point from a generated one.
    private struct Witness: Layer {
      let weight = Variable("discriminator.weight", HostTensor([Float(1)]))
      var parameters: [Variable] { [weight] }
      func callAsFunction(_ x: Tensor) -> Tensor {
        let firsts = x.reshaped(to: [x.shape[0], 2, 2]).sliced(along: 2, 0..<1)
        let kinds = (firsts .> 50).converted(to: .float32).mean(along: [1])
        // 0 and 1 for packs of one kind, infinite for a mixed one.
        return log(abs(kinds * (1 - kinds) * 4 - 1)) + kinds * weight.value
      }
    }

    /// Points around (100, 0).
    private struct Far: Layer {
      let place = Variable("generator.place", HostTensor([100, Float(0)]))
      var parameters: [Variable] { [place] }
      func callAsFunction(_ x: Tensor) -> Tensor { x + place.value }
    }

    /// Reals answer 0 and fakes 1, so the loss is known; a pack of both would make it infinite.
    @Test func packsAreOfOneKind() throws {
      let trainer = try GANTrainer(
        generator: Far(), discriminator: Witness(), data: GaussianMixture.ring,
        configuration: smallConfiguration {
          $0.mixup = .off
          $0.objective = .nonSaturating
          $0.pack = 2
          $0.discriminatorSteps = 1
          $0.discriminatorLearningRate = 1e-9
        })
      let report = try trainer.step()
      #expect(abs(report.discriminatorLoss - (0.6931472 + 1.3132617) / 2) < 1e-5)
      #expect(abs(report.generatorLoss - 0.3132617) < 1e-5)
    }

    @Test(
      arguments: [
        "mixup=paper", "mixup=demo", "objective=wgan-gp", "objective=relativistic", "r1=1",
      ])
    func packsGoWithEverything(change: String) throws {
      let trainer = try trainer("pack=3", change)
      try trainer.steps(3)
      #expect(trainer.state.allSatisfy { $0.isFinite })
      // 40 points make 13 packs, and one is left.
      let evaluation = try smallEvaluator(trainer, count: 40).evaluate()
      #expect(evaluation.generated.count == 80)
      #expect(evaluation.field.count == PointEvaluator.fieldSide * PointEvaluator.fieldSide)
      #expect(evaluation.realAnswer.isFinite && evaluation.fakeAnswer.isFinite)
    }

    @Test func aBatchThatCannotBeSplitIsRefused() throws {
      let text = errorText { _ = try trainer("pack=5") }
      #expect(
        text == "pack: \"5\" does not divide the batch of 12. Needed: a batch that is a "
          + "multiple of the pack, such as 60.")
      let networks = try trainer()
      let direct = errorText {
        _ = try GANTrainer(
          generator: networks.generator, discriminator: networks.discriminator,
          data: GaussianMixture.ring, configuration: smallConfiguration { $0.pack = 3 })
      }
      #expect(direct.contains("a batch of 8 points came with packs of 3"), "\(direct)")
    }
  }
}

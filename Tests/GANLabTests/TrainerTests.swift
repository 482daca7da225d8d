// What a trainer's numbers depend on, and the averaged generator.

import Datasets
import GANLab
import Mixing
import NeuralNetworks
import Tensors
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct TrainerTests {
    private func state(after steps: Int, _ configuration: GANConfiguration) throws -> [HostTensor] {
      let trainer = try smallTrainer(configuration)
      try trainer.steps(steps)
      return trainer.state
    }

    @Test(
      arguments: [
        DiscriminatorMixup.off, .paper(alpha: 0.2, .pair), .demo(maximum: 0.5, .sample),
      ])
    func equalSeedsGiveEqualRuns(mixup: DiscriminatorMixup) throws {
      let configuration = { (seed: UInt64) in
        smallConfiguration {
          $0.mixup = mixup
          $0.seed = seed
        }
      }
      let first = try state(after: 5, configuration(1))
      #expect(try state(after: 5, configuration(1)) == first)
      #expect(try state(after: 5, configuration(2)) != first)
      #expect(first.allSatisfy { $0.isFinite })
    }

    @Test func alphaZeroIsMixupOff() throws {
      let zero = try GANSettings(smallRecipe("mixup=paper", "alpha=0")).configuration
      let demo = try GANSettings(smallRecipe("mixup=demo", "alpha=0")).configuration
      let off = try GANSettings(smallRecipe("mixup=off")).configuration
      let paper = try GANSettings(smallRecipe("mixup=paper", "alpha=0.2")).configuration
      let plain = try state(after: 6, off)
      #expect(try state(after: 6, zero) == plain)
      #expect(try state(after: 6, demo) == plain)
      #expect(try state(after: 6, paper) != plain)
    }

    @Test func evaluationDoesNotChangeTraining() throws {
      let quiet = try smallTrainer(smallConfiguration())
      let watched = try smallTrainer(smallConfiguration())
      let evaluator = try smallEvaluator(watched, count: 50)
      let losses = try quiet.steps(20)
      var watchedLosses: [Float] = []
      for step in 0..<20 {
        if step % 3 == 0 { _ = try evaluator.evaluate() }
        if step % 7 == 0 { _ = try watched.sample(20) }
        watchedLosses += try watched.steps(1)
      }
      #expect(watchedLosses == losses)
      #expect(watched.state == quiet.state)
    }

    @Test func evaluationsOfTheSameNetworksAreEqual() throws {
      let trainer = try smallTrainer(smallConfiguration())
      let evaluator = try smallEvaluator(trainer, count: 40)
      try trainer.steps(2)
      let (first, second) = (try evaluator.evaluate(), try evaluator.evaluate())
      #expect(first.generated == second.generated)
      #expect(first.generated.count == 80)
      #expect(first.averaged != first.generated)
      #expect(first.field.count == PointEvaluator.fieldSide * PointEvaluator.fieldSide)
      #expect(Set(first.field).count == 1)
      try trainer.steps(1)
      let later = try evaluator.evaluate()
      #expect(later.real == first.real)
      #expect(later.generated != first.generated)
    }

    @Test func drawsAreReproducibleAndIndependent() throws {
      let trainer = try smallTrainer(smallConfiguration())
      let first = try trainer.sample(30, draw: 0)
      #expect(first.shape == [30, 2])
      #expect(try trainer.sample(30, draw: 0) == first)
      #expect(try trainer.sample(30, draw: 1) != first)
    }

    @Test func averageFollowsTheFormula() throws {
      let trainer = try smallTrainer(smallConfiguration { $0.averagingDecay = 0.9 })
      let weights = { trainer.generator.parameters.flatMap { $0.hostValue.floats } }
      var expected = weights()
      for step in 1...6 {
        try trainer.steps(1)
        let kept = Float(1 + step) / Float(10 + step)
        expected = zip(expected, weights()).map { kept * $0 + (1 - kept) * $1 }
      }
      let average = trainer.average.variables.flatMap { $0.hostValue.floats }
      #expect(average.count == expected.count)
      for (a, b) in zip(average, expected) { #expect(abs(a - b) < 1e-6) }
      #expect(average != weights())
    }

    @Test func withoutDecayTheAverageIsTheGenerator() throws {
      let trainer = try smallTrainer(smallConfiguration { $0.averagingDecay = 0 })
      try trainer.steps(4)
      for (parameter, average) in zip(trainer.generator.parameters, trainer.average.variables) {
        #expect(average.hostValue.floats == parameter.hostValue.floats)
      }
      #expect(try trainer.sample(20, averaged: true) == trainer.sample(20, averaged: false))
    }

    @Test func networksThatDoNotFitAreRefusedAtTheFirstStep() throws {
      let wide = try GANNetworks.multilayerPerceptrons(
        latentSize: 3, width: 8, hiddenLayers: 1, seed: 0)
      let trainer = try GANTrainer(
        generator: wide.generator, discriminator: wide.discriminator, data: GaussianMixture.ring,
        configuration: smallConfiguration())
      let text = errorText { _ = try trainer.step() }
      #expect(text.contains("generator.0.weight takes 3 inputs"), "\(text)")
      #expect(trainer.stepsDone == 0)
    }
  }
}

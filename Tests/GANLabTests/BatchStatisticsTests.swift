// A generator with batch normalisation: whose batch counts, when statistics move, what is saved.

import Datasets
import GANLab
import Mixing
import NeuralNetworks
import Runs
import Tensors
import TestSupport
import Testing
import Training

extension GANLabTests {
  @Suite struct BatchStatisticsTests {
    private let settings = [
      "norm-g=batch", "activation-d=leaky-relu", "mixup=off", "objective=non-saturating",
      "d-steps=3", "lr-d=1e-9",
    ]

    private func trainer(_ changes: String...) throws -> GANTrainer {
      var recipe = try smallRecipe()
      for change in settings + changes { try recipe.apply(assignment: change) }
      return try GANSettings(recipe).makeTrainer(.points(try PointData(recipe).training))
    }

    private func statistics(_ trainer: GANTrainer) -> [HostTensor] {
      trainer.generator.statistics.map(\.hostValue)
    }

    /// The noise of the first step's generator update: that of three discriminator updates is drawn
    /// before it.
    private func noise(_ key: Tensor) -> Tensor {
      let key = RandomKey(key)
      for _ in 0..<3 { _ = key.normal([8, 2], from: .latent) }
      return key.normal([8, 2], from: .latent)
    }

    @Test func statisticsMoveOnceAStepByTheGeneratorsOwnBatch() throws {
      let (trained, fresh) = (try trainer(), try trainer())
      let network = try #require(fresh.generator as? Sequential)
      let moments = try compile { (key: Tensor) in
        let units = network.layers[0](noise(key))
        return [units.mean(along: [0]), units.variance(along: [0]) * Float(8.0 / 7)]
      }(RandomKey.host(seed: 0, step: 1))
      try trained.steps(1)
      let (mean, variance) = (statistics(trained)[0].floats, statistics(trained)[1].floats)
      #expect(mean.count == 16)
      for (came, batch) in zip(mean, moments[0].floats) { #expect(abs(came - 0.1 * batch) < 1e-6) }
      for (came, batch) in zip(variance, moments[1].floats) {
        #expect(abs(came - (0.9 + 0.1 * batch)) < 1e-6)
      }
    }

    /// Statistics of a raw generator that are far off must not show in averaged samples.
    @Test func averagedSamplesHaveStatisticsOfTheirOwn() throws {
      let trainer = try trainer()
      try trainer.steps(2)
      let (raw, averaged) = (try trainer.sample(64, averaged: false), try trainer.sample(64))
      for statistic in trainer.generator.statistics {
        try statistic.setHostValue(HostTensor(repeating: 100, shape: statistic.shape))
      }
      #expect(try trainer.sample(64) == averaged)
      #expect(try trainer.sample(64, averaged: false) != raw)
      #expect(trainer.generator.statistics.allSatisfy { $0.hostValue.floats[0] == 100 })
    }

    /// The discriminator's losses are those on fakes of three calls, each normalised by itself.
    @Test func everyDiscriminatorUpdateHasABatchOfItsOwn() throws {
      let (trained, fresh) = (try trainer(), try trainer())
      let losses = { (isJoint: Bool) in
        try compile { (key: Tensor) in
          let key = RandomKey(key)
          let reals = fresh.points.sample(24, key, from: .data)
          let noise = concatenate((0..<3).map { _ in key.normal([8, 2], from: .latent) })
          let make = { fresh.generator($0, mode: .training(updatesStatistics: false)) }
          let losses = (0..<3).map { update in
            let rows = (8 * update)..<(8 * update + 8)
            let fakes =
              isJoint
              ? make(noise).sliced(along: 0, rows) : make(noise.sliced(along: 0, rows))
            let batch = DiscriminatorMixup.off.batch(
              real: reals.sliced(along: 0, rows), fake: fakes, key)
            return GANObjective.nonSaturating.discriminatorLoss(
              logits: fresh.discriminator(batch.points), targets: batch.targets)
          }
          return (losses[0] + losses[1] + losses[2]) / 3
        }(RandomKey.host(seed: 0, step: 1))[0].floats[0]
      }
      let came = try trained.step().discriminatorLoss
      #expect(abs(came - (try losses(false))) < 1e-6)
      #expect(abs(came - (try losses(true))) > 1e-5)
    }

    @Test func samplesAndMeasurementsLeaveStatisticsAlone() throws {
      let trainer = try trainer()
      try trainer.steps(4)
      let before = statistics(trainer)
      for averaged in [false, true] {
        // A point does not depend on its company, but for the rounding of products of other sizes.
        let many = try trainer.sample(50, averaged: averaged).floats
        let few = try trainer.sample(2, averaged: averaged).floats
        #expect(few.count == 4 && zip(few, many).allSatisfy { abs($0 - $1) < 1e-5 })
        guard !averaged else { continue }
        let expected = try compile { (key: Tensor) in
          let noise = RandomKey(key).normal([50, 2], from: .evaluation)
          return trainer.generator(noise, mode: .inference)
        }(RandomKey.host(seed: 0, step: 1))[0]
        #expect(many == expected.floats)
      }
      #expect(try trainer.sample(50, averaged: true) != trainer.sample(50, averaged: false))
      _ = try smallEvaluator(trainer, count: 40).evaluate()
      #expect(statistics(trainer) == before)
      #expect(before[0].floats.contains { $0 != 0 })
    }

    @Test func withoutDecayTheAverageIsTheGenerator() throws {
      let trainer = try trainer("ema=0")
      try trainer.steps(4)
      #expect(try trainer.sample(20, averaged: true) == trainer.sample(20, averaged: false))
    }

    @Test func checkpointsHoldTheStatistics() throws {
      let (trained, other) = (try trainer(), try trainer())
      try trained.steps(5)
      let state = CheckpointState(step: 5, epoch: 1, means: RunningMeans(["a"]))
      let file = try trained.checkpoint(state, recipeHash: "0123456789abcdef")
      #expect(file["generator.1.running_mean"]?.shape == [16])
      #expect(file["generator.1.running_var"]?.shape == [16])
      #expect(statistics(other) != statistics(trained))
      let read = try SafetensorsFile(data: file.data, file: "test", requiresChecksum: true)
      _ = try other.restore(read, meanNames: ["a"])
      #expect(statistics(other) == statistics(trained))
      #expect(try other.steps(3) == trained.steps(3))
      #expect(other.state == trained.state)
    }

    @Test func aRunOfANormalisedGeneratorResumesToTheSameBits() throws {
      let folder = try TemporaryFolder()
      let recipe = try smallRecipe("norm-g=batch", "pack=2", "mixup=off", "r1=1")
      let whole = try GANRun.create(recipe, .exactly(folder.place("whole")))
      _ = try whole.train()
      let run = try GANRun.create(
        smallRecipe("norm-g=batch", "pack=2", "mixup=off", "r1=1", "steps=10"),
        .exactly(folder.place("part")))
      _ = try run.train()
      #expect(run.trainer.stepsDone == 10)
      let state = run.trainer.state
      for _ in 0..<15 { _ = try run.trainer.step() }
      #expect(run.trainer.state == whole.trainer.state)
      #expect(run.trainer.state != state)
    }

    @Test func penaltiesOnADiscriminatorWithStatisticsAreRefused() throws {
      var random = RandomSource(seed: 1)
      let network = try multilayerPerceptron(
        "discriminator", sizes: [2, 4, 1], units: .normalized(.relu), from: &random)
      let text = errorText {
        _ = try GANTrainer(
          generator: trainer().generator, discriminator: network, data: GaussianMixture.ring,
          configuration: smallConfiguration { $0.r1 = 1 })
      }
      #expect(text.contains("use one without batch normalisation"), "\(text)")
    }

    @Test func aBatchOfOneIsRefused() throws {
      let text = errorText { _ = try trainer("batch=1") }
      #expect(text.contains("norm-g: \"batch\" takes the variance of a batch"), "\(text)")
      let networks = try trainer()
      let direct = errorText {
        _ = try GANTrainer(
          generator: networks.generator, discriminator: networks.discriminator,
          data: GaussianMixture.ring, configuration: smallConfiguration { $0.batch = 1 })
      }
      #expect(direct.contains("use a batch that gives it at least 2"), "\(direct)")
    }
  }
}

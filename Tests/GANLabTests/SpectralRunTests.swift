// SNGAN and spectral normalisation in training: settings, vectors that move once an update, resume.

import Datasets
import Foundation
import GANLab
import GraphCompiler
import NeuralNetworks
import Runs
import Tensors
import TestSupport
import Testing
import Training

extension GANLabTests {
  @Suite struct SpectralRunTests {
    private func recipe(_ changes: String...) throws -> Recipe {
      var recipe = try GANRecipe.defaults()
      for change in ["data=digits", "model=sngan"] + changes {
        try recipe.apply(assignment: change)
      }
      return recipe
    }

    @Test func defaultsAreThePapers() throws {
      let resolved = try GANRecipe.resolved(recipe())
      for (key, value) in [("d-steps", 5), ("latent", 128), ("width", 64), ("batch", 64)] {
        #expect(try resolved.integer(key) == value, "\(key)")
      }
      #expect(try resolved.real("beta1") == 0 && resolved.real("beta2") == 0.9)
      #expect(try resolved.real("lr-d") == 2e-4)
      #expect(try resolved.text("norm-d") == "spectral" && resolved.text("norm-g") == "batch")
      let settings = try GANSettings(resolved)
      #expect(
        settings.architecture.model
          == .sngan(generatorWidth: 64, discriminatorWidth: 64, normalizesDiscriminator: true))
      #expect(settings.architecture.initialDeviation == nil)
      let other = try GANSettings(
        recipe("width=8", "width-d=4", "norm-d=none", "latent=3", "d-steps=2", "r1=1"))
      #expect(
        other.architecture.model
          == .sngan(generatorWidth: 8, discriminatorWidth: 4, normalizesDiscriminator: false))
      #expect(other.configuration.latentSize == 3 && other.configuration.discriminatorSteps == 2)
      #expect(try GANRecipe.resolved(recipe("r1=1")).text("norm-d") == "spectral")
    }

    @Test(arguments: [
      ("model=sngan", "norm-d=batch"), ("model=sngan", "norm-g=none"),
      ("model=sngan", "norm-d=layer"), ("model=mlp", "norm-d=spectral"),
      ("model=mlp", "norm-d=batch"),
    ])
    func normalisationsThatAModelHasNotAreRefused(model: String, norm: String) throws {
      let recipe = try recipe(model, norm)
      let text = errorText { _ = try GANSettings(recipe) }
      #expect(text.contains("does not go with model \(model.dropFirst(6))"), "\(text)")
    }

    @Test func imagesOfOtherSizesAreRefusedBeforeThereIsAFolder() throws {
      let place = try TemporaryFolder()
      let url = place.url.appendingPathComponent("run")
      let recipe = try recipe()
      let text = errorText { _ = try GANRun.create(recipe, .exactly(url)) }
      let part = "images of 8 x 8 pixels came; use images of 32 x 32 or 64 x 64"
      #expect(text.contains(part), "\(text)")
      #expect(!FileManager.default.fileExists(atPath: url.path))
    }

    /// Small networks for images of 32 pixels with labels.
    private func trainer(
      seed: UInt64 = 0, oneDNN: Bool = true,
      _ change: @escaping (inout GANConfiguration) -> Void = { _ in }
    ) throws -> GANTrainer {
      let pixels = (0..<(3072 * 12)).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 3072 * 13) }
      let set = try ImageSet(
        name: "twelve", channels: 3, height: 32, width: 32, pixels: pixels,
        labels: (0..<12).map { Int32($0 % 3) }, classNames: ["a", "b", "c"])
      var architecture = GANArchitecture()
      architecture.model = .sngan(
        generatorWidth: 1, discriminatorWidth: 2, normalizesDiscriminator: true)
      (architecture.latentSize, architecture.classCount) = (4, 3)
      let networks = try GANNetworks(architecture, sampleSizes: [3, 32, 32], seed: seed)
      var options = CompileOptions()
      options.kernelLibrary = KernelLibrary(usesOneDNN: oneDNN)
      return try GANTrainer(
        generator: networks.generator, discriminator: networks.discriminator,
        data: .images(ImageFeed(set, seed: 0)),
        configuration: smallConfiguration {
          ($0.batch, $0.discriminatorSteps, $0.latentSize) = (4, 1, 4)
          $0.isConditional = true
          change(&$0)
        }, compileOptions: options)
    }

    @Test func aCheckpointGoesOnToTheSameBits() throws {
      let whole = try trainer()
      try whole.steps(2)
      let state = CheckpointState(step: 2, epoch: 1, means: RunningMeans(["a"]))
      let file = try whole.checkpoint(state, recipeHash: "0")
      let names = Set(file.tensors.map(\.name))
      for name in [
        "discriminator.0.c1.weight_orig", "discriminator.0.c1.weight_u",
        "discriminator.6.embedding.weight_v", "generator.2.b1.gammas.weight",
        "generator.2.b1.running_mean",
      ] { #expect(names.contains(name), "\(name)") }
      let resumed = try trainer(seed: 9)
      _ = try resumed.restore(
        SafetensorsFile(data: file.data, file: "test", requiresChecksum: true), meanNames: ["a"])
      #expect(resumed.state == whole.state)
      #expect(try resumed.steps(2) == whole.steps(2))
      #expect(resumed.state == whole.state)
    }

    @Test(arguments: [GANObjective.nonSaturating, .wassersteinGP, .relativistic])
    func everyObjectiveAndPenaltyTrains(objective: GANObjective) throws {
      let trainer = try trainer {
        $0.objective = objective
        $0.mixup = .off
        if objective != .wassersteinGP { ($0.r1, $0.r2) = (1, 1) }
      }
      let weights = trainer.discriminator.parameters.filter { $0.name.hasSuffix("weight_orig") }
      let vectors = trainer.discriminator.statistics.filter { $0.name.hasSuffix("weight_v") }
      let watched = weights + vectors + trainer.generator.statistics
      let before = watched.map(\.hostValue)
      #expect(try trainer.steps(2).allSatisfy(\.isFinite))
      for (variable, value) in zip(watched, before) {
        #expect(variable.hostValue != value, "\(variable.name)")
      }
      #expect(weights.count == 12 && vectors.count == 12)
    }

    @Test(.enabled(if: CallCounts.areAvailable)) func portableStepsAskForNothing() throws {
      let trainer = try trainer(oneDNN: false)
      // Three steps are a pass over the set, so that no step that is counted makes a new order.
      try trainer.steps(3)
      _ = try trainer.step()
      let counts = try CallCounts.of { for _ in 0..<2 { _ = try trainer.step() } }.counts
      #expect(counts == .none, "\(CallCounts.origins)")
    }

    /// With weights that rest, u after two updates is that of two steps of the power iteration,
    /// whatever else is asked of the discriminator.
    @Test func vectorsMoveOnceAnUpdate() throws {
      var random = RandomSource(seed: 3)
      let inner = try Linear("discriminator.0", inputs: 2, outputs: 2, from: &random)
      let layer = try SpectralNorm(inner, from: &random)
      try layer.parameters[0].setHostValue(HostTensor([Float(3), 0, 0, 2], shape: [2, 2]))
      try layer.leftVector.setHostValue(HostTensor([Float(0.6), 0.8]))
      let head = try Linear("discriminator.2", inputs: 2, outputs: 1, from: &random)
      let generator = try multilayerPerceptron("generator", sizes: [2, 2], from: &random)
      let trainer = try GANTrainer(
        generator: generator,
        discriminator: Sequential("discriminator", [layer, Activation.relu, head]),
        data: GaussianMixture.ring,
        configuration: smallConfiguration {
          ($0.mixup, $0.r1, $0.r2, $0.discriminatorSteps) = (.off, 1, 0, 2)
          ($0.generatorLearningRate, $0.discriminatorLearningRate) = (0, 0)
        })
      try trainer.steps(1)
      // Each step multiplies u by 9 and 4 before it is stretched to length 1.
      let (a, b) = (0.6 * 81, 0.8 * 16)
      let length = (a * a + b * b).squareRoot()
      let left = layer.leftVector.hostValue.floats
      #expect(abs(Double(left[0]) - a / length) < 1e-6 && abs(Double(left[1]) - b / length) < 1e-6)
    }
  }
}

// Which networks recipes and published protocols mean.

import Datasets
import GANLab
import GraphCompiler
import Mixing
import NeuralNetworks
import Runs
import Tensors
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct NetworkSettingsTests {
    @Test func defaultsAreThePapersNetworks() throws {
      let settings = try GANSettings(GANRecipe.defaults())
      #expect(settings.architecture == GANArchitecture())
      #expect((settings.configuration.r1, settings.configuration.r2) == (0, 0))
      let small = try GANNetworks.multilayerPerceptrons(
        latentSize: 3, width: 7, hiddenLayers: 2, seed: 5)
      var random = RandomSource(seed: 5)
      let plain = [
        try multilayerPerceptron("generator", sizes: [3, 7, 7, 2], from: &random),
        try multilayerPerceptron("discriminator", sizes: [2, 7, 7, 1], from: &random),
      ]
      for (network, expected) in zip([small.generator, small.discriminator], plain) {
        #expect(network.parameters.map(\.name) == expected.parameters.map(\.name))
        #expect(network.parameters.map(\.hostValue) == expected.parameters.map(\.hostValue))
      }
    }

    @Test func eachNetworkHasItsOwn() throws {
      let architecture = try GANSettings(
        smallRecipe(
          "width-g=5", "depth-d=2", "activation-g=tanh", "norm-g=batch", "activation-d=maxout",
          "maxout-pieces=3", "init-std=0.5", "latent=4")
      ).architecture
      #expect((architecture.generator.width, architecture.generator.depth) == (5, 1))
      #expect((architecture.discriminator.width, architecture.discriminator.depth) == (16, 2))
      #expect(architecture.generator.units == .normalized(.tanh))
      #expect(architecture.discriminator.units == .maxout(pieces: 3))
      let networks = try GANNetworks(architecture, seed: 1)
      #expect(networks.generator.parameters.map(\.shape) == [[5, 4], [5], [5], [2, 5], [2]])
      #expect(
        networks.discriminator.parameters.map(\.shape)
          == [[48, 2], [48], [48, 16], [48], [1, 16], [1]])
      #expect(networks.discriminator.parameters[1].hostValue.floats.allSatisfy { $0 == 0 })
    }

    @Test func sizesThatNoArrayHoldsAreRefused() throws {
      let text = errorText {
        let recipe = try smallRecipe(
          "width-d=16384", "depth-d=2", "activation-d=maxout", "maxout-pieces=64")
        _ = try GANSettings(recipe).makeTrainer(.points(try PointData(recipe).training))
      }
      #expect(text.contains("2,147,483,647 weights"), "\(text)")
    }

    /// Parameter counts follow from the paper's sizes; weights before a normalisation have no bias.
    @Test(arguments: [(PublishedProtocol.pacgan, 1), (.pacgan2, 2), (.pacgan3, 3), (.pacgan4, 4)])
    func pacGAN(published: PublishedProtocol, pack: Int) throws {
      let settings = try GANSettings(published.recipe())
      let networks = try GANNetworks(settings.architecture, seed: 0)
      #expect(networks.generator.parameterCount == 484_802)
      #expect(networks.discriminator.parameterCount == 403_201 + 2000 * pack)
      #expect(settings.configuration.pack == pack)
      #expect(settings.configuration.batch == 100 * pack)
      #expect(settings.configuration.objective == .nonSaturating)
      #expect(settings.configuration.mixup == .off)
      #expect(settings.configuration.adamBeta1 == 0.8)
      #expect(settings.steps == 400_000)
      #expect(settings.method == (pack == 1 ? "plain GAN" : "plain GAN, packs of \(pack)"))
    }

    @Test(
      arguments: [
        (PublishedProtocol.d2l, GANObjective.nonSaturating, Float(0), "plain GAN"),
        (.d2lPenalized, .nonSaturating, 1, "plain GAN, R1 1.0, R2 1.0"),
        (.d2lRelativistic, .relativistic, 1, "relativistic GAN, R1 1.0, R2 1.0"),
      ])
    func diveIntoDeepLearning(
      published: PublishedProtocol, objective: GANObjective, gamma: Float, method: String
    ) throws {
      let settings = try GANSettings(published.recipe())
      let configuration = settings.configuration
      #expect(configuration.objective == objective)
      #expect((configuration.r1, configuration.r2) == (gamma, gamma))
      #expect((configuration.latentSize, configuration.batch) == (64, 256))
      #expect((configuration.adamBeta1, configuration.adamBeta2) == (0, 0.99))
      #expect(configuration.discriminatorSteps == 1)
      #expect(settings.architecture.generator.units == .activation(.relu))
      #expect(settings.architecture.discriminator.units == .activation(.leakyReLU(slope: 0.2)))
      #expect((settings.steps, settings.samples) == (20_000, 10_000))
      #expect(settings.method == method)
    }

    /// Batch statistics, maxout, packs and both penalties in one step of the portable kernels.
    @Test(
      .enabled(if: CallCounts.areAvailable), arguments: [GANObjective.saturating, .relativistic])
    func stepsAskForNeitherMemoryNorLocks(objective: GANObjective) throws {
      var architecture = GANArchitecture()
      (architecture.generator.width, architecture.discriminator.width) = (24, 20)
      architecture.generator.units = .normalized(.relu)
      architecture.discriminator.units = .maxout(pieces: 3)
      architecture.pack = 2
      let networks = try GANNetworks(architecture, seed: 0)
      var options = CompileOptions()
      options.kernelLibrary = KernelLibrary(usesOneDNN: false)
      let trainer = try GANTrainer(
        generator: networks.generator, discriminator: networks.discriminator,
        data: GaussianMixture.ring,
        configuration: smallConfiguration {
          ($0.objective, $0.mixup, $0.pack, $0.r1, $0.r2) = (objective, .off, 2, 1, 1)
        }, compileOptions: options)
      try trainer.steps(2)
      let counts = try CallCounts.of { for _ in 0..<5 { _ = try trainer.step() } }.counts
      #expect(counts == .none, "\(CallCounts.origins)")
    }

    @Test func mixupWithARelativisticCriticIsRefused() throws {
      let text = errorText {
        _ = try GANSettings(smallRecipe("objective=relativistic", "mixup=paper"))
      }
      #expect(text.contains("the critic of objective relativistic has none"), "\(text)")
      #expect(try GANSettings(smallRecipe("objective=relativistic")).configuration.mixup == .off)
    }
  }
}

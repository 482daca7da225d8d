// The table of settings, what it means for training, and the forecast.

import Foundation
import GANLab
import Mixing
import NeuralNetworks
import Runs
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct RecipeTests {
    @Test func defaultsAreThePapers() throws {
      let settings = try GANSettings(GANRecipe.defaults())
      let configuration = settings.configuration
      #expect(settings.dataName == "ring")
      #expect((settings.width, settings.depth, settings.stepsPerEpoch) == (512, 3, 250))
      #expect(settings.samples == 2500)
      #expect(settings.threads == nil)
      #expect(configuration.batch == 128)
      #expect(configuration.discriminatorSteps == 5)
      #expect(configuration.latentSize == 2)
      #expect(configuration.mixup == .paper(alpha: 0.2, .sample))
      #expect(configuration.objective == .saturating)
      #expect(configuration.generatorLearningRate == 1e-3)
      #expect(configuration.discriminatorLearningRate == 1e-3)
      #expect((configuration.adamBeta1, configuration.adamBeta2) == (0.9, 0.999))
      let plain = GANConfiguration()
      #expect(plain.mixup == configuration.mixup)
      #expect(plain.averagingDecay == configuration.averagingDecay)
    }

    @Test(arguments: GANRecipe.table.keys)
    func everyDefaultIsValid(key: String) throws {
      var recipe = try GANRecipe.defaults()
      let setting = try #require(GANRecipe.table.setting(key))
      try recipe.set(key, to: setting.defaultValue.text)
      #expect(try recipe == GANRecipe.defaults())
      #expect(!setting.help.isEmpty)
    }

    @Test func parametersAtTheDefaults() throws {
      let networks = try GANNetworks.multilayerPerceptrons(latentSize: 2, seed: 0)
      #expect(networks.discriminator.parameterCount == 527_361)
      #expect(networks.generator.parameterCount == 527_874)
    }

    @Test func demoWeightsStayWithinOne() throws {
      #expect(
        try GANSettings(smallRecipe("mixup=demo", "alpha=1")).configuration.mixup
          == .demo(maximum: 1, .sample))
      let text = errorText { _ = try GANSettings(smallRecipe("mixup=demo", "alpha=1.5")) }
      #expect(text.hasPrefix("alpha: \"1.5\" is above 1"), "\(text)")
      #expect(text.contains("Needed: a number from 0 to 1"), "\(text)")
      #expect(
        try GANSettings(smallRecipe("mixup=paper", "alpha=1.5")).configuration.mixup
          == .paper(alpha: 1.5, .sample))
    }

    @Test(
      arguments: [
        "alpha=-0.1", "alpha=nan", "steps=0", "steps=1e3", "steps=99999999999999999999", "lr-g=0",
        "lr-d=11", "ema=1", "batch=0", "data=rings", "mixup=papr", "lambda=each", "seed=-1",
        "width=0", "threads=0", "no-such=1",
      ])
    func wrongValuesAreRefused(change: String) {
      let text = errorText { _ = try smallRecipe(change) }
      #expect(text.hasPrefix("--set: "), "\(text)")
      #expect(text.contains("Needed:") || text.contains("Settings:"), "\(text)")
    }

    @Test func forecastsWriteNothing() throws {
      let forecast = try Forecast(smallRecipe())
      #expect(forecast.generator.parameterCount == 2 * 16 + 16 + 16 * 2 + 2)
      #expect(forecast.discriminator.parameterCount == 2 * 16 + 16 + 16 + 1)
      let cost = try forecast.cost()
      #expect(cost.secondsPerStep > 0)
      #expect(cost.seconds >= 25 * cost.secondsPerStep)
    }

    @Test func forecastsBoundTheDisk() throws {
      let folder = try TemporaryFolder()
      let recipe = try smallRecipe()
      _ = try GANRun.create(recipe, .exactly(folder.place("run"))).train()
      let content = try RunContent(folder.place("run"))
      let used = content.files.values.reduce(0) { $0 + $1.count }
      let forecast = try Forecast(recipe).cost().diskBytes
      #expect(used < forecast)
      #expect(forecast < 10 * used)
    }

    @Test func plansListTheirKernels() throws {
      #expect(try GANRun.planListing(smallRecipe()).contains("matmul"))
    }
  }
}

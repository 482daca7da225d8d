// GANs as a kind of run: recipes by name, and what decides between runs.

import Comparisons
import GANLab
import Runs
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct GANRunKindTests {
    private let rules = GANRunKind().rules

    @Test(arguments: GANRunKind().builtInNames) func everyBuiltInNameHasARecipe(
      name: String
    ) throws {
      let named = try #require(try GANRunKind().builtIn(name))
      #expect(named.name == name)
      try GANRunKind().check(named.recipe)
    }

    @Test func unknownNamesHaveNone() throws {
      #expect(try GANRunKind().builtIn("pacgan5") == nil)
    }

    /// What the discriminator says is another thing for every objective.
    @Test func answersOfTheDiscriminatorAreNotRankedBy() throws {
      var manifest = Manifest(
        programVersion: "0", kind: "gan", recipeHash: "", seed: 0, kernels: "", cpuLevel: "",
        threads: 1)
      manifest.protocols = ["modes": "all", "d_real": "mean score of the critic"]
      let folder = try TemporaryFolder()
      let run = try RunFolder.create(at: folder.place("run"))
      try run.write(try GANRecipe.defaults())
      try run.write(manifest)
      let compared = try ComparedRun(name: "x", seed: 0, run, rules)
      #expect(compared.measurement == ["modes": "all", "data": ""])
    }

    @Test func theBestEpochHasTheMostModesThenTheMostQuality() throws {
      let records: [MetricsRecord] = [
        ["step": 0, "modes": 3, "high_quality": 0.9], ["step": 1, "modes": 8, "high_quality": 0.4],
        ["step": 2, "modes": 8, "high_quality": 0.6], ["step": 3, "modes": 8, "high_quality": 0.6],
        ["step": 4, "modes": 8, "high_quality": .real(.nan)],
      ]
      #expect(try #require(rules.best(of: records)).step == 2)
      let distances: [MetricsRecord] = [
        // The untrained networks' luck does not count.
        ["step": 0, "wasserstein_1": 0.1, "sliced_wasserstein": 0.05],
        ["step": 1, "wasserstein_1": 0.5, "sliced_wasserstein": 0.1],
        ["step": 2, "wasserstein_1": 0.2, "sliced_wasserstein": 0.4],
      ]
      #expect(try #require(rules.best(of: distances)).step == 2)
      let sliced = distances.map { record in
        var record = record
        record["wasserstein_1"] = nil
        return record
      }
      #expect(try #require(rules.best(of: sliced)).step == 1)
      #expect(rules.best(of: [["step": 0, "d_loss": 1.0]]) == nil)
    }

    /// More points on the modes than a perfect sampler has: the modes are too narrow.
    @Test func theBestEpochIsNearestToAPerfectSampler() throws {
      let records: [MetricsRecord] = [
        ["step": 1, "modes": 8, "high_quality": 1.0],
        ["step": 2, "modes": 8, "high_quality": 0.985],
        ["step": 3, "modes": 8, "high_quality": 0.97],
      ]
      #expect(try #require(rules.best(of: records)).step == 2)
      #expect(rules.column("mmd").direction.merit(-0.5) == -0.5)
      #expect(rules.column("wasserstein_1").direction.merit(2) == -2)
      #expect(rules.column("d_real").direction.merit(0.5) == nil)
    }
  }
}

// Runs in bf16: what they record, how they go on, and that their weights stay in single precision.

import GANLab
import GraphCompiler
import Runs
import Tensors
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct PrecisionTests {
    private func makeTrainer(
      _ precision: Precision, _ change: (inout GANConfiguration) -> Void = { _ in }
    ) throws -> GANTrainer {
      var options = CompileOptions()
      options.precision = precision
      return try smallTrainer(smallConfiguration(change), compileOptions: options)
    }

    @Test func recordsWhatReallyRan() throws {
      let folder = try TemporaryFolder()
      let settings = try GANSettings(smallRecipe("precision=bf16"))
      #expect(settings.precision == Precision.bfloat16.available())
      #expect(settings.precisionNote == Precision.bfloat16.note())
      #expect(try GANSettings(smallRecipe()).precisionNote == nil)
      let run = try GANRun.create(smallRecipe("precision=bf16"), .numbered(in: folder.url))
      #expect(run.manifest.precision == settings.precision.rawValue)
      #expect(try run.folder.recipe(GANRecipe.table).text("precision") == "bf16")
    }

    @Test func winogradIsAllowedUnlessForbidden() throws {
      for (setting, isAllowed) in [("winograd=on", true), ("winograd=off", false)] {
        let settings = try GANSettings(smallRecipe(setting))
        #expect(settings.kernelLibrary.allowsWinograd == isAllowed)
      }
      let folder = try TemporaryFolder()
      let run = try GANRun.create(smallRecipe("winograd=off"), .numbered(in: folder.url))
      #expect(run.manifest.kernels.hasSuffix(" without Winograd"))
    }

    @Test(arguments: ["mixup=paper", "objective=wgan-gp"])
    func resumedRunsEndLikeTheUninterruptedOne(setting: String) throws {
      let folder = try TemporaryFolder()
      let recipe = try smallRecipe("steps=35", "precision=bf16", setting)
      let copier = FolderCopier(into: folder.url, atSteps: [9, 20, 29])
      _ = try GANRun.create(recipe, .exactly(folder.place("whole"))).train(copier)
      let whole = try RunContent(folder.place("whole"))
      #expect(copier.copies.count == 9)
      for copy in copier.copies {
        _ = try GANRun.resume(copy).train()
        #expect(try RunContent(copy).differences(from: whole) == [], "\(copy.lastPathComponent)")
      }
    }

    @Test func anotherPrecisionIsListedAndRefused() throws {
      let folder = try TemporaryFolder()
      _ = try GANRun.create(smallRecipe(), .exactly(folder.place("run"))).train()
      let text = errorText {
        _ = try GANRun.resume(folder.place("run"), changes: ["precision=bf16"])
      }
      #expect(text.contains("precision: bf16 instead of f32"), "\(text)")
    }

    @Test func productsAreRoundedAndTheRestIsNot() throws {
      let (single, rounded) = (try makeTrainer(.float32), try makeTrainer(.bfloat16))
      let (a, b) = (try single.steps(5), try rounded.steps(5))
      #expect(a != b)
      for (x, y) in zip(a, b) { #expect(abs(x - y) < 0.02 * abs(x) + 0.01) }
      // Weights that bf16 could not hold.
      let weights = rounded.generator.parameters + rounded.discriminator.parameters
      let floats = weights.flatMap(\.hostValue.floats)
      #expect(floats.count { $0.bitPattern & 0xffff != 0 } > floats.count / 2)
    }

    @Test func updatesThatBF16WouldLoseAreMade() throws {
      let rate: Float = 1e-6
      let trainer = try makeTrainer(.bfloat16) {
        $0.discriminatorLearningRate = rate
        $0.generatorLearningRate = rate
      }
      let parameter = try #require(trainer.discriminator.parameters.first)
      let before = parameter.hostValue.floats
      try trainer.steps(3)
      let moves = zip(parameter.hostValue.floats, before).map { abs($0 - $1) }
      #expect(moves.contains { $0 > 0 } && moves.allSatisfy { $0 < 20 * rate })
      #expect(moves.count { $0 > 0 } > moves.count / 2)
    }

    @Test func stepsAgreeWithTheInterpreter() throws {
      let trainer = try makeTrainer(.bfloat16)
      try trainer.steps(3)
      let (graph, variables) = try trainer.stepFunction().trace(trainer.stepSignature)
      let expected = try Interpreter<Float>(graph.rounded(for: .bfloat16)).run(
        parameters: try trainer.stepInputs(4).map { ReferenceArray($0) },
        variables: variables.map { ReferenceArray($0.hostValue) })
      let losses = try trainer.steps(1)
      for (came, output) in zip(losses, expected.outputs) {
        #expect(close(Double(came), output.doubles[0], Tolerance(absolute: 1e-4, relative: 1e-3)))
      }
    }
  }
}

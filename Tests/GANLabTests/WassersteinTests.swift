// Training with WGAN-GP: the compiled step, checkpoints, what is measured, and what is refused.

import Foundation
import GANLab
import GraphCompiler
import Mixing
import Runs
import Tensors
import TestSupport
import Testing
import Training

extension GANLabTests {
  @Suite struct WassersteinTests {
    private let configuration = smallConfiguration {
      $0.objective = .wassersteinGP
      $0.mixup = .off
      $0.gradientPenalty = 1
    }

    @Test func theStepAgreesWithTheInterpreter() throws {
      let trainer = try smallTrainer(configuration)
      try trainer.steps(3)
      let (graph, variables) = try trainer.stepFunction().trace(trainer.stepSignature)
      let expected = try Interpreter<Float>(graph).run(
        parameters: try trainer.stepInputs(4).map { ReferenceArray($0) },
        variables: variables.map { ReferenceArray($0.hostValue) })
      let losses = try trainer.steps(1)
      let tolerance = Tolerance(absolute: 1e-5, relative: 1e-4)
      for (came, output) in zip(losses, expected.outputs) {
        #expect(close(Double(came), output.doubles[0], tolerance))
      }
      #expect(expected.effects.count == trainer.variables.count)
      for effect in expected.effects {
        let variable = variables[effect.variable]
        try variable.hostValue.expectClose(
          to: effect.value.hostTensor(), tolerance, normwise: true, variable.name)
      }
    }

    @Test func thePenaltyPullsTheSlopeTowardsOne() throws {
      let norms = try [0.1, 100].map { (weight: Float) in
        var configuration = configuration
        configuration.gradientPenalty = weight
        configuration.discriminatorLearningRate = 0.01
        let trainer = try smallTrainer(configuration)
        for parameter in trainer.discriminator.parameters.dropLast() {
          let values = parameter.hostValue.floats.map { 4 * $0 }
          try parameter.setHostValue(HostTensor(values, shape: parameter.shape))
        }
        try trainer.steps(300)
        let slopes = compile { (points: Tensor) in
          gradients(of: trainer.discriminator(points).sum(), withRespectTo: [points])
        }
        let points = try trainer.sample(200, averaged: false)
        let numbers = try slopes(points)[0].doubles
        let sum = stride(from: 0, to: numbers.count, by: 2).reduce(0.0) {
          $0 + hypot(numbers[$1], numbers[$1 + 1])
        }
        return sum / 200
      }
      #expect(abs(norms[1] - 1) < 0.3, "\(norms)")
      #expect(norms[0] > 1.5, "\(norms)")
    }

    @Test func thePenaltysWeightIsOfNoAccountToOtherObjectives() throws {
      let states = try [0.1, 10].map { (weight: Float) in
        let trainer = try smallTrainer(smallConfiguration { $0.gradientPenalty = weight })
        try trainer.steps(4)
        return trainer.state
      }
      #expect(states[0] == states[1])
    }

    @Test func trainingGoesOnFromACheckpoint() throws {
      let whole = try smallTrainer(configuration)
      try whole.steps(5)
      let state = CheckpointState(step: 5, epoch: 1, means: RunningMeans([]))
      let file = try whole.checkpoint(state, recipeHash: "0123456789abcdef")
      let resumed = try smallTrainer(configuration)
      _ = try resumed.restore(file, meanNames: [])
      #expect(try resumed.steps(4) == whole.steps(4))
      #expect(resumed.state == whole.state)
    }

    @Test func answersOfACriticAreScores() throws {
      let trainer = try smallTrainer(configuration)
      for parameter in trainer.discriminator.parameters {
        try parameter.setHostValue(HostTensor(repeating: 5, shape: parameter.shape))
      }
      let evaluation = try smallEvaluator(trainer, count: 50, at: -10).evaluate()
      #expect(!evaluation.hasProbabilities)
      #expect(Set(evaluation.field) == [5])
      #expect(evaluation.realAnswer > 5)
    }

    @Test func scoresAreScaledForPictures() {
      #expect(([-3, 1, 5] as [Float]).scaledToUnitRange == [0, 0.5, 1])
      #expect(([7, 7] as [Float]).scaledToUnitRange == [0.5, 0.5])
      #expect(([] as [Float]).scaledToUnitRange == [])
      let huge = Float.greatestFiniteMagnitude
      #expect([-huge, 0, huge].scaledToUnitRange == [0, 0.5, 1])
      let mixed = ([.nan, 0, .infinity, 2] as [Float]).scaledToUnitRange
      #expect(mixed[0].isNaN && mixed[2] == .infinity && mixed[1] == 0 && mixed[3] == 1)
    }

    @Test func mixupIsOffUnlessAskedFor() throws {
      let recipe = try smallRecipe("objective=wgan-gp")
      #expect(try GANSettings(recipe).configuration.mixup == .off)
      #expect(try GANRecipe.resolved(recipe).text("mixup") == "off")
      for change in ["mixup=off", "alpha=0"] {
        let given = try smallRecipe("objective=wgan-gp", change)
        let resolved = try GANRecipe.resolved(given)
        for key in ["mixup", "alpha", "objective"] { #expect(resolved[key] == given[key]) }
        #expect(try GANSettings(given).configuration.mixup == .off)
      }
      // In a comparison alpha may be meant for others.
      let alpha = try smallRecipe("objective=wgan-gp", "alpha=0.4")
      #expect(try GANRecipe.resolved(alpha).text("mixup") == "off")
      let other = try smallRecipe("objective=non-saturating")
      let resolved = try GANRecipe.resolved(other)
      #expect(resolved["mixup"] == other["mixup"])
      #expect(resolved["objective"] == other["objective"])
      // What is resolved stays as it is.
      #expect(try GANRecipe.resolved(resolved) == resolved)
    }

    @Test(arguments: ["mixup=paper", "mixup=demo"])
    func mixupIsRefusedWhereAskedFor(change: String) throws {
      let recipe = try smallRecipe(change, "objective=wgan-gp")
      let key = String(change.prefix { $0 != "=" })
      let error = #expect(throws: RecipeError.self) { try GANSettings(recipe) }
      let text = error?.description ?? ""
      #expect(text.hasPrefix("\(key): \"\(change.dropFirst(key.count + 1))\" asks for"), "\(text)")
      #expect(text.contains("Needed: mixup off, or another objective"), "\(text)")
    }

    @Test(arguments: ["gradient-penalty=0", "gradient-penalty=-1", "gradient-penalty=1e7"])
    func absurdWeightsAreRefused(change: String) {
      #expect(throws: RecipeError.self) { try smallRecipe(change) }
    }

    @Test func programsThatMixForACriticAreRefused() throws {
      var wrong = configuration
      wrong.mixup = .paper(alpha: 0.2, .sample)
      let text = errorText { _ = try smallTrainer(wrong) }
      #expect(text.contains("wgan-gp") && text.contains("set mixup to off"), "\(text)")
    }

    @Test func runsRecordWhatReallyHeld() throws {
      let folder = try TemporaryFolder()
      let run = try GANRun.create(
        smallRecipe("objective=wgan-gp", "precision=bf16"), .numbered(in: folder.url))
      _ = try run.train()
      #expect(run.folder.name == "0001-gan-ring-wgan-gp")
      #expect(try run.folder.recipe(GANRecipe.table).text("mixup") == "off")
      let manifest = try run.folder.manifest()
      #expect(manifest.precision == Precision.bfloat16.available().rawValue)
      #expect(manifest.recipeHash == run.recipe.hash)
      #expect(manifest.protocols["d_real"]?.contains("critic") == true)
      let picture = try run.folder.read(RunFolder.pictureName(epoch: 2))
      #expect(isPNG(picture))
    }
  }
}

// What an evaluation says of networks that are set by hand, or known by differences.

import Datasets
import Foundation
import GANLab
import NeuralNetworks
import Runs
import Tensors
import Testing

extension GANLabTests {
  @Suite struct PointEvaluatorTests {
    /// Answers 3, -3, 4, -2, 6 and 0 by the logit 3 x - 4 y.
    private static let heldOut: [Float] = [1, 0, -1, 0, 0, -1, 0, 0.5, 2, 0, 4, 3]

    private func trainer(_ changes: [String]) throws -> GANTrainer {
      var recipe = try smallRecipe("mixup=off", "batch=12")
      for change in changes { try recipe.apply(assignment: change) }
      return try GANSettings(recipe).makeTrainer(.points(try PointData(recipe).training))
    }

    /// Linear networks: the discriminator's logit is 3 x - 4 y, all generated points are one.
    private func linear(generating x: Float, _ changes: String...) throws -> GANTrainer {
      let trainer = try trainer(["depth=0"] + changes)
      let values: [[Float]] = [[3, -4], [0], [0, 0, 0, 0], [x, 0]]
      let parameters = trainer.discriminator.parameters + trainer.generator.parameters
      #expect(parameters.map(\.shape) == [[1, 2], [1], [2, 2], [2]])
      for (parameter, value) in zip(parameters, values) {
        try parameter.setHostValue(try HostTensor(value, shape: parameter.shape))
      }
      return trainer
    }

    private func evaluate(
      _ trainer: GANTrainer, heldOut: [Float] = heldOut, arrows: [Float]? = nil
    ) throws -> PointEvaluation {
      let (field, side) = (PointEvaluator.fieldSide, PointEvaluator.arrowSide)
      return try PointEvaluator(
        trainer, count: 10, lattice: [Float](repeating: 0.5, count: 2 * field * field),
        arrows: arrows ?? [Float](repeating: 0.5, count: 2 * side * side), heldOut: heldOut
      ).evaluate()
    }

    private static func probability(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }

    /// Half of the real points have a positive logit; one that is exactly 0 is on neither side.
    @Test(arguments: [(Float(-1), Float(1)), (1, 0), (0, 0)])
    func accuracyIsTheMeanOverBothKinds(x: Float, ofFakes: Float) throws {
      let evaluation = try evaluate(linear(generating: x))
      #expect(evaluation.generated == [[Float]](repeating: [x, 0], count: 10).flatMap(\.self))
      #expect(evaluation.accuracy == (0.5 + ofFakes) / 2)
      let fakeAnswer = Self.probability(3 * Double(x))
      #expect(abs(Double(evaluation.fakeAnswer) - fakeAnswer) < 1e-6)
      let answer = [3, -3, 4, -2, 6, 0].map(Self.probability).reduce(0, +) / 6
      #expect(abs(Double(evaluation.realAnswer) - answer) < 1e-6)
    }

    @Test func slopesAndArrowsOfALineAreItsWeights() throws {
      let evaluation = try evaluate(linear(generating: -1))
      #expect(abs(evaluation.realSlope - 5) < 1e-5)
      #expect(abs(evaluation.fakeSlope - 5) < 1e-5)
      let count = PointEvaluator.arrowSide * PointEvaluator.arrowSide
      #expect(evaluation.arrows == [[Float]](repeating: [3, -4], count: count).flatMap(\.self))
    }

    @Test func criticsHaveScoresAndNoAccuracy() throws {
      let evaluation = try evaluate(linear(generating: 2, "objective=wgan-gp"))
      #expect(evaluation.accuracy == nil)
      #expect(!evaluation.hasProbabilities)
      #expect(abs(evaluation.realAnswer - 8.0 / 6) < 1e-5)
      #expect(evaluation.fakeAnswer == 6)
      #expect(abs(evaluation.realSlope - 5) < 1e-5)
      #expect(evaluation.field.allSatisfy { $0 == -0.5 })
    }

    @Test(arguments: ["pack=1", "pack=4"])
    func heldOutPointsArePassedThrough(change: String) throws {
      #expect(try evaluate(trainer([change])).real == Self.heldOut)
    }

    /// The gradient of the logit at points, by central differences.
    private func differences(_ trainer: GANTrainer, at points: [Float]) throws -> [Float] {
      let step: Float = 1e-2
      let count = points.count / 2
      let logits = { (offset: SIMD2<Float>) throws -> [Float] in
        let moved = points.enumerated().map { $1 + offset[$0 % 2] }
        let function = compile { trainer.discriminator($0) }
        return try function(try HostTensor(moved, shape: [count, 2]))[0].floats
      }
      let (right, left) = (try logits([step, 0]), try logits([-step, 0]))
      let (above, below) = (try logits([0, step]), try logits([0, -step]))
      var slopes: [Float] = []
      for row in 0..<count {
        slopes.append((right[row] - left[row]) / (2 * step))
        slopes.append((above[row] - below[row]) / (2 * step))
      }
      return slopes
    }

    @Test func slopesAndArrowsAreDerivatives() throws {
      let trainer = try trainer(["activation-d=tanh", "depth=2", "seed=5"])
      let count = PointEvaluator.arrowSide * PointEvaluator.arrowSide
      let arrows = scattered(count, 331, 17, 5).map { 4 * $0 - 2 }
      let heldOut = scattered(50, 77, 5, 3).map { 4 * $0 - 2 }
      let evaluation = try evaluate(trainer, heldOut: heldOut, arrows: arrows)
      let expected = try differences(trainer, at: arrows)
      #expect(zip(evaluation.arrows, expected).allSatisfy { abs($0 - $1) < 3e-4 })
      #expect((expected.map { abs($0) }.max() ?? 0) > 0.02)
      for (slope, points) in [
        (evaluation.realSlope, heldOut), (evaluation.fakeSlope, evaluation.generated),
      ] {
        let slopes = try differences(trainer, at: points)
        var sum: Float = 0
        for row in 0..<(points.count / 2) {
          sum += hypot(slopes[2 * row], slopes[2 * row + 1])
        }
        let mean = sum / Float(points.count / 2)
        #expect(abs(slope - mean) < 3e-4)
      }
    }

    /// Corners and centre of the lattice; inputs beyond the second are 0.
    @Test(arguments: [1, 2, 3])
    func warpedLatticesAreTheGeneratorsPoints(latent: Int) throws {
      let trainer = try trainer(["latent=\(latent)"])
      let warped = try evaluate(trainer).warpedLattice
      let side = PointEvaluator.latentSide
      #expect(warped.count == 2 * side * side)
      let generate = compile { trainer.generator($0, mode: .inference) }
      for (row, column, input) in [
        (0, 0, [-2, -2]), (0, side - 1, [2, -2]), (side - 1, 0, [-2, 2]),
        (side - 1, side - 1, [2, 2]), (side / 2, side / 2, [0, 0]), (0, side / 2, [0, -2]),
      ] as [(Int, Int, [Float])] {
        let noise = Array((input + [0]).prefix(latent))
        let point = try generate(try HostTensor(noise, shape: [1, latent]))[0].floats
        let place = 2 * (row * side + column)
        #expect(abs(warped[place] - point[0]) < 1e-5 && abs(warped[place + 1] - point[1]) < 1e-5)
      }
    }
  }
}

// Draws from a GAN in the plane and asks its discriminator, without touching its training.

import Datasets
import NeuralNetworks
import Tensors

/// Evaluates a trainer with noise and real points that stay the same from evaluation to evaluation,
/// drawn from a stream of their own.
public final class PointEvaluator {
  /// The points along each side of the lattice of answers.
  public static let fieldSide = 80
  /// The points along each side of the lattice of arrows.
  public static let arrowSide = 20
  /// The points along each side of the lattice of the generator's inputs.
  public static let latentSide = 25
  /// The generator's first two inputs go from minus this to this in its lattice, in which 95 % of
  /// normal numbers lie.
  public static let latentReach: Float = 2

  /// How many points are drawn.
  public let count: Int
  private let trainer: GANTrainer
  private let function: CompiledFunction
  private let real: [Float]
  private let inputs: [HostTensor]

  /// - Parameters:
  ///   - lattice: the points of the field, x and y in turn, `fieldSide` squared of them.
  ///   - arrows: the points of the arrows, `arrowSide` squared of them.
  ///   - heldOut: real points that training never draws, x and y in turn.
  public init(
    _ trainer: GANTrainer, count: Int, lattice: [Float], arrows: [Float], heldOut: [Float]
  ) throws {
    self.trainer = trainer
    self.count = count
    function = CompiledFunction { [unowned trainer] inputs in
      Self.evaluation(of: trainer, count: count, inputs)
    }
    real = heldOut
    inputs = [
      RandomKey.host(seed: trainer.configuration.seed, step: 0),
      try Self.rows(heldOut), try Self.rows(lattice), try Self.rows(arrows),
      try Self.latentLattice(size: trainer.configuration.latentSize),
    ]
  }

  private static func rows(_ points: [Float]) throws -> HostTensor {
    try HostTensor(points, shape: [points.count / 2, 2])
  }

  /// Evaluates the networks as they are now.
  public func evaluate() throws -> PointEvaluation {
    let results = try function.run(inputs)
    let hasProbabilities = trainer.configuration.objective.hasProbabilities
    let scalars = results[5...].map { $0.scalar ?? .nan }
    return PointEvaluation(
      generated: results[0].floats, averaged: results[1].floats, real: real,
      realAnswer: scalars[0], fakeAnswer: scalars[1],
      accuracy: hasProbabilities ? (scalars[2] + scalars[3]) / 2 : nil,
      realSlope: scalars[4], fakeSlope: scalars[5], field: results[2].floats,
      arrows: results[3].floats, warpedLattice: results[4].floats,
      hasProbabilities: hasProbabilities)
  }

  private static func evaluation(
    of trainer: GANTrainer, count: Int, _ inputs: [Tensor]
  ) -> [Tensor] {
    let key = RandomKey(inputs[0])
    let noise = key.normal([count, trainer.configuration.latentSize], from: .evaluation)
    let generated = trainer.generator(noise, mode: .inference)
    let averaged = trainer.averagedSamples(
      of: noise, classes: nil, statistics: trainer.averagedStatistics(key))
    let real = inputs[1]
    let hasProbabilities = trainer.configuration.objective.hasProbabilities
    let shown = { (output: Tensor) in hasProbabilities ? sigmoid(output) : output }
    let field = shown(trainer.answers(onCopiesOf: inputs[2]))
    let arrows = gradients(
      of: trainer.answers(onCopiesOf: inputs[3]).sum(), withRespectTo: [inputs[3]])[0]
    let warped = trainer.generator(inputs[4], mode: .inference)
    let answers = [real, generated].map { trainer.answers(on: $0) }
    let right = [answers[0] .> 0, answers[1] .< 0].map { $0.converted(to: .float32).mean() }
    let norms = zip(answers, [real, generated]).map { answers, points in
      sqrt(squaredSlopes(of: answers, at: points)).mean()
    }
    return [generated, averaged, field, arrows, warped] + answers.map { shown($0).mean() } + right
      + norms
  }

  /// Inputs of the generator: a square lattice in the first two, 0 in the others, lowest row first.
  private static func latentLattice(size: Int) throws -> HostTensor {
    let steps = (0..<latentSide).map { index in
      latentReach * (2 * Float(index) / Float(latentSide - 1) - 1)
    }
    var rows: [Float] = []
    for y in steps {
      for x in steps {
        rows += Array(([x, y] + [Float](repeating: 0, count: max(0, size - 2))).prefix(size))
      }
    }
    return try HostTensor(rows, shape: [latentSide * latentSide, size])
  }
}

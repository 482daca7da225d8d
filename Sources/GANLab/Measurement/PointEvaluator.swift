// Draws from a GAN in the plane and asks its discriminator, without touching its training.

import Datasets
import NeuralNetworks
import Tensors

/// What a GAN makes and thinks at one moment.
public struct PointEvaluation: Sendable {
  /// Points of the generator as it is, x and y in turn.
  public let generated: [Float]
  /// Points of the averaged generator from the same noise.
  public let averaged: [Float]
  /// Real points, the same in every evaluation.
  public let real: [Float]
  /// The discriminator's mean answer on the real points.
  ///
  /// An answer is a probability of "real", or a score of any size where D is a critic.
  public let realAnswer: Float
  /// Its mean answer on the generated points.
  public let fakeAnswer: Float
  /// Its answers on a square lattice over the frame, lowest row first.
  public let field: [Float]
  /// Whether answers are probabilities.
  public let hasProbabilities: Bool
}

/// Evaluates a trainer with noise and real points that stay the same from evaluation to evaluation,
/// drawn from a stream of their own.
public final class PointEvaluator {
  /// The points along each side of the lattice of answers.
  public static let fieldSide = 80

  /// How many points are drawn.
  public let count: Int
  private let trainer: GANTrainer
  private let function: CompiledFunction

  /// - Parameter lattice: the points of the field, x and y in turn, `fieldSide` squared of them.
  public init(_ trainer: GANTrainer, count: Int, lattice: [Float]) {
    self.trainer = trainer
    self.count = count
    function = CompiledFunction { [unowned trainer] inputs in
      let key = RandomKey(inputs[0])
      let noise = key.normal([count, trainer.configuration.latentSize], from: .evaluation)
      let generated = trainer.generator(noise)
      let averaged = withValues(trainer.average.values) { trainer.generator(noise) }
      let real = trainer.data.sample(count, key, from: .evaluation)
      let hasProbabilities = trainer.configuration.objective.hasProbabilities
      let answer = { (points: Tensor) in
        let output = trainer.discriminator(points)
        return hasProbabilities ? sigmoid(output) : output
      }
      let field = answer(inputs[1])
      return [generated, averaged, real, field] + [real, generated].map { answer($0).mean() }
    }
    latticePoints = lattice
  }

  private let latticePoints: [Float]

  /// Evaluates the networks as they are now.
  public func evaluate() throws -> PointEvaluation {
    let key = RandomKey.host(seed: trainer.configuration.seed, step: 0)
    let lattice = try HostTensor(latticePoints, shape: [latticePoints.count / 2, 2])
    let results = try function.run([key, lattice])
    return PointEvaluation(
      generated: results[0].floats, averaged: results[1].floats, real: results[2].floats,
      realAnswer: results[4].scalar ?? .nan, fakeAnswer: results[5].scalar ?? .nan,
      field: results[3].floats,
      hasProbabilities: trainer.configuration.objective.hasProbabilities)
  }
}

extension GANTrainer {
  /// Draws points, `[count, 2]` in row-major order.
  ///
  /// - Parameters:
  ///   - averaged: whether the averaged generator draws.
  ///   - draw: points of different draws are independent; the same draw gives the same points.
  public func sample(_ count: Int, averaged: Bool = true, draw: Int = 0) throws -> HostTensor {
    let function = compile { [unowned self] (key: Tensor) in
      let noise = RandomKey(key).normal([count, configuration.latentSize], from: .evaluation)
      return averaged ? withValues(average.values) { generator(noise) } : generator(noise)
    }
    return try function(RandomKey.host(seed: configuration.seed, step: draw + 1))[0]
  }
}

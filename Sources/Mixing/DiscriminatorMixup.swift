// What a discriminator is shown: real and fake points, or mixtures of them with soft targets.

import Tensors

/// Points for a discriminator with the probability of "real" that it should answer.
public struct DiscriminatorBatch {
  /// The points, `[rows, features]`, or images, `[rows, channels, height, width]`.
  public let points: Tensor
  /// The targets between 0 (fake) and 1 (real), `[rows, 1]`.
  public let targets: Tensor
}

/// The mixup discriminator in its two readings, or none.
///
/// Zhang, Cisse, Dauphin, Lopez-Paz, "mixup: Beyond Empirical Risk Minimization" (2018), 3.7.
public enum DiscriminatorMixup: Sendable, Equatable {
  /// The plain discriminator: reals with target 1 and fakes with target 0, in one batch.
  case off
  /// The paper's formula: `lambda x + (1 - lambda) g(z)` with target `lambda`, lambda from
  /// Beta(alpha, alpha), each real with one fake.
  case paper(alpha: Float, LambdaGranularity)
  /// The authors' code: two shuffled batches, each of reals and fakes, mixed row by row with a
  /// weight uniform on [0, maximum], points and labels alike.
  case demo(maximum: Float, LambdaGranularity)

  /// How many points of each kind go into a batch of nominal size `count`.
  public func pointsOfEachKind(_ count: Int) -> Int {
    if case .demo = self { return 2 * count }
    return count
  }

  /// The batch for reals and fakes of equal number, `[pointsOfEachKind, features]` or images.
  public func batch(real: Tensor, fake: Tensor, _ key: RandomKey) -> DiscriminatorBatch {
    withPath("mixup") {
      switch self {
      case .off:
        return Self.labelled(real, fake)
      case .paper(let alpha, let granularity):
        let lambda = granularity.beta(alpha, alpha, over: real.shape[0], key)
        return Self.paperBatch(real: real, fake: fake, lambda: lambda)
      case .demo(let maximum, let granularity):
        return demoBatch(real, fake, maximum, granularity, key)
      }
    }
  }

  /// The paper's batch for known weights, `[rows, 1]`.
  public static func paperBatch(real: Tensor, fake: Tensor, lambda: Tensor) -> DiscriminatorBatch {
    DiscriminatorBatch(points: mixed(real, fake, lambda: lambda), targets: lambda)
  }

  private static func labelled(_ real: Tensor, _ fake: Tensor) -> DiscriminatorBatch {
    DiscriminatorBatch(
      points: concatenate([real, fake]),
      targets: concatenate([
        Tensor(repeating: 1, shape: [real.shape[0], 1]),
        Tensor(repeating: 0, shape: [fake.shape[0], 1]),
      ]))
  }

  private func demoBatch(
    _ real: Tensor, _ fake: Tensor, _ maximum: Float, _ granularity: LambdaGranularity,
    _ key: RandomKey
  ) -> DiscriminatorBatch {
    let half = real.shape[0] / 2
    let shuffled = [0..<half, half..<(2 * half)].map { rows in
      let batch = Self.labelled(real.sliced(along: 0, rows), fake.sliced(along: 0, rows))
      let order = key.permutation(2 * half, from: .lambda)
      return DiscriminatorBatch(
        points: batch.points.gathering(rows: order), targets: batch.targets.gathering(rows: order))
    }
    let weight =
      maximum
      * granularity.spread(over: 2 * half) { key.uniform($0, from: .lambda) }
    return DiscriminatorBatch(
      points: mixed(shuffled[0].points, shuffled[1].points, lambda: weight),
      targets: mixed(shuffled[0].targets, shuffled[1].targets, lambda: weight))
  }
}

// Distributions of points in the plane that a program draws from while it trains.

import Tensors

/// A law of points in the plane with no end of samples.
public protocol PointDistribution: Sendable {
  /// The name that recipes and pictures use.
  var name: String { get }
  /// What pictures show.
  var frame: Frame { get }
  /// What the points are, in one phrase for pictures: "8 Gaussians of standard deviation 0.01".
  var summary: String { get }
  /// The law itself where it is a mixture with known modes, so that modes can be counted.
  var mixture: GaussianMixture? { get }

  /// Independent points, `[count, 2]`, drawn anew at every step.
  func sample(_ count: Int, _ key: RandomKey, from stream: RandomStreamName) -> Tensor
}

extension PointDistribution {
  /// No modes are known.
  public var mixture: GaussianMixture? { nil }

  /// Points on the host, x and y in turn: the same for the same seed, step and stream.
  ///
  /// Training begins with step 1, so those of step 0 are none that a training sees.
  /// - Throws: `ShapeError` for a negative count or one that no array can have.
  public func hostSample(
    _ count: Int, seed: UInt64, step: Int = 0, from stream: RandomStreamName = .evaluation
  ) throws -> [Float] {
    let function = compile { key in sample(count, RandomKey(key), from: stream) }
    return try function(RandomKey.host(seed: seed, step: step)).first?.floats ?? []
  }
}

// A distribution of points given by the way in which they are drawn.

import Tensors

/// Points without known modes, drawn by a traced function of random numbers.
public struct PointLaw: PointDistribution {
  /// The name that recipes and pictures use.
  public let name: String
  /// What the points are, in one phrase for pictures.
  public let summary: String
  /// What pictures show.
  public let frame: Frame
  private let draw: @Sendable (PointDraws) -> Tensor

  /// A law of points.
  /// - Parameter draw: gives `[count, 2]` from the random numbers of the draws.
  public init(
    name: String, summary: String, frame: Frame, draw: @escaping @Sendable (PointDraws) -> Tensor
  ) {
    self.name = name
    self.summary = summary
    self.frame = frame
    self.draw = draw
  }

  /// Independent points, `[count, 2]`.
  public func sample(_ count: Int, _ key: RandomKey, from stream: RandomStreamName) -> Tensor {
    withPath(name) { draw(PointDraws(count: count, key: key, stream: stream)) }
  }
}

/// The random numbers that points are made of, one row for each point.
public struct PointDraws {
  /// The number of points.
  public let count: Int
  private let key: RandomKey
  private let stream: RandomStreamName

  init(count: Int, key: RandomKey, stream: RandomStreamName) {
    self.count = count
    self.key = key
    self.stream = stream
  }

  /// Uniform numbers on a range, its upper end left out: `[count, 1]`.
  public func uniform(in range: ClosedRange<Float>) -> Tensor {
    range.lowerBound
      + (range.upperBound - range.lowerBound) * key.uniform([count, 1], from: stream)
  }

  /// Uniform whole numbers from 0 up to, not including, a bound: `[count, 1]`, float32.
  public func wholeNumbers(below bound: Int) -> Tensor {
    key.integers(below: bound, [count, 1], from: stream).converted(to: .float32)
  }

  /// Normal numbers of mean 0: `[count, 1]`.
  public func normal(deviation: Float) -> Tensor {
    deviation * key.normal([count, 1], from: stream)
  }

  /// Independent normal noise for both coordinates: `[count, 2]`.
  public func noise(deviation: Float) -> Tensor {
    deviation * key.normal([count, 2], from: stream)
  }
}

/// Two columns side by side: `[count, 2]`.
func points(_ x: Tensor, _ y: Tensor) -> Tensor {
  concatenate([x, y], along: 1)
}

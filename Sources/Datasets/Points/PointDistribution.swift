// Distributions of points in the plane that a program draws from while it trains.

import Tensors

/// The part of the plane that pictures show and that samples should not leave.
public struct Frame: Sendable, Equatable {
  /// The range of the first coordinate.
  public let x: ClosedRange<Float>
  /// The range of the second coordinate.
  public let y: ClosedRange<Float>

  /// A frame of the given ranges.
  public init(x: ClosedRange<Float>, y: ClosedRange<Float>) {
    self.x = x
    self.y = y
  }
}

/// A law of points in the plane with no end of samples.
public protocol PointDistribution: Sendable {
  /// The name that recipes and pictures use.
  var name: String { get }
  /// What pictures show.
  var frame: Frame { get }

  /// Independent points, `[count, 2]`, drawn anew at every step.
  func sample(_ count: Int, _ key: RandomKey, from stream: RandomStreamName) -> Tensor
}

// How points of a file were moved and scaled before training, so that it can be undone.

/// From every point a mean was subtracted; then both coordinates were divided by one scale.
public struct PointScaling: Codable, Sendable, Equatable {
  /// What was subtracted from x and from y.
  public var mean: [Double]
  /// What both coordinates were divided by.
  public var scale: Double

  /// A record of what was done.
  public init(mean: [Double], scale: Double) {
    self.mean = mean
    self.scale = scale
  }

  /// Points, x and y in turn, in the units of the file.
  public func undone(_ points: [Float]) -> [Float] {
    guard mean.count == 2 else { return points }
    return points.indices.map { Float(Double(points[$0]) * scale + mean[$0 % 2]) }
  }
}

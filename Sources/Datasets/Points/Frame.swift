// The part of the plane that pictures of a point set show.

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

  /// A frame around what points are without their noise.
  ///
  /// On every side it leaves 0.3 of half the longer extent, but at least three standard deviations
  /// of the noise, within which a point counts as near; 0.3 where both are 0.
  public init(around x: ClosedRange<Float>, _ y: ClosedRange<Float>, noise: Float = 0) {
    let extent = max(x.upperBound - x.lowerBound, y.upperBound - y.lowerBound)
    let wanted = max(0.3 * (extent / 2), 3 * noise)
    let margin = wanted > 0 && wanted.isFinite ? wanted : 0.3
    self.init(
      x: (x.lowerBound - margin)...(x.upperBound + margin),
      y: (y.lowerBound - margin)...(y.upperBound + margin))
  }

  /// A frame around points, x and y in turn; what is not finite is left out.
  public init(around points: [Float], noise: Float = 0) {
    let range = { (first: Int) -> ClosedRange<Float> in
      var lowest = Float.infinity
      var highest = -Float.infinity
      for index in stride(from: first, to: points.count, by: 2) where points[index].isFinite {
        lowest = min(lowest, points[index])
        highest = max(highest, points[index])
      }
      return lowest <= highest ? lowest...highest : 0...0
    }
    self.init(around: range(0), range(1), noise: noise)
  }
}

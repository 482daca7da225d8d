// Sums, means and extrema along axes.

import TensorGraph

extension Tensor {
  /// Every axis where nil came.
  private func axes(_ axes: [Int]?) -> [Int] {
    axes ?? Array(0..<rank)
  }

  private func reduced(_ reduction: Reduction, _ axes: [Int], _ keeping: Bool) -> Tensor {
    let result = trace.add(.reduce(reduction, axes: axes), [self])
    guard keeping, trace.error == nil else { return result }
    return result.reshaped(to: shape.reduced(along: axes, keepingDimensions: true))
  }

  /// The sum along axes, all of them by default.
  public func sum(along axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    reduced(.sum, self.axes(axes), keepingDimensions)
  }

  /// The arithmetic mean along axes, all of them by default; NaN where there is no element.
  public func mean(along axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    let sum = sum(along: axes, keepingDimensions: keepingDimensions)
    guard trace.error == nil else { return sum }
    let count = self.axes(axes).reduce(1) { $0 * shape[$1] }
    return sum / Float(count)
  }

  /// The greatest element along axes, all of them by default; -infinity where there is none.
  public func max(along axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    reduced(.maximum, self.axes(axes), keepingDimensions)
  }

  /// The smallest element along axes, all of them by default; infinity where there is none.
  public func min(along axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    reduced(.minimum, self.axes(axes), keepingDimensions)
  }

  /// The mean squared distance from the mean along axes (divided by the count, not one less).
  public func variance(along axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    let deviation = self - mean(along: axes, keepingDimensions: true)
    return (deviation * deviation).mean(along: axes, keepingDimensions: keepingDimensions)
  }

  /// `ln sum exp x` along axes, without overflow.
  public func logSumExp(along axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    let greatest = max(along: axes, keepingDimensions: true).stoppingGradient()
    // An infinite maximum must not turn into infinity minus infinity.
    let shift = select(isFinite(greatest), greatest, greatest.literal(0))
    let sum = log(exp(self - shift).sum(along: axes, keepingDimensions: true)) + shift
    guard !keepingDimensions, trace.error == nil else { return sum }
    return sum.reshaped(to: shape.reduced(along: self.axes(axes)))
  }

  /// The index of the first greatest element along an axis, as integers.
  public func argmax(along axis: Int) -> Tensor {
    trace.add(.argmax(axis: axis), [self])
  }
}

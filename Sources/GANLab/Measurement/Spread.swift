// How far points spread around their mean.

extension [Float] {
  /// `sqrt(var x + var y)` of points, x and y in turn, of those that are finite; NaN for none.
  var spread: Double {
    var count = 0.0
    var mean: SIMD2<Double> = .zero
    var squares = 0.0
    for index in stride(from: 0, to: self.count - 1, by: 2)
    where self[index].isFinite && self[index + 1].isFinite {
      count += 1
      let point = SIMD2(Double(self[index]), Double(self[index + 1]))
      let offset = point - mean
      mean += offset / count
      squares += (offset * (point - mean)).sum()
    }
    return count > 0 ? (squares / count).squareRoot() : .nan
  }
}

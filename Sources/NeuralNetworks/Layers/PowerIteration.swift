// Singular vectors of a matrix on the host, for layers that are about to be trained.

/// Estimates of the singular vectors to a matrix's greatest singular value.
///
/// `v <- W' u / |W' u|`, `u <- W v / |W v|`, so many times; in double precision, because a sum over
/// a large kernel is long.
/// - Parameters:
///   - matrix: row by row, with a row for each element of `first`, which must not be empty.
///   - first: the u to begin with.
func singularVectors(
  of matrix: [Float], from first: [Float], steps: Int
) -> (left: [Float], right: [Float]) {
  let columns = matrix.count / first.count
  var left = unit(first.map(Double.init))
  var right = [Double](repeating: 0, count: columns)
  matrix.withUnsafeBufferPointer { matrix in
    for _ in 0..<steps {
      var sums = [Double](repeating: 0, count: columns)
      for (row, factor) in left.enumerated() {
        let start = row * columns
        for column in 0..<columns { sums[column] += factor * Double(matrix[start + column]) }
      }
      right = unit(sums)
      left = unit(
        left.indices.map { row in
          let start = row * columns
          var sum = 0.0
          for column in 0..<columns { sum += right[column] * Double(matrix[start + column]) }
          return sum
        })
    }
  }
  return (left.map { Float($0) }, right.map { Float($0) })
}

/// The vector at length 1; zeros stay what they are.
private func unit(_ vector: [Double]) -> [Double] {
  let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return length > 0 ? vector.map { $0 / length } : vector
}

// Random matrices with orthonormal rows or columns.

import GraphCompiler

/// A matrix, row by row, whose rows (or columns, if they are fewer) are orthonormal.
///
/// It is the factor Q of a Gaussian matrix A = Q R with a positive diagonal of R, which makes it
/// uniform among all such matrices; Mezzadri, "How to generate random matrices from the classical
/// compact groups" (2007). Gram and Schmidt's process, each vector cleaned twice, gives that sign
/// by itself and is orthogonal to rounding; Giraud et al., "Rounding error analysis of the
/// classical Gram-Schmidt orthogonalization process" (2005).
func orthonormalMatrix(
  rows: Int, columns: Int, from stream: inout RandomStream
) -> [Double] {
  let (count, length) = (min(rows, columns), max(rows, columns))
  // The vectors lie one after the other: as rows of the result, or as columns of its transpose.
  var vectors = (0..<count * length).map { _ in Double(stream.normal()) }
  vectors.withUnsafeMutableBufferPointer { vectors in
    for index in 0..<count {
      let vector = UnsafeMutableBufferPointer(
        rebasing: vectors[index * length..<(index + 1) * length])
      for _ in 0..<2 {
        for earlier in 0..<index {
          let other = UnsafeMutableBufferPointer(
            rebasing: vectors[earlier * length..<(earlier + 1) * length])
          var product = 0.0
          for place in 0..<length { product += vector[place] * other[place] }
          for place in 0..<length { vector[place] -= product * other[place] }
        }
      }
      var square = 0.0
      for element in vector { square += element * element }
      let norm = square.squareRoot()
      for place in 0..<length { vector[place] /= norm }
    }
  }
  guard rows > columns else { return vectors }
  return (0..<rows * columns).map { vectors[$0 % columns * length + $0 / columns] }
}

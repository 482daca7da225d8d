// A symmetric matrix made tridiagonal by reflections.

/// `A = Q T Q'` with a tridiagonal T and the product Q of Householder's reflections.
struct HouseholderReduction {
  /// The diagonal of T.
  private(set) var diagonal: [Double]
  /// The elements of T beside it: i couples i and i + 1, the last one is 0.
  private(set) var subdiagonal: [Double]
  private let size: Int
  /// What is left of the matrix below; the reflection of step k is row k from column k + 1 on.
  private var rest: [Double]
  /// 2 over the square of a reflection's length; 0 for none.
  private var factors: [Double]

  /// Reduces a symmetric matrix whose elements are at most about 1 in size.
  init(_ matrix: DenseMatrix) {
    size = matrix.rows
    rest = matrix.values
    diagonal = [Double](repeating: 0, count: size)
    subdiagonal = diagonal
    factors = diagonal
    for step in 0..<size {
      diagonal[step] = rest[step * size + step]
      if step + 2 < size {
        reflect(step)
      } else if step + 1 < size {
        subdiagonal[step] = rest[step * size + step + 1]
      }
    }
  }

  private mutating func reflect(_ step: Int) {
    let size = size
    let start = step + 1
    let length = size - start
    var image = [Double](repeating: 0, count: length)
    rest.withUnsafeMutableBufferPointer { rest in
      guard let base = rest.baseAddress else { return }
      let vector = base + step * size + start
      let norm = dot(vector, vector, length).squareRoot()
      let head = vector[0]
      guard norm > 0 else { return }
      let kept = head > 0 ? -norm : norm
      subdiagonal[step] = kept
      vector[0] = head - kept
      let square = dot(vector, vector, length)
      // Below the normal numbers nothing is left to reflect.
      guard square >= .leastNormalMagnitude else { return }
      let factor = 2 / square
      factors[step] = factor
      for row in 0..<length {
        image[row] = factor * dot(base + (start + row) * size + start, vector, length)
      }
      image.withUnsafeMutableBufferPointer { buffer in
        guard let image = buffer.baseAddress else { return }
        let overlap = factor / 2 * dot(image, vector, length)
        for index in 0..<length { image[index] -= overlap * vector[index] }
        for row in 0..<length {
          let line = base + (start + row) * size + start
          let (a, b) = (vector[row], image[row])
          for column in 0..<length { line[column] -= a * image[column] + b * vector[column] }
        }
      }
    }
  }

  /// Q, whose columns are the basis in which the matrix is tridiagonal.
  func basis() -> DenseMatrix {
    var result = DenseMatrix.identity(size)
    var sums = [Double](repeating: 0, count: size)
    for step in stride(from: size - 3, through: 0, by: -1) where factors[step] > 0 {
      let start = step + 1
      let length = size - start
      for index in 0..<length { sums[index] = 0 }
      result.values.withUnsafeMutableBufferPointer { values in
        sums.withUnsafeMutableBufferPointer { sums in
          rest.withUnsafeBufferPointer { rest in
            guard let base = values.baseAddress, let sums = sums.baseAddress,
              let rest = rest.baseAddress
            else { return }
            let vector = rest + step * size + start
            for row in 0..<length {
              let (line, weight) = (base + (start + row) * size + start, vector[row])
              for column in 0..<length { sums[column] += weight * line[column] }
            }
            for row in 0..<length {
              let line = base + (start + row) * size + start
              let weight = factors[step] * vector[row]
              for column in 0..<length { line[column] -= weight * sums[column] }
            }
          }
        }
      }
    }
    return result
  }
}

/// The scalar product of two rows, in four partial sums, which the compiler may not make by itself.
private func dot(
  _ first: UnsafePointer<Double>, _ second: UnsafePointer<Double>, _ count: Int
) -> Double {
  var sums = SIMD4<Double>.zero
  let whole = count & ~3
  for index in stride(from: 0, to: whole, by: 4) {
    let a = SIMD4(first[index], first[index + 1], first[index + 2], first[index + 3])
    let b = SIMD4(second[index], second[index + 1], second[index + 2], second[index + 3])
    sums += a * b
  }
  var sum = sums.sum()
  for index in whole..<count { sum += first[index] * second[index] }
  return sum
}

// Eigenvalues and eigenvectors of symmetric matrices: Householder's reduction, then QL.

/// The eigenvalues of a symmetric matrix, and its eigenvectors if asked for.
///
/// Householder's reduction to tridiagonal form, then the implicit QL iteration with Wilkinson's
/// shift: Martin, Reinsch and Wilkinson 1968 and Bowdler et al. 1968, in the Handbook for Automatic
/// Computation II. Time grows with the third power of the size.
struct SymmetricEigenproblem {
  /// The eigenvalues, in no order.
  let values: [Double]
  /// The eigenvectors as rows in the order of `values`; no rows unless asked for.
  let vectors: DenseMatrix

  /// Solves the problem of a finite symmetric matrix.
  ///
  /// - Throws: `FeatureMetricError.noConvergence` if the iteration does not end.
  init(_ matrix: DenseMatrix, vectors wantsVectors: Bool) throws(FeatureMetricError) {
    let scale = matrix.values.reduce(0) { max($0, abs($1)) }
    guard scale > 0 else {
      values = [Double](repeating: 0, count: matrix.rows)
      vectors = wantsVectors ? .identity(matrix.rows) : .identity(0)
      return
    }
    // Of size 1, so that squares of elements neither overflow nor vanish.
    var scaled = matrix
    for index in scaled.values.indices { scaled.values[index] /= scale }
    let reduction = HouseholderReduction(scaled)
    let start = wantsVectors ? reduction.basis().transposed : .identity(0)
    var iteration = QLIteration(
      diagonal: reduction.diagonal, subdiagonal: reduction.subdiagonal, vectors: start)
    try iteration.run()
    values = iteration.diagonal.map { $0 * scale }
    vectors = iteration.vectors
  }
}

extension DenseMatrix {
  static func identity(_ size: Int) -> DenseMatrix {
    var result = DenseMatrix(rows: size, columns: size)
    for index in 0..<size { result[index, index] = 1 }
    return result
  }
}

/// The QL iteration on a tridiagonal matrix, which turns its basis into eigenvectors.
private struct QLIteration {
  var diagonal: [Double]
  /// Element i couples i and i + 1; the last one is 0.
  var subdiagonal: [Double]
  /// A vector in each row; without rows, none are computed.
  var vectors: DenseMatrix

  /// Couplings of at most this are nothing: rounding of the reduction has made as large ones.
  ///
  /// Set by the largest row of the matrix, for between eigenvalues that are 0 but for rounding, as
  /// those of few distinct samples, couplings are never small beside their neighbours.
  private var negligible = Double.leastNormalMagnitude

  /// Far beyond the two or three that an eigenvalue takes.
  private static let mostSteps = 60

  init(diagonal: [Double], subdiagonal: [Double], vectors: DenseMatrix) {
    (self.diagonal, self.subdiagonal, self.vectors) = (diagonal, subdiagonal, vectors)
    for (element, coupling) in zip(diagonal, subdiagonal) {
      negligible = max(negligible, (abs(element) + abs(coupling)) * (.ulpOfOne / 2))
    }
  }

  mutating func run() throws(FeatureMetricError) {
    let size = diagonal.count
    for first in 0..<size {
      var steps = 0
      while true {
        let last = endOfBlock(from: first)
        guard last > first else { break }
        steps += 1
        guard steps <= Self.mostSteps else { throw .noConvergence(size: size) }
        sweep(first, last)
      }
    }
  }

  /// Where the couplings that begin with `first` end.
  private func endOfBlock(from first: Int) -> Int {
    var last = first
    while last < diagonal.count - 1, abs(subdiagonal[last]) > negligible { last += 1 }
    return last
  }

  /// One QL step with an implicit shift on the block from `first` to `last`.
  private mutating func sweep(_ first: Int, _ last: Int) {
    let slope = (diagonal[first + 1] - diagonal[first]) / (2 * subdiagonal[first])
    let root = (slope * slope + 1).squareRoot()
    let shift = subdiagonal[first] / (slope + (slope < 0 ? -root : root))
    var bulge = diagonal[last] - diagonal[first] + shift
    var (sine, cosine, carried) = (1.0, 1.0, 0.0)
    for index in stride(from: last - 1, through: first, by: -1) {
      let side = sine * subdiagonal[index]
      let below = cosine * subdiagonal[index]
      let radius = (side * side + bulge * bulge).squareRoot()
      subdiagonal[index + 1] = radius
      guard radius > 0 else {
        diagonal[index + 1] -= carried
        subdiagonal[last] = 0
        return
      }
      sine = side / radius
      cosine = bulge / radius
      let moved = diagonal[index + 1] - carried
      let change = (diagonal[index] - moved) * sine + 2 * cosine * below
      carried = sine * change
      diagonal[index + 1] = moved + carried
      bulge = cosine * change - below
      rotate(index, sine, cosine)
    }
    diagonal[first] -= carried
    subdiagonal[first] = bulge
    subdiagonal[last] = 0
  }

  /// Rotates two neighbouring vectors.
  private mutating func rotate(_ index: Int, _ sine: Double, _ cosine: Double) {
    guard vectors.rows > 0 else { return }
    let size = vectors.columns
    vectors.values.withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      let (upper, lower) = (base + index * size, base + (index + 1) * size)
      for column in 0..<size {
        let (a, b) = (upper[column], lower[column])
        lower[column] = sine * a + cosine * b
        upper[column] = cosine * a - sine * b
      }
    }
  }
}

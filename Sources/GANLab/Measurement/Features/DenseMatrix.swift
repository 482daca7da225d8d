// Products of small dense matrices in double precision, for the moments of features.

/// A matrix in row-major order.
struct DenseMatrix: Sendable, Equatable {
  let rows: Int
  let columns: Int
  var values: [Double]

  /// A matrix of zeros.
  init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, values: [Double](repeating: 0, count: rows * columns))
  }

  init(rows: Int, columns: Int, values: [Double]) {
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  subscript(row: Int, column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  /// The sum of the diagonal.
  var trace: Double {
    (0..<min(rows, columns)).reduce(0) { $0 + self[$1, $1] }
  }

  var transposed: DenseMatrix {
    var result = DenseMatrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns { result[column, row] = self[row, column] }
    }
    return result
  }

  /// `self * other`; the columns of `self` are as many as the rows of `other`.
  func product(_ other: DenseMatrix) -> DenseMatrix {
    var result = DenseMatrix(rows: rows, columns: other.columns)
    result.add(self, times: other)
    return result
  }

  /// Adds `left * right`.
  ///
  /// Tiles of four rows by four columns stay in registers; the columns of `right` are packed by
  /// four, so that all reads of the inner loop are in order.
  mutating func add(_ left: DenseMatrix, times right: DenseMatrix) {
    let depth = left.columns
    guard rows > 0, columns > 0, depth > 0 else { return }
    let (rows, columns) = (rows, columns)
    var panel = [SIMD4<Double>](repeating: .zero, count: depth)
    for column in stride(from: 0, to: columns, by: 4) {
      let width = min(4, columns - column)
      for index in 0..<depth {
        for lane in 0..<width { panel[index][lane] = right[index, column + lane] }
        for lane in width..<4 { panel[index][lane] = 0 }
      }
      values.withUnsafeMutableBufferPointer { values in
        left.values.withUnsafeBufferPointer { left in
          panel.withUnsafeBufferPointer { panel in
            for row in stride(from: 0, to: rows, by: 4) {
              let last = min(row + 4, rows) - 1
              // Rows beyond the last are computed from it and not stored.
              let tile = Self.tile(left, row, last, depth, panel)
              for (offset, sums) in [tile.0, tile.1, tile.2, tile.3].enumerated()
              where row + offset <= last {
                for lane in 0..<width {
                  values[(row + offset) * columns + column + lane] += sums[lane]
                }
              }
            }
          }
        }
      }
    }
  }

  /// Four rows of `left` times four packed columns.
  @inline(__always)
  private static func tile(
    _ left: UnsafeBufferPointer<Double>, _ row: Int, _ last: Int, _ depth: Int,
    _ panel: UnsafeBufferPointer<SIMD4<Double>>
  ) -> (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>) {
    let (a, b) = (row * depth, min(row + 1, last) * depth)
    let (c, d) = (min(row + 2, last) * depth, min(row + 3, last) * depth)
    var sums: (SIMD4<Double>, SIMD4<Double>, SIMD4<Double>, SIMD4<Double>) =
      (.zero, .zero, .zero, .zero)
    for index in 0..<depth {
      let factor = panel[index]
      sums.0 += left[a + index] * factor
      sums.1 += left[b + index] * factor
      sums.2 += left[c + index] * factor
      sums.3 += left[d + index] * factor
    }
    return sums
  }
}

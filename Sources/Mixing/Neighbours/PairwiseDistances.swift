// All squared distances between two sets of features, block by block, in bounded memory.

/// Rows of numbers, one for each sample.
package struct FeatureRows {
  /// `[count, dimension]`, row-major.
  let values: [Float]
  /// The number of features of a sample.
  let dimension: Int

  /// The number of samples.
  var count: Int { values.count / dimension }

  /// Whole rows, of at least one number each.
  package init(_ values: [Float], dimension: Int) {
    self.values = values
    self.dimension = dimension
  }
}

/// Squared distances of some rows to some columns.
package struct DistanceBlock {
  /// The places of the first samples.
  package let rows: Range<Int>
  /// The places of the second samples.
  package let columns: Range<Int>
  fileprivate let distances: UnsafePointer<Float>

  /// The squared distances of one of `rows` to all of `columns`.
  package func distances(from row: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(
      start: distances + (row - rows.lowerBound) * PairwiseDistances.columnBlock,
      count: columns.count)
  }
}

/// Squared Euclidean distances of features.
///
/// Sums of squared differences, not `x.x + y.y - 2 x.y`: equal rows are exactly 0 apart, near ones
/// lose no digits, and a pair's distance is the same number in whatever block it stands. Features
/// are summed in their order, in single precision.
package enum PairwiseDistances {
  private static let rowBlock = 32
  fileprivate static let columnBlock = 512
  private static let lanes = 8

  /// Gives all blocks to `body`, columns in ascending order for each row.
  ///
  /// Both sets have rows of one length. Time grows with the product of counts and length; memory
  /// holds one block and its columns. `pairsOnce`, of a set and itself, leaves out the blocks in which
  /// every row stands behind every column.
  package static func forEachBlock(
    _ first: FeatureRows, _ second: FeatureRows, pairsOnce: Bool = false,
    _ body: (DistanceBlock) -> Void
  ) {
    let dimension = first.dimension
    var distances = [Float](repeating: 0, count: rowBlock * columnBlock)
    var panels = [SIMD8<Float>](repeating: .zero, count: columnBlock / lanes * dimension)
    for start in stride(from: 0, to: second.count, by: columnBlock) {
      let columns = start..<min(start + columnBlock, second.count)
      pack(second, columns, into: &panels)
      let end = pairsOnce ? columns.upperBound : first.count
      for start in stride(from: 0, to: end, by: rowBlock) {
        let rows = start..<min(start + rowBlock, end)
        distances.withUnsafeMutableBufferPointer { buffer in
          guard let base = buffer.baseAddress else { return }
          fill(base, first, rows, panels, panelCount: (columns.count + lanes - 1) / lanes)
          body(DistanceBlock(rows: rows, columns: columns, distances: base))
        }
      }
    }
  }

  /// Eight samples side by side for each feature; places beyond the last hold zeros.
  private static func pack(
    _ features: FeatureRows, _ columns: Range<Int>, into panels: inout [SIMD8<Float>]
  ) {
    let dimension = features.dimension
    for start in stride(from: 0, to: columns.count, by: lanes) {
      for index in 0..<dimension {
        var lane = SIMD8<Float>.zero
        for offset in 0..<min(lanes, columns.count - start) {
          lane[offset] =
            features.values[(columns.lowerBound + start + offset) * dimension + index]
        }
        panels[start / lanes * dimension + index] = lane
      }
    }
  }

  /// Four rows by eight columns at a time, whose sums stay in registers.
  private static func fill(
    _ distances: UnsafeMutablePointer<Float>, _ features: FeatureRows, _ rows: Range<Int>,
    _ panels: [SIMD8<Float>], panelCount: Int
  ) {
    let dimension = features.dimension
    features.values.withUnsafeBufferPointer { values in
      panels.withUnsafeBufferPointer { panels in
        guard let values = values.baseAddress, let panels = panels.baseAddress else { return }
        for panel in 0..<panelCount {
          let columns = panels + panel * dimension
          for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 4) {
            // Rows beyond the last are computed from it and not stored.
            let last = rows.upperBound - 1
            let a = values + start * dimension
            let b = values + min(start + 1, last) * dimension
            let c = values + min(start + 2, last) * dimension
            let d = values + min(start + 3, last) * dimension
            var sums: (SIMD8<Float>, SIMD8<Float>, SIMD8<Float>, SIMD8<Float>) =
              (.zero, .zero, .zero, .zero)
            for index in 0..<dimension {
              let column = columns[index]
              let differences = (a[index] - column, b[index] - column)
              let others = (c[index] - column, d[index] - column)
              sums.0 += differences.0 * differences.0
              sums.1 += differences.1 * differences.1
              sums.2 += others.0 * others.0
              sums.3 += others.1 * others.1
            }
            let target = distances + (start - rows.lowerBound) * columnBlock + panel * lanes
            store(sums.0, target)
            if start + 1 <= last { store(sums.1, target + columnBlock) }
            if start + 2 <= last { store(sums.2, target + 2 * columnBlock) }
            if start + 3 <= last { store(sums.3, target + 3 * columnBlock) }
          }
        }
      }
    }
  }

  @inline(__always)
  private static func store(_ lanes: SIMD8<Float>, _ target: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(target).storeBytes(of: lanes, as: SIMD8<Float>.self)
  }
}

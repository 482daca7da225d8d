// A lattice of the latent space after the generator: where the plane is folded, torn and crowded.

/// The images of a lattice of latent points, in rows and columns.
package struct WarpedLattice: Sendable {
  package let columns: Int
  package let rows: Int
  /// Flat (x, y) pairs, row-major.
  package let points: [Float]
  /// What the lattice shows, in a few words for the legend.
  package var label = "G(lattice)"

  /// A lattice from the images of its points.
  ///
  /// - Throws: `ImagingError` unless there are 1 to 512 columns and rows and a pair for each.
  package init(columns: Int, rows: Int, points: [Float]) throws(ImagingError) {
    guard (1...512).contains(columns), (1...512).contains(rows) else {
      throw .invalidSize(
        came: "a warped lattice of \(columns) x \(rows)", needed: "1 to 512 columns and rows",
        remedy: "40 x 40 lines can be told apart.")
    }
    guard points.count == columns * rows * 2 else {
      throw .invalidData(
        came: "\(points.count) numbers for a warped lattice of \(columns) x \(rows)",
        needed: "\(columns * rows * 2) numbers, an (x, y) pair for each point",
        remedy: "Pass the generator's answers in rows.")
    }
    self.columns = columns
    self.rows = rows
    self.points = points
  }

  /// How many points are not finite: the lines have gaps there.
  package var nonFinite: Int {
    (0..<(columns * rows)).count { !isFinite($0) }
  }

  /// The lines between finite neighbours, along rows and along columns: pairs of point numbers.
  func edges() -> [(from: Int, to: Int)] {
    var edges: [(from: Int, to: Int)] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let index = row * columns + column
        guard isFinite(index) else { continue }
        if column + 1 < columns, isFinite(index + 1) { edges.append((index, index + 1)) }
        if row + 1 < rows, isFinite(index + columns) { edges.append((index, index + columns)) }
      }
    }
    return edges
  }

  private func isFinite(_ index: Int) -> Bool {
    points[2 * index].isFinite && points[2 * index + 1].isFinite
  }
}

// A field of vectors at points of the plane, drawn as arrows: the gradient of a discriminator.

/// Vectors at the points of a lattice.
package struct VectorField: Sendable {
  /// Where the arrows stand: flat (x, y) pairs.
  package let points: [Float]
  /// Flat (x, y) pairs, one for each point.
  package let vectors: [Float]
  /// The distance of neighbouring points, in data coordinates: the longest arrow is 0.9 of it.
  package let spacing: Double
  /// What the arrows show, in a few words for the legend.
  package var label = "gradient of D"

  /// A field from its points and vectors; `Frame.cellCenters(columns:rows:)` makes the points.
  ///
  /// - Throws: `ImagingError.invalidData` unless there are as many vectors as points, in pairs, at
  ///   most 65,536 of them, and `spacing` is positive and below 1e30.
  package init(points: [Float], vectors: [Float], spacing: Double) throws(ImagingError) {
    guard points.count == vectors.count, points.count.isMultiple(of: 2),
      points.count <= 2 * VectorField.maximumCount
    else {
      throw .invalidData(
        came: "\(points.count) coordinates and \(vectors.count) vector components",
        needed: "(x, y) pairs, as many of each, at most \(VectorField.maximumCount) pairs",
        remedy: "Pass one vector for each point of Frame.cellCenters.")
    }
    guard spacing > 0, spacing < 1e30 else {
      throw .invalidData(
        came: "a spacing of \(spacing) between arrows", needed: "a positive number below 1e30",
        remedy: "Pass Frame.cellSide of the lattice.")
    }
    self.points = points
    self.vectors = vectors
    self.spacing = spacing
  }

  /// The largest number of arrows.
  package static let maximumCount = 65_536

  /// How many points and vectors are not finite: they have no arrow.
  package var nonFinite: Int {
    (0..<(vectors.count / 2)).count { index in
      let pair = (2 * index)...(2 * index + 1)
      return !points[pair].allSatisfy(\.isFinite) || !vectors[pair].allSatisfy(\.isFinite)
    }
  }

  /// The arrows in data coordinates, the longest 0.9 `spacing` long.
  ///
  /// Lengths go with the square root of the vectors' lengths: 0.9 spacing · √(|v| / max |v|). A
  /// vector of a hundredth still has an arrow of a tenth, as gradients span orders of magnitude.
  /// Each stands with its middle on its point. Vectors of 0 and what is not finite have none.
  func arrows(in frame: Frame) -> [Arrow] {
    var found: [(x: Double, y: Double, dx: Double, dy: Double, length: Double)] = []
    for index in 0..<(points.count / 2) {
      let (x, y) = (points[2 * index], points[2 * index + 1])
      // In double precision the square of a finite single cannot overflow.
      let (dx, dy) = (Double(vectors[2 * index]), Double(vectors[2 * index + 1]))
      let length = (dx * dx + dy * dy).squareRoot()
      guard frame.contains(x: x, y: y), length.isFinite, length > 0 else { continue }
      found.append((Double(x), Double(y), dx, dy, length))
    }
    let longest = found.map(\.length).max() ?? 1
    return found.map { one in
      let half = 0.45 * spacing * (one.length / longest).squareRoot() / one.length
      return Arrow(
        startX: one.x - half * one.dx, startY: one.y - half * one.dy,
        endX: one.x + half * one.dx, endY: one.y + half * one.dy)
    }
  }
}

/// An arrow in data coordinates.
struct Arrow: Equatable, Sendable {
  var startX: Double
  var startY: Double
  var endX: Double
  var endY: Double
}

extension Frame {
  /// The middles of equal cells that tile the frame, for arrows that its edge does not cut.
  ///
  /// Flat (x, y) pairs, row-major with the lowest y first.
  /// - Throws: `ImagingError.invalidSize` unless there are 1 to 256 columns and rows.
  package func cellCenters(columns: Int, rows: Int) throws(ImagingError) -> [Float] {
    try Frame.checkCells(columns: columns, rows: rows)
    return (0..<(columns * rows)).flatMap { index -> [Float] in
      let column = Double(index % columns) + 0.5
      let row = Double(index / columns) + 0.5
      return [
        Float(xMin + width * column / Double(columns)), Float(yMin + height * row / Double(rows)),
      ]
    }
  }

  /// The shorter side of the cells that `cellCenters(columns:rows:)` tiles the frame with.
  ///
  /// - Throws: `ImagingError.invalidSize` unless there are 1 to 256 columns and rows.
  package func cellSide(columns: Int, rows: Int) throws(ImagingError) -> Double {
    try Frame.checkCells(columns: columns, rows: rows)
    return min(width / Double(columns), height / Double(rows))
  }

  private static func checkCells(columns: Int, rows: Int) throws(ImagingError) {
    guard (1...256).contains(columns), (1...256).contains(rows) else {
      throw .invalidSize(
        came: "\(columns) x \(rows) cells for arrows", needed: "1 to 256 columns and rows",
        remedy: "20 x 20 arrows can be told apart.")
    }
  }
}

// The part of the plane that a picture shows.

/// A rectangle of the plane in data coordinates.
package struct Frame: Hashable, Sendable {
  package let xMin: Double
  package let xMax: Double
  package let yMin: Double
  package let yMax: Double

  /// A frame from its edges.
  ///
  /// - Throws: `ImagingError.invalidData` unless the edges are finite, in order, below 1e30 and
  ///   far enough apart for single precision to tell points between them.
  package init(xMin: Double, xMax: Double, yMin: Double, yMax: Double) throws(ImagingError) {
    guard Frame.isUsable(xMin, xMax), Frame.isUsable(yMin, yMax) else {
      throw .invalidData(
        came: "a frame with x from \(xMin) to \(xMax) and y from \(yMin) to \(yMax)",
        needed: "finite edges below 1e30 in rising order, at least 1e-4 of their size apart",
        remedy: "Choose a frame around the real points, such as -2 to 2.")
    }
    self.xMin = xMin
    self.xMax = xMax
    self.yMin = yMin
    self.yMax = yMax
  }

  package var width: Double { xMax - xMin }
  package var height: Double { yMax - yMin }

  /// Whether a point is finite and inside or on the edge.
  package func contains(x: Float, y: Float) -> Bool {
    Double(x) >= xMin && Double(x) <= xMax && Double(y) >= yMin && Double(y) <= yMax
  }

  /// The points of a grid that spans the frame, corners included: flat (x, y) pairs.
  ///
  /// Row-major with the lowest y first: the order that `ScalarField` takes its values in.
  /// - Throws: `ImagingError.invalidSize` unless there are 2 to 4096 columns and rows.
  package func gridPoints(columns: Int, rows: Int) throws(ImagingError) -> [Float] {
    try ScalarField.check(columns: columns, rows: rows)
    var points: [Float] = []
    points.reserveCapacity(columns * rows * 2)
    for row in 0..<rows {
      let y = yMin + height * Double(row) / Double(rows - 1)
      for column in 0..<columns {
        points.append(Float(xMin + width * Double(column) / Double(columns - 1)))
        points.append(Float(y))
      }
    }
    return points
  }

  private static func isUsable(_ low: Double, _ high: Double) -> Bool {
    guard low.isFinite, high.isFinite, low < high else { return false }
    let size = max(low.magnitude, high.magnitude)
    return size < 1e30 && high - low > size * 1e-4 && high - low > 1e-30
  }
}

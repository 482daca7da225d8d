// A function on a grid over the frame, with bilinear values in between.

/// Values of a function at the points of a grid that spans a frame, corners included.
package struct ScalarField: Sendable {
  package let columns: Int
  package let rows: Int
  /// Row-major; the first row has the lowest y, the first column the lowest x.
  package let values: [Float]

  /// A field from its values at `Frame.gridPoints(columns:rows:)`.
  ///
  /// - Throws: `ImagingError` unless there are 2 to 4096 columns and rows and a value for each.
  package init(columns: Int, rows: Int, values: [Float]) throws(ImagingError) {
    try ScalarField.check(columns: columns, rows: rows)
    guard values.count == columns * rows else {
      throw .invalidData(
        came: "\(values.count) values for a field of \(columns) x \(rows)",
        needed: "\(columns * rows) values",
        remedy: "Pass one value for each point of Frame.gridPoints.")
    }
    self.columns = columns
    self.rows = rows
    self.values = values
  }

  /// Whether every value is a finite number.
  var isFinite: Bool { values.allSatisfy(\.isFinite) }

  static func check(columns: Int, rows: Int) throws(ImagingError) {
    guard (2...4096).contains(columns), (2...4096).contains(rows) else {
      throw .invalidSize(
        came: "a field of \(columns) x \(rows)", needed: "2 to 4096 columns and rows",
        remedy: "100 x 100 is enough for a smooth picture.")
    }
  }
}

/// Colours a field into the rectangle of its axes; values that are not finite get a grey hatch.
func paint(_ field: ScalarField, _ map: ColorMap, in raster: inout Raster, _ axes: Axes) {
  let rect = axes.rect
  let columns = samples(pixels: rect.width, count: field.columns)
  let clip = rect.clipped(to: raster)
  let colors = map.colors
  let width = raster.width
  raster.pixels.withUnsafeMutableBufferPointer { pixels in
    field.values.withUnsafeBufferPointer { values in
      for y in clip.top..<clip.bottom {
        // The first row of the field is at the bottom of the picture.
        let row = sample(rect.bottom - 1 - y, of: rect.height, count: field.rows)
        let lower = row.index * field.columns
        let upper = lower + field.columns
        for x in clip.left..<clip.right {
          let column = columns[x - rect.left]
          let i = column.index
          let low = values[lower + i] + (values[lower + i + 1] - values[lower + i]) * column.share
          let high = values[upper + i] + (values[upper + i + 1] - values[upper + i]) * column.share
          let value = low + (high - low) * row.share
          let color =
            value.isFinite
            ? colors[Int((value.clamped(to: 0...1) * 255).rounded())] : hatch(x, y)
          let base = (y * width + x) * 3
          pixels[base] = color.red
          pixels[base + 1] = color.green
          pixels[base + 2] = color.blue
        }
      }
    }
  }
}

/// The pattern of values that are not finite: diagonal stripes.
func hatch(_ x: Int, _ y: Int) -> Color {
  (x + y) % 8 < 2 ? Color(gray: 140) : Color(gray: 205)
}

/// A place between two neighbours of a grid line.
private typealias Sample = (index: Int, share: Float)

private func samples(pixels: Int, count: Int) -> [Sample] {
  (0..<pixels).map { sample($0, of: pixels, count: count) }
}

private func sample(_ pixel: Int, of pixels: Int, count: Int) -> Sample {
  let position = (Float(pixel) + 0.5) / Float(pixels) * Float(count - 1)
  let index = min(Int(position), count - 2)
  return (index, position - Float(index))
}

// Images made smaller or larger, with averages where pixels are dropped.

extension ByteImage {
  /// The image resized so that its shorter side is `side` pixels, and the square in its middle.
  ///
  /// The longer side is `side * longer / shorter`, rounded down. Of what the longer side has too
  /// much, half is cut on either side, the odd pixel at the right or bottom. Each output pixel is a
  /// mean of input pixels, weighted by a triangle that reaches one pixel of the coarser of both
  /// grids to either side: the numbers of Pillow's `resize` with `BILINEAR`, of which only the
  /// square is computed.
  /// - Throws: `ImagingError.invalidSize` for a side that a `Raster` cannot have.
  package func centerSquare(_ side: Int) throws(ImagingError) -> ByteImage {
    try Raster.check(width: side, height: side)
    let shorter = min(width, height)
    return resized(
      toWidth: side * width / shorter, height: side * height / shorter, keeping: side)
  }

  /// The image in another size.
  ///
  /// Pixels are weighted as in `centerSquare(_:)`.
  /// - Throws: `ImagingError.invalidSize` for a size that a `Raster` cannot have.
  package func resized(toWidth width: Int, height: Int) throws(ImagingError) -> ByteImage {
    try Raster.check(width: width, height: height)
    return resized(toWidth: width, height: height, keeping: .max)
  }

  /// At most `most` columns and rows from the middle of the resized image.
  private func resized(toWidth: Int, height toHeight: Int, keeping most: Int) -> ByteImage {
    let columns = Taps(from: width, to: toWidth, keeping: most)
    let rows = Taps(from: height, to: toHeight, keeping: most)
    let needed = rows.inputs
    // Columns first and rounded in between, as Pillow does.
    var between = [UInt8](repeating: 0, count: needed.count * columns.count * channels)
    for (line, row) in needed.enumerated() {
      for column in 0..<columns.count {
        for channel in 0..<channels {
          let start = (row * width + columns.starts[column]) * channels + channel
          between[(line * columns.count + column) * channels + channel] =
            columns.mean(pixels, of: column, from: start, by: channels)
        }
      }
    }
    let stride = columns.count * channels
    var result = [UInt8](repeating: 0, count: rows.count * stride)
    for row in 0..<rows.count {
      for index in 0..<stride {
        let start = (rows.starts[row] - needed.lowerBound) * stride + index
        result[row * stride + index] = rows.mean(between, of: row, from: start, by: stride)
      }
    }
    return ByteImage(
      checkedWidth: columns.count, height: rows.count, channels: channels, pixels: result)
  }
}

/// Which input pixels each output pixel of a line is a mean of, and their weights.
private struct Taps {
  /// The number of output pixels.
  let count: Int
  /// The first input pixel of each output pixel.
  private(set) var starts: [Int] = []
  /// The input pixels of all output pixels.
  private(set) var inputs: Range<Int> = 0..<0
  /// Where the weights of each output pixel begin, and a last place.
  private var places: [Int] = [0]
  /// In units of `1 / one`.
  private var weights: [Int32] = []

  /// 22 bits leave room for 8 of the pixel and a sign.
  private static let bits: Int32 = 22

  /// - Parameter most: how many output pixels from the middle are wanted.
  init(from size: Int, to newSize: Int, keeping most: Int) {
    count = min(newSize, most)
    let scale = Double(size) / Double(newSize)
    let reach = max(scale, 1)
    let scaling = 1 / reach
    let first = (newSize - count) / 2
    var end = 0
    for output in first..<first + count {
      let center = (Double(output) + 0.5) * scale
      let start = max(0, Int(center - reach + 0.5))
      let limit = min(size, Int(center + reach + 0.5))
      let shares = (start..<limit).map { max(0, 1 - abs((Double($0) - center + 0.5) * scaling)) }
      let factor = 1 / shares.reduce(0, +)
      starts.append(start)
      weights += shares.map { Int32(($0 * factor * Double(1 << Self.bits)).rounded()) }
      places.append(weights.count)
      end = max(end, limit)
    }
    inputs = (starts.first ?? 0)..<end
  }

  /// The weighted mean for one output pixel.
  func mean(_ values: [UInt8], of output: Int, from start: Int, by stride: Int) -> UInt8 {
    var sum: Int32 = 1 << (Self.bits - 1)
    var place = start
    for index in places[output]..<places[output + 1] {
      sum += Int32(values[place]) * weights[index]
      place += stride
    }
    return UInt8(min(max(sum >> Self.bits, 0), 255))
  }
}

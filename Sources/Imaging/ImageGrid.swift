// A grid of small pictures of equal size: samples of image GANs, previews of data sets.

/// Small grey or colour pictures in rows and columns.
package struct ImageGrid: Sendable {
  /// The numbers of the pictures, channels first: picture, channel, row, column.
  package enum Values: Sendable {
    /// From -1 (black) to 1 (white); what is not finite shows in reddish purple.
    case signed([Float])
    case bytes([UInt8])

    var count: Int {
      switch self {
      case .signed(let values): values.count
      case .bytes(let values): values.count
      }
    }
  }

  package var values: Values
  package var imageWidth: Int
  package var imageHeight: Int
  /// 1 (grey) or 3 (red, green, blue).
  package var channels: Int
  package var columns: Int
  /// Screen pixels for each picture pixel, in both directions.
  package var scale: Int
  /// The width of the lines between pictures.
  package var separator: Int
  /// What stands to the left of the rows, from the first on; none for a grid without a margin.
  package var rowLabels: [String]

  /// A grid, filled row by row; `render()` checks it.
  package init(
    _ values: Values, imageWidth: Int, imageHeight: Int, channels: Int, columns: Int,
    scale: Int = 1, separator: Int = 1, rowLabels: [String] = []
  ) {
    self.values = values
    self.imageWidth = imageWidth
    self.imageHeight = imageHeight
    self.channels = channels
    self.columns = columns
    self.scale = scale
    self.separator = separator
    self.rowLabels = rowLabels
  }

  /// The largest whole factor by which images can be enlarged.
  static let largestScale = 64

  /// The whole factor by which images are enlarged until each is at least 40 screen pixels wide.
  package static func comfortableScale(imageWidth: Int) -> Int {
    max(1, (40 + imageWidth - 1) / max(1, imageWidth))
  }

  /// Draws the grid; cells of the last row without a picture stay in the separator's grey.
  ///
  /// - Throws: `ImagingError` for sizes that do not fit the values or give an absurd picture.
  package func render() throws(ImagingError) -> Raster {
    try check()
    let size = imageWidth * imageHeight * channels
    let count = values.count / size
    let rows = (count + columns - 1) / columns
    let pitchX = imageWidth * scale + separator
    let pitchY = imageHeight * scale + separator
    let margin = labelWidth
    var raster = try Raster(
      width: margin + columns * pitchX + separator, height: rows * pitchY + separator,
      fill: Color(gray: 128))
    raster.fill(PixelRect(left: 0, top: 0, width: margin, height: raster.height), .white)
    for (row, label) in rowLabels.prefix(rows).enumerated() {
      raster.draw(
        label, at: (margin - Self.labelGap, separator + row * pitchY + imageHeight * scale / 2),
        .label, anchor: TextAnchor(.trailing, .middle), maximumWidth: Self.widestLabel)
    }
    for index in 0..<count {
      let left = margin + separator + index % columns * pitchX
      let top = separator + index / columns * pitchY
      for y in 0..<imageHeight {
        for x in 0..<imageWidth {
          let color = color(at: index * size + y * imageWidth + x)
          raster.fill(
            PixelRect(left: left + x * scale, top: top + y * scale, width: scale, height: scale),
            color)
        }
      }
    }
    return raster
  }

  private static let labelGap = 8
  private static let widestLabel = 160

  private var labelWidth: Int {
    guard let widest = rowLabels.map({ TextStyle.label.measure($0).width }).max() else { return 0 }
    return min(widest, Self.widestLabel) + 2 * Self.labelGap
  }

  private func color(at offset: Int) -> Color {
    let plane = channels == 3 ? imageWidth * imageHeight : 0
    switch values {
    case .bytes(let bytes):
      return Color(
        red: bytes[offset], green: bytes[offset + plane], blue: bytes[offset + 2 * plane])
    case .signed(let numbers):
      let (red, green, blue) = (
        numbers[offset], numbers[offset + plane], numbers[offset + 2 * plane]
      )
      guard red.isFinite, green.isFinite, blue.isFinite else { return .reddishPurple }
      func byte(_ value: Float) -> UInt8 {
        UInt8(((value.clamped(to: -1...1) + 1) * 127.5).rounded())
      }
      return Color(red: byte(red), green: byte(green), blue: byte(blue))
    }
  }

  private func check() throws(ImagingError) {
    let sides = 1...4096
    guard sides.contains(imageWidth), sides.contains(imageHeight), sides.contains(columns),
      (1...Self.largestScale).contains(scale), (0...64).contains(separator)
    else {
      throw .invalidSize(
        came: """
          \(columns) columns of \(imageWidth) x \(imageHeight) pictures, scale \(scale), \
          separator \(separator)
          """,
        needed: """
          1 to 4096 columns and pixels a side, scale 1 to \(Self.largestScale), separator 0 to 64
          """,
        remedy: "Choose other sizes.")
    }
    guard channels == 1 || channels == 3 else {
      throw .invalidData(
        came: "pictures of \(channels) channels", needed: "1 (grey) or 3 (red, green, blue)",
        remedy: "Show the channels as separate pictures.")
    }
    let size = imageWidth * imageHeight * channels
    guard values.count > 0, values.count.isMultiple(of: size) else {
      throw .invalidData(
        came: "\(values.count) numbers", needed: "a positive multiple of \(size), one picture",
        remedy: "Check the pictures' width, height and channels.")
    }
  }
}

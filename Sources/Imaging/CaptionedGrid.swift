// Small pictures in rows and columns, each with lines of text below.

/// A grid of pictures with captions.
package struct CaptionedGrid: Sendable {
  /// The pictures as `ImageGrid` takes them, one after the other.
  package var values: [Float]
  package var imageWidth: Int
  package var imageHeight: Int
  /// 1 (grey) or 3 (red, green, blue).
  package var channels: Int
  package var columns: Int
  /// The lines below each picture.
  package var captions: [[String]]

  /// A grid, filled row by row, of as many pictures as there are captions; `render()` checks it.
  package init(
    values: [Float], imageWidth: Int, imageHeight: Int, channels: Int, columns: Int,
    captions: [[String]]
  ) {
    self.values = values
    self.imageWidth = imageWidth
    self.imageHeight = imageHeight
    self.channels = channels
    self.columns = columns
    self.captions = captions
  }

  private static let gap = 10
  /// Room for a caption below a narrow picture.
  private static let narrowest = 96

  /// Draws the grid.
  ///
  /// - Throws: `ImagingError` for sizes that do not fit the values or give an absurd picture.
  package func render() throws(ImagingError) -> Raster {
    let size = imageWidth * imageHeight * channels
    guard !captions.isEmpty, values.count == captions.count * size, columns > 0 else {
      throw .invalidData(
        came: "\(values.count) numbers for \(captions.count) captions in \(columns) columns",
        needed: "\(size) numbers for each caption, and at least one of both",
        remedy: "Pass a caption for every picture.")
    }
    let scale = min(
      max(1, (Self.narrowest - Self.gap) / max(1, imageWidth)), ImageGrid.largestScale)
    let line = TextStyle.label.lineHeight
    let lines = captions.map(\.count).max() ?? 0
    let pitchX = max(imageWidth * scale, Self.narrowest) + Self.gap
    let pitchY = imageHeight * scale + lines * line + Self.gap
    let rows = (captions.count + columns - 1) / columns
    var raster = try Raster(
      width: min(columns, captions.count) * pitchX + Self.gap, height: rows * pitchY + Self.gap)
    for (index, caption) in captions.enumerated() {
      let picture = try ImageGrid(
        .signed(Array(values[(index * size)..<((index + 1) * size)])), imageWidth: imageWidth,
        imageHeight: imageHeight, channels: channels, columns: 1, scale: scale, separator: 0
      ).render()
      let left = Self.gap + index % columns * pitchX
      let top = Self.gap + index / columns * pitchY
      raster.blit(picture, left: left, top: top)
      for (number, text) in caption.enumerated() {
        raster.draw(
          text, at: (left, top + imageHeight * scale + 2 + number * line), .label,
          anchor: TextAnchor(.leading, .top), maximumWidth: pitchX - Self.gap)
      }
    }
    return raster
  }
}

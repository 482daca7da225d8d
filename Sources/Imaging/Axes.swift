// Maps data coordinates to pixels and draws the numbered frame around a plot.

/// A rectangle of pixels that shows a frame of the plane.
package struct Axes: Sendable {
  package let frame: Frame
  /// The pixels inside the frame line.
  package let rect: PixelRect
  /// Of the vertical axis; a logarithmic one needs a frame above 0.
  package let yScale: AxisScale

  /// Axes that fill a rectangle, which counts as one pixel wide and high at least.
  package init(frame: Frame, filling rect: PixelRect, yScale: AxisScale = .linear) {
    self.frame = frame
    self.yScale = yScale
    self.rect = PixelRect(
      left: rect.left, top: rect.top, width: max(1, rect.width), height: max(1, rect.height))
  }

  /// Axes with the same scale in x and y: the largest that fit, centred in a rectangle.
  package init(frame: Frame, equalScaleIn space: PixelRect) {
    let scale = min(Double(space.width) / frame.width, Double(space.height) / frame.height)
    let width = min(space.width, max(1, Int((scale * frame.width).rounded())))
    let height = min(space.height, max(1, Int((scale * frame.height).rounded())))
    self.init(
      frame: frame,
      filling: PixelRect(
        left: space.left + (space.width - width) / 2, top: space.top + (space.height - height) / 2,
        width: width, height: height))
  }

  /// The horizontal pixel coordinate of a number; pixel centres are at halves.
  package func pixelX(_ x: Double) -> Float {
    Float(Double(rect.left) + (x - frame.xMin) / frame.width * Double(rect.width))
  }

  /// The vertical pixel coordinate of a number, counted from the top.
  package func pixelY(_ y: Double) -> Float {
    if yScale == .linear {
      return Float(Double(rect.top) + (frame.yMax - y) / frame.height * Double(rect.height))
    }
    let share = 1 - yScale.position(of: y, low: frame.yMin, high: frame.yMax)
    return Float(Double(rect.top) + share * Double(rect.height))
  }

  /// The ticks of the horizontal axis.
  package var xTicks: Ticks {
    Ticks(from: frame.xMin, to: frame.xMax, about: max(3, rect.width / 80))
  }

  /// The ticks of the vertical axis.
  package var yTicks: Ticks {
    let count = max(3, rect.height / 80)
    return yScale == .log
      ? Ticks(logFrom: frame.yMin, to: frame.yMax, about: count)
      : Ticks(from: frame.yMin, to: frame.yMax, about: count)
  }

  /// Draws pale lines at the ticks, under the data.
  func drawGrid(in raster: inout Raster) {
    for x in columns { raster.fill(line(x: x), .faintLine) }
    drawRows(in: &raster)
  }

  /// Draws the pale lines of the vertical axis only.
  func drawRows(in raster: inout Raster) {
    for y in rows { raster.fill(line(y: y), .faintLine) }
  }

  /// Draws the frame, the ticks outside it and their numbers, those below it where asked for.
  func drawFrame(
    in raster: inout Raster, style: TextStyle = .label, numbersBelow: Bool = true
  ) {
    raster.frame(
      PixelRect(
        left: rect.left - 1, top: rect.top - 1, width: rect.width + 2, height: rect.height + 2),
      .line)
    var written = Int.min
    for (x, text) in zip(columns, xTicks.labels) where numbersBelow {
      raster.fill(PixelRect(left: x, top: rect.bottom + 1, width: 1, height: 5), .line)
      let half = style.measure(text).width / 2
      // Long numbers would run into each other: leave out those that do.
      guard x - half > written else { continue }
      written = x + half + 6
      raster.draw(
        text, at: (x, rect.bottom + 8), style, anchor: TextAnchor(.center, .top))
    }
    for (y, text) in zip(rows, yTicks.labels) {
      raster.fill(PixelRect(left: rect.left - 6, top: y, width: 5, height: 1), .line)
      raster.draw(
        text, at: (rect.left - 9, y), style, anchor: TextAnchor(.trailing, .middle))
    }
  }

  /// The width of the widest number of the vertical axis.
  var labelWidth: Int {
    yTicks.labels.map { TextStyle.label.measure($0).width }.max() ?? 0
  }

  private var columns: [Int] {
    xTicks.values.map { Int(pixelX($0).rounded(.down)).clamped(to: rect.left...rect.right - 1) }
  }

  private var rows: [Int] {
    yTicks.values.map { Int(pixelY($0).rounded(.down)).clamped(to: rect.top...rect.bottom - 1) }
  }

  private func line(x: Int) -> PixelRect {
    PixelRect(left: x, top: rect.top, width: 1, height: rect.height)
  }

  private func line(y: Int) -> PixelRect {
    PixelRect(left: rect.left, top: y, width: rect.width, height: 1)
  }
}

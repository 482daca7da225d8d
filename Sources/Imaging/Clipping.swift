// Cuts lines to the pixels around a plot before they become single precision.

extension Axes {
  /// A data point in pixels, in double precision: it may lie far outside the picture.
  func point(x: Double, y: Double) -> (x: Double, y: Double) {
    (
      Double(rect.left) + (x - frame.xMin) / frame.width * Double(rect.width),
      Double(rect.top) + (frame.yMax - y) / frame.height * Double(rect.height)
    )
  }

  /// The part of a line near the plot, by the method of Liang and Barsky (1984); nil for none.
  ///
  /// A margin of 16 pixels around the plot stays, so that the ends of wide lines lie outside it.
  func clipped(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double)
  ) -> (start: (x: Float, y: Float), end: (x: Float, y: Float))? {
    let margin = 16.0
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    guard dx.isFinite, dy.isFinite else { return nil }
    var (first, last) = (0.0, 1.0)
    for (step, room) in [
      (-dx, start.x - Double(rect.left) + margin), (dx, Double(rect.right) + margin - start.x),
      (-dy, start.y - Double(rect.top) + margin), (dy, Double(rect.bottom) + margin - start.y),
    ] {
      if step == 0 {
        if room < 0 { return nil }
      } else if step < 0 {
        first = max(first, room / step)
      } else {
        last = min(last, room / step)
      }
    }
    guard first <= last else { return nil }
    return (
      (Float(start.x + first * dx), Float(start.y + first * dy)),
      (Float(start.x + last * dx), Float(start.y + last * dy))
    )
  }
}

// The scale beside a field: its colours, its level lines and their numbers.

/// A vertical bar from 0 at the bottom to 1 at the top.
struct ColorBar {
  static let width = 14
  /// Bar, gap and numbers.
  static let space = 14 + 8 + 34

  var label: String
  var map: ColorMap
  var levels: [Float]

  /// Draws the bar with its label above it.
  func draw(in raster: inout Raster, left: Int, top: Int, height: Int) {
    guard height > 1 else { return }
    for y in 0..<height {
      let value = 1 - (Float(y) + 0.5) / Float(height)
      raster.fill(PixelRect(left: left, top: top + y, width: ColorBar.width, height: 1), map[value])
    }
    var lowest = Int.max
    for level in [0] + levels + [1] {
      let y = top + Int((Float(height - 1) * (1 - level)).rounded())
      let isMiddle = level == 0.5
      if level > 0, level < 1 {
        raster.fill(
          PixelRect(left: left, top: y, width: ColorBar.width, height: isMiddle ? 2 : 1),
          Color(gray: 70), alpha: isMiddle ? 0.9 : 0.55)
      }
      // On a short bar the numbers of close levels would touch.
      guard y <= lowest - 14 || level == 0 else { continue }
      lowest = y
      raster.draw(
        ColorBar.number(level), at: (left + ColorBar.width + 6, y), .label,
        anchor: TextAnchor(.leading, .middle))
    }
    raster.frame(
      PixelRect(left: left - 1, top: top - 1, width: ColorBar.width + 2, height: height + 2), .line)
    raster.draw(
      label, at: (left - 2, top - 8), .label, anchor: TextAnchor(.leading, .bottom))
  }

  /// A level with no more decimals than it needs: 0, 0.25, 0.5.
  private static func number(_ level: Float) -> String {
    let hundredths = Int((level * 100).rounded())
    let step: Double = hundredths % 100 == 0 ? 1 : hundredths % 10 == 0 ? 0.1 : 0.01
    return Ticks.label(Double(level), step: step)
  }
}

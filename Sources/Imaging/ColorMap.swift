// Colour maps: numbers from 0 to 1 become colours.

/// A colour map: 256 colours for the numbers from 0 to 1.
package struct ColorMap: Sendable {
  /// The colours in rising order of the number.
  package let colors: [Color]

  /// A map through the given colours, evenly spaced and interpolated in OKLab.
  ///
  /// Fewer than two colours give a map of one shade (white if there is none).
  package init(through stops: [Color]) {
    guard let first = stops.first, stops.count > 1 else {
      colors = Array(repeating: stops.first ?? .white, count: 256)
      return
    }
    let points = stops.map { OKLab($0) }
    colors = (0..<256).map { entry in
      let position = Double(entry) / 255 * Double(points.count - 1)
      let index = min(Int(position), points.count - 2)
      if entry == 0 { return first }
      return points[index].interpolated(to: points[index + 1], position - Double(index)).color
    }
  }

  /// The colour of a number; beyond 0 and 1 that of the nearer end, for NaN that of 0.
  package subscript(value: Float) -> Color {
    value > 0 ? colors[Int((min(value, 1) * 255).rounded())] : colors[0]
  }

  /// What a discriminator thinks: pale vermillion for "generated", pale blue for "real".
  ///
  /// Pale enough for saturated marks in the same two hues to stand out at every value.
  package static let probability = ColorMap(
    through: [Color(hex: 0xF2B695), Color(gray: 244), Color(hex: 0x9CC6E4)])
}

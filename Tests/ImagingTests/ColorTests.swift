// Colours: lightness along the maps and whether marks stand out on the field.

import Foundation
import Imaging
import Testing

@Suite("Color")
struct ColorTests {
  private func luminance(_ color: Color) -> Double {
    func linear(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
  }

  /// CIE lightness from 0 to 100.
  private func lightness(_ color: Color) -> Double {
    let y = luminance(color)
    return y > 0.008856 ? 116 * cbrt(y) - 16 : 903.3 * y
  }

  @Test func probabilityIsLightestInTheMiddle() {
    let values = ColorMap.probability.colors.map(lightness)
    let brightest = values.indices.max { values[$0] < values[$1] } ?? 0
    #expect(values.count == 256 && (120...135).contains(brightest))
    #expect(abs(values[0] - values[255]) < 10)
  }

  @Test func valuesBeyondTheEndsAreClamped() {
    let map = ColorMap.probability
    #expect(map[-3] == map[0])
    #expect(map[.infinity] == map[1])
    #expect(map[.nan] == map[0])
    #expect(map[0] == Color(hex: 0xF2B695))
    #expect(map[1] == Color(hex: 0x9CC6E4))
  }

  @Test func marksStandOutOnEveryFieldColor() {
    for background in ColorMap.probability.colors {
      for mark in [Color.blue, .vermillion] {
        let (light, dark) = (luminance(background) + 0.05, luminance(mark) + 0.05)
        #expect(light / dark > 2, "mark \(mark) on \(background)")
      }
    }
  }

  @Test func categoriesDiffer() {
    #expect(Set(Color.categories).count == Color.categories.count)
    #expect(Color.blue.mixed(with: .white, 0) == .blue)
    #expect(Color.blue.mixed(with: .white, 2) == .white)
    #expect(Color.blue.mixed(with: .white, .nan) == .blue)
  }
}

// An opaque 8-bit colour and the palette of categories.

/// An opaque sRGB colour with 8 bits a channel.
package struct Color: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  /// A colour from its three channels.
  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour from a number such as `0x0072B2`.
  package init(hex: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: hex >> 16), green: UInt8(truncatingIfNeeded: hex >> 8),
      blue: UInt8(truncatingIfNeeded: hex))
  }

  /// A shade of grey, 0 for black and 255 for white.
  package init(gray: UInt8) {
    self.init(red: gray, green: gray, blue: gray)
  }

  /// This colour moved towards another one: 0 leaves it, 1 gives the other.
  package func mixed(with other: Color, _ amount: Float) -> Color {
    let share = amount > 0 ? min(amount, 1) : 0
    func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8((Float(from) + (Float(to) - Float(from)) * share).rounded())
    }
    return Color(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }
}

extension Color {
  package static let white = Color(gray: 255)
  package static let black = Color(gray: 0)

  // The palette of Okabe and Ito (2008), made to be told apart with any colour vision, without its
  // yellow, which is too light for lines on white.
  package static let orange = Color(hex: 0xE69F00)
  package static let skyBlue = Color(hex: 0x56B4E9)
  package static let bluishGreen = Color(hex: 0x009E73)
  package static let blue = Color(hex: 0x0072B2)
  package static let vermillion = Color(hex: 0xD55E00)
  package static let reddishPurple = Color(hex: 0xCC79A7)

  /// Colours for categories, in the order of use.
  package static let categories: [Color] = [
    .blue, .vermillion, .bluishGreen, .orange, .reddishPurple, .skyBlue, Color(gray: 40),
  ]

  /// Titles and numbers.
  static let ink = Color(gray: 34)
  /// Subtitles and notes.
  static let mutedInk = Color(gray: 92)
  /// Frames, ticks and separators.
  static let line = Color(gray: 130)
  /// Grid lines behind data.
  static let faintLine = Color(gray: 226)
}

extension Comparable {
  /// The nearest value inside the range.
  func clamped(to range: ClosedRange<Self>) -> Self {
    min(max(self, range.lowerBound), range.upperBound)
  }
}

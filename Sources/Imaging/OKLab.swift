// Colour interpolation in OKLab (Ottosson 2020), where equal steps look about equally large.

import Foundation

/// A colour in OKLab: lightness from 0 to 1 and two opponent axes.
struct OKLab {
  var lightness: Double
  var greenRed: Double
  var blueYellow: Double

  init(_ color: Color) {
    let red = OKLab.linear(color.red)
    let green = OKLab.linear(color.green)
    let blue = OKLab.linear(color.blue)
    let long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    greenRed = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    blueYellow = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
  }

  /// The point a share of the way from this colour to another.
  func interpolated(to other: OKLab, _ share: Double) -> OKLab {
    var result = self
    result.lightness += (other.lightness - lightness) * share
    result.greenRed += (other.greenRed - greenRed) * share
    result.blueYellow += (other.blueYellow - blueYellow) * share
    return result
  }

  /// The nearest colour that 8-bit sRGB holds.
  var color: Color {
    let long = pow(lightness + 0.3963377774 * greenRed + 0.2158037573 * blueYellow, 3)
    let medium = pow(lightness - 0.1055613458 * greenRed - 0.0638541728 * blueYellow, 3)
    let short = pow(lightness - 0.0894841775 * greenRed - 1.2914855480 * blueYellow, 3)
    return Color(
      red: OKLab.encoded(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
      green: OKLab.encoded(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
      blue: OKLab.encoded(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short))
  }

  private static func linear(_ channel: UInt8) -> Double {
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  private static func encoded(_ linear: Double) -> UInt8 {
    let value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055
    return UInt8((value.clamped(to: 0...1) * 255).rounded())
  }
}

// The kinds of real number that the reference interpreter computes with.

import Foundation

/// A real number with the elementary functions that the operations need.
package protocol ReferenceReal: BinaryFloatingPoint, Sendable {
  /// The number in double precision.
  var inDouble: Double { get }

  static func exp(_ x: Self) -> Self
  static func log(_ x: Self) -> Self
  /// `ln(1 + x)`, accurate near 0.
  static func log1p(_ x: Self) -> Self
  static func tanh(_ x: Self) -> Self
  static func sin(_ x: Self) -> Self
  static func cos(_ x: Self) -> Self
  static func power(_ base: Self, _ exponent: Self) -> Self
}

extension Float: ReferenceReal {
  package var inDouble: Double { Double(self) }
  package static func exp(_ x: Float) -> Float { Foundation.exp(x) }
  package static func log(_ x: Float) -> Float { Foundation.log(x) }
  package static func log1p(_ x: Float) -> Float { Foundation.log1p(x) }
  package static func tanh(_ x: Float) -> Float { Foundation.tanh(x) }
  package static func sin(_ x: Float) -> Float { Foundation.sin(x) }
  package static func cos(_ x: Float) -> Float { Foundation.cos(x) }
  package static func power(_ base: Float, _ exponent: Float) -> Float {
    Foundation.pow(base, exponent)
  }
}

extension Double: ReferenceReal {
  package var inDouble: Double { self }
  package static func exp(_ x: Double) -> Double { Foundation.exp(x) }
  package static func log(_ x: Double) -> Double { Foundation.log(x) }
  package static func log1p(_ x: Double) -> Double { Foundation.log1p(x) }
  package static func tanh(_ x: Double) -> Double { Foundation.tanh(x) }
  package static func sin(_ x: Double) -> Double { Foundation.sin(x) }
  package static func cos(_ x: Double) -> Double { Foundation.cos(x) }
  package static func power(_ base: Double, _ exponent: Double) -> Double {
    Foundation.pow(base, exponent)
  }
}

// What the inputs of an operation's test may be.

import TensorGraph

/// One input of an operation's test: the kind of its elements and the values that they take.
package struct CaseParameter: Sendable {
  /// Where the values come from.
  package enum Values: Sendable {
    /// Uniform in a range.
    case uniform(ClosedRange<Float>)
    /// Of either sign, with a magnitude in a range that leaves out 0.
    case signed(ClosedRange<Float>)
    /// Multiples of 0.1 from -2 to 2, plus an offset: equal values are frequent within one array,
    /// and impossible between arrays of different offsets.
    case lattice(offset: Float)
    /// Different multiples of 0.05 in random order.
    case distinct
    /// Numbers at least 0.1 away from every integer.
    case betweenIntegers
    /// Integers in a range.
    case integers(ClosedRange<Int32>)
    /// Truth values.
    case truths
  }

  package let values: Values
  /// Whether the operation has a derivative by this input, away from kinks.
  package let isDifferentiable: Bool

  /// - Parameter constant: Whether an input of numbers is left out of derivative tests.
  package init(_ values: Values, constant: Bool = false) {
    self.values = values
    switch values {
    case .integers, .truths: isDifferentiable = false
    default: isDifferentiable = !constant
    }
  }

  /// The kind of element.
  package var dtype: DType {
    switch values {
    case .integers: .int32
    case .truths: .bool
    default: .float32
    }
  }

  /// Random elements for a shape.
  package func array(
    _ shape: Shape, using generator: inout TestGenerator
  ) throws(ShapeError) -> HostTensor {
    let count = shape.elementCount
    switch values {
    case .uniform(let range):
      return try HostTensor(generator.floats(count, in: range), shape: shape)
    case .signed(let range):
      let magnitudes = generator.floats(count, in: range)
      return try HostTensor(
        magnitudes.map { Bool.random(using: &generator) ? $0 : -$0 }, shape: shape)
    case .lattice(let offset):
      let floats = (0..<count).map { _ in
        Float(Int.random(in: -20...20, using: &generator)) * 0.1 + offset
      }
      return try HostTensor(floats, shape: shape)
    case .distinct:
      let places = (0..<count).shuffled(using: &generator)
      return try HostTensor(places.map { Float($0 - count / 2) * 0.05 }, shape: shape)
    case .betweenIntegers:
      let fractions = generator.floats(count, in: 0.1...0.9)
      return try HostTensor(
        fractions.map { $0 + Float(Int.random(in: -5...5, using: &generator)) }, shape: shape)
    case .integers(let range):
      let integers = (0..<count).map { _ in Int32.random(in: range, using: &generator) }
      return try HostTensor(integers, shape: shape)
    case .truths:
      let truths = (0..<count).map { _ in Bool.random(using: &generator) }
      return try HostTensor(truths, shape: shape)
    }
  }
}

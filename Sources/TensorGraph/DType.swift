// The kinds of element an array can hold, and the type of an array.

/// The kind of element that an array holds.
///
/// Every kind takes four bytes while a program runs.
public enum DType: String, Hashable, Sendable, CaseIterable {
  /// IEEE single precision.
  case float32
  /// Two's complement integers.
  case int32
  /// Truth values.
  case bool
}

/// The shape and element kind of an array: what an executable is compiled for.
public struct TensorType: Hashable, Sendable, CustomStringConvertible {
  /// The size of every axis.
  public let shape: Shape
  /// The kind of element.
  public let dtype: DType

  /// A type of the given shape and element kind.
  public init(_ shape: Shape, _ dtype: DType = .float32) {
    self.shape = shape
    self.dtype = dtype
  }

  /// Like `float32[128, 2]`.
  public var description: String { dtype.rawValue + shape.description }
}

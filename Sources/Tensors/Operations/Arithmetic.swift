// Arithmetic and comparison operators, with NumPy's broadcasting.

import TensorGraph

/// Applies an element-wise operation of two operands after stretching them to a common shape.
func elementwise(_ operation: Operation, _ a: Tensor, _ b: Tensor) -> Tensor {
  guard let shape = Shape.broadcast(a.shape, b.shape) else {
    return a.trace.fail(
      ShapeError(
        operation: operation.name, problem: "shapes \(a.shape) and \(b.shape) came",
        remedy: "sizes must be equal, or 1, counted from the last axis", path: a.trace.graph.path))
  }
  return a.trace.add(operation, [a.broadcast(to: shape), b.broadcast(to: shape)])
}

extension Tensor {
  /// A number in this tensor's trace and of its kind.
  func literal(_ value: Float) -> Tensor {
    if dtype == .int32, Int32(exactly: value) == nil {
      return trace.fail(
        ShapeError(
          operation: "number", problem: "\(value) came with \(type)",
          remedy: "convert the tensor to float32 first", path: trace.graph.path))
    }
    let constant = trace.add(.constant(HostTensor(value)))
    return dtype == .float32 ? constant : constant.converted(to: dtype)
  }

  /// Element-wise sum.
  public static func + (a: Tensor, b: Tensor) -> Tensor { elementwise(.binary(.add), a, b) }
  /// Element-wise difference.
  public static func - (a: Tensor, b: Tensor) -> Tensor { elementwise(.binary(.subtract), a, b) }
  /// Element-wise product.
  public static func * (a: Tensor, b: Tensor) -> Tensor { elementwise(.binary(.multiply), a, b) }
  /// Element-wise quotient.
  public static func / (a: Tensor, b: Tensor) -> Tensor { elementwise(.binary(.divide), a, b) }

  /// Adds a number to every element.
  public static func + (a: Tensor, b: Float) -> Tensor { a + a.literal(b) }
  /// Adds a number to every element.
  public static func + (a: Float, b: Tensor) -> Tensor { b.literal(a) + b }
  /// Subtracts a number from every element.
  public static func - (a: Tensor, b: Float) -> Tensor { a - a.literal(b) }
  /// Subtracts every element from a number.
  public static func - (a: Float, b: Tensor) -> Tensor { b.literal(a) - b }
  /// Multiplies every element by a number.
  public static func * (a: Tensor, b: Float) -> Tensor { a * a.literal(b) }
  /// Multiplies every element by a number.
  public static func * (a: Float, b: Tensor) -> Tensor { b.literal(a) * b }
  /// Divides every element by a number.
  public static func / (a: Tensor, b: Float) -> Tensor { a / a.literal(b) }
  /// Divides a number by every element.
  public static func / (a: Float, b: Tensor) -> Tensor { b.literal(a) / b }

  /// Every element with its sign changed.
  public static prefix func - (a: Tensor) -> Tensor { a.trace.add(.unary(.negate), [a]) }

  /// Where elements are equal.
  public static func .== (a: Tensor, b: Tensor) -> Tensor { elementwise(.compare(.equal), a, b) }
  /// Where elements differ.
  public static func .!= (a: Tensor, b: Tensor) -> Tensor {
    elementwise(.compare(.notEqual), a, b)
  }
  /// Where elements of the first are smaller.
  public static func .< (a: Tensor, b: Tensor) -> Tensor { elementwise(.compare(.less), a, b) }
  /// Where elements of the first are smaller or equal.
  public static func .<= (a: Tensor, b: Tensor) -> Tensor {
    elementwise(.compare(.lessOrEqual), a, b)
  }
  /// Where elements of the first are greater.
  public static func .> (a: Tensor, b: Tensor) -> Tensor { elementwise(.compare(.greater), a, b) }
  /// Where elements of the first are greater or equal.
  public static func .>= (a: Tensor, b: Tensor) -> Tensor {
    elementwise(.compare(.greaterOrEqual), a, b)
  }
  /// Where elements are greater than a number.
  public static func .> (a: Tensor, b: Float) -> Tensor { a .> a.literal(b) }
  /// Where elements are smaller than a number.
  public static func .< (a: Tensor, b: Float) -> Tensor { a .< a.literal(b) }

  /// Where both are true.
  public static func .& (a: Tensor, b: Tensor) -> Tensor { elementwise(.binary(.and), a, b) }
  /// Where at least one is true.
  public static func .| (a: Tensor, b: Tensor) -> Tensor { elementwise(.binary(.or), a, b) }
  /// Where it is false.
  public static prefix func .! (a: Tensor) -> Tensor { a.trace.add(.unary(.not), [a]) }
}

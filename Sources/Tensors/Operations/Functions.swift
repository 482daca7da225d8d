// Element-wise functions in the notation of mathematics.

import TensorGraph

/// e to the power of every element.
public func exp(_ x: Tensor) -> Tensor { x.trace.add(.unary(.exp), [x]) }
/// The natural logarithm of every element.
public func log(_ x: Tensor) -> Tensor { x.trace.add(.unary(.log), [x]) }
/// `ln(1 + x)`, exact for small x.
public func log1p(_ x: Tensor) -> Tensor { x.trace.add(.unary(.log1p), [x]) }
/// The hyperbolic tangent.
public func tanh(_ x: Tensor) -> Tensor { x.trace.add(.unary(.tanh), [x]) }
/// `1 / (1 + exp(-x))`.
public func sigmoid(_ x: Tensor) -> Tensor { x.trace.add(.unary(.logistic), [x]) }
/// `ln(1 + exp(x))` without overflow.
public func softplus(_ x: Tensor) -> Tensor { x.trace.add(.unary(.softplus), [x]) }
/// `max(x, 0)`; the derivative at 0 is 0.
public func relu(_ x: Tensor) -> Tensor { x.trace.add(.unary(.relu), [x]) }
/// `x` where positive, `slope x` elsewhere.
public func leakyReLU(_ x: Tensor, slope: Float = 0.01) -> Tensor {
  select(x .> 0, x, slope * x)
}
/// The square root.
public func sqrt(_ x: Tensor) -> Tensor { x.trace.add(.unary(.sqrt), [x]) }
/// `1 / sqrt(x)`.
public func rsqrt(_ x: Tensor) -> Tensor { x.trace.add(.unary(.rsqrt), [x]) }
/// The absolute value.
public func abs(_ x: Tensor) -> Tensor { x.trace.add(.unary(.abs), [x]) }
/// -1, 0 or 1.
public func sign(_ x: Tensor) -> Tensor { x.trace.add(.unary(.sign), [x]) }
/// The sine of radians.
public func sin(_ x: Tensor) -> Tensor { x.trace.add(.unary(.sin), [x]) }
/// The cosine of radians.
public func cos(_ x: Tensor) -> Tensor { x.trace.add(.unary(.cos), [x]) }
/// The largest integer not above.
public func floor(_ x: Tensor) -> Tensor { x.trace.add(.unary(.floor), [x]) }
/// Whether every element is neither infinite nor NaN, element by element.
public func isFinite(_ x: Tensor) -> Tensor { x.trace.add(.unary(.isFinite), [x]) }
/// Every element of the first to the power of the second.
public func pow(_ x: Tensor, _ y: Tensor) -> Tensor { elementwise(.binary(.power), x, y) }
/// Every element to the power of a number.
public func pow(_ x: Tensor, _ y: Float) -> Tensor { pow(x, x.literal(y)) }
/// A number to the power of every element.
public func pow(_ x: Float, _ y: Tensor) -> Tensor { pow(y.literal(x), y) }
/// The greater of two elements; NaN where one is NaN.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { elementwise(.binary(.maximum), a, b) }
/// The smaller of two elements; NaN where one is NaN.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor { elementwise(.binary(.minimum), a, b) }

/// Elements of `a` where the condition is true, of `b` elsewhere.
public func select(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
  guard let values = Shape.broadcast(a.shape, b.shape),
    let shape = Shape.broadcast(values, condition.shape)
  else {
    return a.trace.fail(
      ShapeError(
        operation: "select",
        problem: "shapes \(condition.shape), \(a.shape) and \(b.shape) came",
        remedy: "sizes must be equal, or 1, counted from the last axis", path: a.trace.graph.path))
  }
  return a.trace.add(.select, [condition, a, b].map { $0.broadcast(to: shape) })
}

/// The matrix product `op(a) op(b)`; a transposed operand is read by columns, not copied.
public func matmul(
  _ a: Tensor, _ b: Tensor, transposeA: Bool = false, transposeB: Bool = false
) -> Tensor {
  a.trace.add(.matmul(Matmul(transposeA: transposeA, transposeB: transposeB)), [a, b])
}

extension Tensor {
  /// Every element moved into the range.
  public func clamped(to range: ClosedRange<Float>) -> Tensor {
    minimum(maximum(self, literal(range.lowerBound)), literal(range.upperBound))
  }

  /// The same numbers as another kind of element.
  public func converted(to dtype: DType) -> Tensor {
    dtype == self.dtype ? self : trace.add(.convert(dtype), [self])
  }

  /// The same numbers; no gradient flows through them.
  public func stoppingGradient() -> Tensor {
    trace.add(.unary(.stopGradient), [self])
  }
}

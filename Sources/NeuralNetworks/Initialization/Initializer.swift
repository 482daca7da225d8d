// The laws that first weights are drawn from.

import GraphCompiler
import Tensors

/// The law that a parameter's first values follow.
///
/// `fanIn` and `fanOut` are the numbers of inputs and outputs of one unit. For a weight of shape
/// `[outputs, inputs, ...]` they are `inputs` and `outputs`, each times the sizes of further axes.
public enum Initializer: Hashable, Sendable {
  /// 0 everywhere.
  case zeros
  /// One number everywhere.
  case constant(Float)
  /// `U[lower, upper)`.
  case uniform(lower: Float, upper: Float)
  /// `N(mean, standardDeviation^2)`.
  case normal(mean: Float = 0, standardDeviation: Float)
  /// `U[-b, b)` with `b = 1 / sqrt(fanIn)`: what PyTorch draws the weights of linear layers from.
  case linearDefault
  /// `U[-b, b)` with `b = sqrt(6 / (fanIn + fanOut))`; Glorot and Bengio, "Understanding the
  /// difficulty of training deep feedforward neural networks" (2010).
  case glorotUniform
  /// `N(0, 2 / (fanIn + fanOut))`; Glorot and Bengio (2010).
  case glorotNormal
  /// `U[-b, b)` with `b = sqrt(6 / fanIn)`; He et al., "Delving deep into rectifiers" (2015).
  case heUniform
  /// `N(0, 2 / fanIn)`; He et al. (2015).
  case heNormal
  /// Orthonormal rows or columns, whichever are fewer, times `gain`, uniform among all such
  /// matrices; Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear
  /// neural networks" (2014). Axes after the second count as columns.
  case orthogonal(gain: Float = 1)

  /// First values of a parameter; every call takes one draw, even where none is random.
  /// - Throws: `ShapeError` if the law needs fans and the shape has fewer than two axes, and for
  ///   more memory than there is.
  public func values(
    _ shape: Shape, from random: inout RandomSource
  ) throws(ShapeError) -> HostTensor {
    try Self.expectMemory(for: shape)
    var stream = random.next()
    switch self {
    case .zeros:
      return HostTensor(repeating: 0, shape: shape)
    case .constant(let value):
      return HostTensor(repeating: value, shape: shape)
    case .uniform(let lower, let upper):
      let values = (0..<shape.elementCount).map { _ in lower + (upper - lower) * stream.uniform() }
      return try HostTensor(values, shape: shape)
    case .normal(let mean, let deviation):
      let values = (0..<shape.elementCount).map { _ in mean + deviation * stream.normal() }
      return try HostTensor(values, shape: shape)
    case .linearDefault:
      return try Self.uniform(variance: 1 / (3 * fans(shape).in), shape, &stream)
    case .glorotUniform:
      let fans = try fans(shape)
      return try Self.uniform(variance: 2 / (fans.in + fans.out), shape, &stream)
    case .glorotNormal:
      let fans = try fans(shape)
      return try Self.normal(variance: 2 / (fans.in + fans.out), shape, &stream)
    case .heUniform:
      return try Self.uniform(variance: 2 / fans(shape).in, shape, &stream)
    case .heNormal:
      return try Self.normal(variance: 2 / fans(shape).in, shape, &stream)
    case .orthogonal(let gain):
      _ = try fans(shape)
      let rows = shape[0]
      let columns = shape.dimensions.dropFirst().reduce(1, *)
      let matrix = orthonormalMatrix(rows: rows, columns: columns, from: &stream)
      return try HostTensor(matrix.map { Float($0 * Double(gain)) }, shape: shape)
    }
  }

  private static func expectMemory(for shape: Shape) throws(ShapeError) {
    // As this array, in its variable, and as often at least in what is made of it.
    let (byteCount, overflow) = shape.elementCount.multipliedReportingOverflow(by: 3 * 4)
    guard overflow || !MachineMemory.has(byteCount) else { return }
    throw .outOfMemory(
      "a parameter of shape \(shape) with what is made of it",
      byteCount: overflow ? .max : byteCount, in: "initializer")
  }

  private static func uniform(
    variance: Double, _ shape: Shape, _ stream: inout RandomStream
  ) throws(ShapeError) -> HostTensor {
    let bound = Float((3 * variance).squareRoot())
    let values = (0..<shape.elementCount).map { _ in bound * (2 * stream.uniform() - 1) }
    return try HostTensor(values, shape: shape)
  }

  private static func normal(
    variance: Double, _ shape: Shape, _ stream: inout RandomStream
  ) throws(ShapeError) -> HostTensor {
    let deviation = Float(variance.squareRoot())
    let values = (0..<shape.elementCount).map { _ in deviation * stream.normal() }
    return try HostTensor(values, shape: shape)
  }

  private func fans(_ shape: Shape) throws(ShapeError) -> (in: Double, out: Double) {
    guard shape.rank >= 2 else {
      throw ShapeError(
        operation: "initializer", problem: "\(self) came with shape \(shape)",
        remedy: "use it for weights of at least two axes, and zeros, constant, uniform or normal "
          + "for other parameters")
    }
    let field = shape.dimensions.dropFirst(2).reduce(1, *)
    return (Double(shape[1] * field), Double(shape[0] * field))
  }
}

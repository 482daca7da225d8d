// The closed set of operations that a graph is made of.

/// An element-wise function of one operand.
public enum UnaryOperation: String, Hashable, Sendable, CaseIterable {
  case negate, abs, sign, exp, log, log1p, tanh, logistic, softplus, relu, sqrt, rsqrt
  case sin, cos, floor
  /// True where a number is neither infinite nor NaN.
  case isFinite
  /// Logical negation.
  case not
  /// The operand itself; no gradient flows through it.
  case stopGradient
  /// The nearest bf16 number, ties to even, still stored as float32.
  ///
  /// Its gradient is passed straight through, as if nothing were rounded: the true one is 0 almost
  /// everywhere and would stop all learning.
  case bfloat16
}

/// An element-wise function of two operands of one type.
public enum BinaryOperation: String, Hashable, Sendable, CaseIterable {
  case add, subtract, multiply, divide, power, maximum, minimum
  /// Logical conjunction and disjunction of truth values.
  case and, or
}

/// An element-wise comparison; the result holds truth values.
public enum Comparison: String, Hashable, Sendable, CaseIterable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

/// A reduction along axes.
public enum Reduction: String, Hashable, Sendable, CaseIterable {
  case sum, maximum, minimum
}

/// The repetition of an array along new or stretched axes, as StableHLO's `broadcast_in_dim`.
public struct Broadcast: Hashable, Sendable {
  /// The result's shape.
  public let shape: Shape
  /// For each axis of the operand, strictly ascending, the axis of the result that it becomes.
  public let axes: [Int]

  package init(shape: Shape, axes: [Int]) {
    self.shape = shape
    self.axes = axes
  }
}

/// The part of an array from `starts` up to `limits`, every `strides`-th element.
public struct Slice: Hashable, Sendable {
  /// The first index along each axis.
  public let starts: [Int]
  /// One past the last index along each axis.
  public let limits: [Int]
  /// The distance between the indices taken along each axis, at least 1.
  public let strides: [Int]

  package init(starts: [Int], limits: [Int], strides: [Int]) {
    self.starts = starts
    self.limits = limits
    self.strides = strides
  }
}

/// Zeros before, after and between the elements along each axis: the gradient of a slice.
public struct Padding: Hashable, Sendable {
  /// Zeros before the first element along each axis.
  public let low: [Int]
  /// Zeros after the last element along each axis.
  public let high: [Int]
  /// Zeros between neighbours along each axis.
  public let interior: [Int]

  package init(low: [Int], high: [Int], interior: [Int]) {
    self.low = low
    self.high = high
    self.interior = interior
  }
}

/// A product of two matrices, either read transposed: `op(a) op(b)`.
public struct Matmul: Hashable, Sendable {
  /// Whether the first operand is stored as columns x rows.
  public let transposeA: Bool
  /// Whether the second operand is stored as columns x rows.
  public let transposeB: Bool

  package init(transposeA: Bool = false, transposeB: Bool = false) {
    self.transposeA = transposeA
    self.transposeB = transposeB
  }
}

/// A draw of random numbers from one named stream; the operand is the key, `int32[4]`: seed low
/// and high, step low and high.
public struct RandomDraw: Hashable, Sendable {
  /// The law of the numbers.
  public enum Distribution: Hashable, Sendable {
    /// Uniform on [0, 1).
    case uniform
    /// Normal with mean 0 and variance 1.
    case normal
    /// `ln(x / (1 - x))` of `x ~ Beta(a, b)`.
    case betaLogit(a: Float, b: Float)
    /// Uniform integers from 0 up to, not including, the bound.
    case integers(below: Int32)
    /// A permutation of 0, 1, ... of rank 1.
    case permutation
  }

  /// The law of the numbers.
  public let distribution: Distribution
  /// The stream's number, below 256.
  public let stream: UInt32
  /// Which draw of the stream within a step, below 65,536.
  public let draw: UInt32
  /// The result's shape.
  public let shape: Shape

  package init(distribution: Distribution, stream: UInt32, draw: UInt32, shape: Shape) {
    self.distribution = distribution
    self.stream = stream
    self.draw = draw
    self.shape = shape
  }
}

/// What a node computes from its inputs.
public enum Operation: Hashable, Sendable {
  /// An input of the graph, by position.
  case parameter(Int)
  /// The value that a variable has when the program starts, by position.
  case variable(Int)
  /// A known array.
  case constant(HostTensor)
  /// 0, 1, 2, ... along one axis, as integers.
  case iota(Shape, axis: Int)
  case unary(UnaryOperation)
  case binary(BinaryOperation)
  case compare(Comparison)
  /// Inputs: truth values, the value where true, the value where false.
  case select
  case convert(DType)
  case broadcast(Broadcast)
  case reshape(Shape)
  /// Axis `i` of the result is axis `permutation[i]` of the operand.
  case transpose([Int])
  case slice(Slice)
  case pad(Padding)
  case concatenate(axis: Int)
  case reduce(Reduction, axes: [Int])
  /// The index of the first maximum along an axis.
  case argmax(axis: Int)
  case matmul(Matmul)
  /// Rows of the first input (table) by the integers of the second, clamped to the table.
  case gather
  /// A table of `rows` rows of zeros to which the rows of the first input are added at the
  /// places that the integers of the second name.
  case scatterAdd(rows: Int)
  case random(RandomDraw)
  /// Inputs: images, kernels.
  case convolution(Convolution)
  /// The derivative of a convolution by images of a height and a width, which is a transposed
  /// convolution. Inputs: the gradient by the result, kernels.
  case convolutionInputGradient(Convolution, size: [Int])
  /// The derivative of a convolution by kernels of a height and a width. Inputs: images, the
  /// gradient by the result.
  case convolutionWeightGradient(Convolution, size: [Int])
  /// The greatest pixel of each window; pixels outside of the image never are.
  case maxPool(Pooling)
  /// Each window's number at the first of its greatest pixels, zeros elsewhere; where windows
  /// overlap, sums. Inputs: images, one number for each window.
  case maxPoolGradient(Pooling)
  /// The values at the first of each window's greatest pixels. Inputs: images, a value for each
  /// pixel.
  case maxPoolGather(Pooling)
  /// The sum of each window over its number of pixels, those outside of the image being zeros.
  case averagePool(Pooling)
  /// The derivative of an average pool by images of a height and a width.
  case averagePoolGradient(Pooling, size: [Int])
  /// Images with their channels in blocks of 16, zeros beyond the last channel.
  case blockChannels
  /// Images of so many channels with their channels side by side again.
  case unblockChannels(Int)

  /// A short name for messages and listings.
  public var name: String {
    switch self {
    case .parameter: "parameter"
    case .variable: "variable"
    case .constant: "constant"
    case .iota: "iota"
    case .unary(let operation): operation.rawValue
    case .binary(let operation): operation.rawValue
    case .compare(let comparison): comparison.rawValue
    case .select: "select"
    case .convert: "convert"
    case .broadcast: "broadcast"
    case .reshape: "reshape"
    case .transpose: "transpose"
    case .slice: "slice"
    case .pad: "pad"
    case .concatenate: "concatenate"
    case .reduce(let reduction, _): "reduce-\(reduction.rawValue)"
    case .argmax: "argmax"
    case .matmul: "matmul"
    case .gather: "gather"
    case .scatterAdd: "scatter-add"
    case .random: "random"
    case .convolution: "convolution"
    case .convolutionInputGradient: "convolution-input-gradient"
    case .convolutionWeightGradient: "convolution-weight-gradient"
    case .maxPool: "max-pool"
    case .maxPoolGradient: "max-pool-gradient"
    case .maxPoolGather: "max-pool-gather"
    case .averagePool: "average-pool"
    case .averagePoolGradient: "average-pool-gradient"
    case .blockChannels: "block-channels"
    case .unblockChannels: "unblock-channels"
    }
  }
}

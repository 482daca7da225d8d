// Arrays that live on the host: what goes into a program and comes out of it.

/// A dense, row-major array of numbers with its shape.
///
/// Two arrays are equal if their elements have the same bits: 0 and -0 differ, NaN equals itself.
public struct HostTensor: Hashable, Sendable {
  /// The elements, one kind at a time.
  public enum Storage: Hashable, Sendable {
    /// Single-precision numbers.
    case float32([Float])
    /// Integers.
    case int32([Int32])
    /// Truth values.
    case bool([Bool])
  }

  /// The size of every axis.
  public let shape: Shape
  /// The elements in row-major order.
  public let storage: Storage

  /// Single-precision numbers in row-major order.
  /// - Throws: `ShapeError` if their number is not the shape's.
  public init(_ floats: [Float], shape: Shape) throws(ShapeError) {
    try Self.check(count: floats.count, shape: shape)
    self.init(shape: shape, storage: .float32(floats))
  }

  /// Integers in row-major order.
  /// - Throws: `ShapeError` if their number is not the shape's.
  public init(_ integers: [Int32], shape: Shape) throws(ShapeError) {
    try Self.check(count: integers.count, shape: shape)
    self.init(shape: shape, storage: .int32(integers))
  }

  /// Truth values in row-major order.
  /// - Throws: `ShapeError` if their number is not the shape's.
  public init(_ truths: [Bool], shape: Shape) throws(ShapeError) {
    try Self.check(count: truths.count, shape: shape)
    self.init(shape: shape, storage: .bool(truths))
  }

  /// A single number, of shape `[]`.
  public init(_ value: Float) {
    self.init(shape: .scalar, storage: .float32([value]))
  }

  /// A list of numbers, of rank 1.
  public init(_ values: [Float]) {
    self.init(shape: [values.count], storage: .float32(values))
  }

  /// A list of integers, of rank 1.
  public init(_ values: [Int32]) {
    self.init(shape: [values.count], storage: .int32(values))
  }

  /// An array filled with one number; empty where no array can have the shape.
  public init(repeating value: Float, shape: Shape) {
    let count = shape.isPossible ? shape.elementCount : 0
    self.init(shape: shape, storage: .float32([Float](repeating: value, count: count)))
  }

  package init(shape: Shape, storage: Storage) {
    self.shape = shape
    self.storage = storage
  }

  /// The kind of element.
  public var dtype: DType {
    switch storage {
    case .float32: .float32
    case .int32: .int32
    case .bool: .bool
    }
  }

  /// The shape and the kind of element.
  public var type: TensorType { TensorType(shape, dtype) }

  /// The elements as single-precision numbers; truth values read as 0 and 1.
  public var floats: [Float] {
    switch storage {
    case .float32(let values): values
    case .int32(let values): values.map(Float.init)
    case .bool(let values): values.map { $0 ? 1 : 0 }
    }
  }

  /// The elements as integers, numbers rounded towards zero and clamped to the range.
  public var integers: [Int32] {
    switch storage {
    case .float32(let values): values.map(Int32.init(clamping:))
    case .int32(let values): values
    case .bool(let values): values.map { $0 ? 1 : 0 }
    }
  }

  /// The first element as a number, or nil for an empty array.
  public var scalar: Float? {
    switch storage {
    case .float32(let values): values.first
    case .int32(let values): values.first.map(Float.init)
    case .bool(let values): values.first.map { $0 ? 1 : 0 }
    }
  }

  /// Whether every element is a finite number.
  public var isFinite: Bool {
    guard case .float32(let values) = storage else { return true }
    return values.allSatisfy(\.isFinite)
  }

  /// Whether shapes, kinds and bits agree.
  public static func == (a: HostTensor, b: HostTensor) -> Bool {
    guard a.shape == b.shape else { return false }
    switch (a.storage, b.storage) {
    case (.float32(let x), .float32(let y)):
      return zip(x, y).allSatisfy { $0.bitPattern == $1.bitPattern }
    default:
      return a.storage == b.storage
    }
  }

  /// Hashes shape and elements; numbers by their bits.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(shape)
    switch storage {
    case .float32(let values): for value in values { hasher.combine(value.bitPattern) }
    case .int32(let values): hasher.combine(values)
    case .bool(let values): hasher.combine(values)
    }
  }

  private static func check(count: Int, shape: Shape) throws(ShapeError) {
    guard shape.dimensions.allSatisfy({ $0 >= 0 }), count == shape.elementCount else {
      throw ShapeError(
        operation: "HostTensor",
        problem: "\(count) elements came, but shape \(shape) holds \(shape.elementCount)",
        remedy: "pass as many elements as the product of the sizes")
    }
  }
}

extension Int32 {
  /// The number rounded towards zero; NaN is 0 and what is too large for the range its end.
  package init(clamping value: Float) {
    if value.isNaN {
      self = 0
    } else if value >= 2_147_483_648 {
      self = .max
    } else if value <= -2_147_483_648 {
      self = .min
    } else {
      self = Int32(value)
    }
  }
}

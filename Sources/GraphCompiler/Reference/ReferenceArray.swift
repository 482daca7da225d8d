// Arrays of the reference interpreter.

import TensorGraph

/// A dense, row-major array whose `float32` elements are kept as `Real`.
package struct ReferenceArray<Real: ReferenceReal>: Equatable, Sendable {
  /// The elements by the kind that the graph gives them.
  package enum Storage: Equatable, Sendable {
    case float32([Real])
    case int32([Int32])
    case bool([Bool])

    /// The number of elements.
    package var count: Int {
      switch self {
      case .float32(let values): values.count
      case .int32(let values): values.count
      case .bool(let values): values.count
      }
    }
  }

  /// The size of every axis.
  package var shape: Shape
  /// The elements in row-major order.
  package var storage: Storage

  package init(shape: Shape, storage: Storage) {
    self.shape = shape
    self.storage = storage
  }

  /// The same values as a host array.
  package init(_ host: HostTensor) {
    shape = host.shape
    switch host.storage {
    case .float32(let values): storage = .float32(values.map { Real($0) })
    case .int32(let values): storage = .int32(values)
    case .bool(let values): storage = .bool(values)
    }
  }

  /// The kind of element that the graph sees.
  package var dtype: DType {
    switch storage {
    case .float32: .float32
    case .int32: .int32
    case .bool: .bool
    }
  }

  /// The shape and the kind of element.
  package var type: TensorType { TensorType(shape, dtype) }

  /// The elements as double-precision numbers; truth values read as 0 and 1.
  package var doubles: [Double] {
    switch storage {
    case .float32(let values): values.map(\.inDouble)
    case .int32(let values): values.map(Double.init)
    case .bool(let values): values.map { $0 ? 1 : 0 }
    }
  }

  /// The array for the host, rounded to single precision.
  /// - Throws: `ShapeError` if the number of elements is not the shape's.
  package func hostTensor() throws(ShapeError) -> HostTensor {
    switch storage {
    case .float32(let values): try HostTensor(values.map { Float($0) }, shape: shape)
    case .int32(let values): try HostTensor(values, shape: shape)
    case .bool(let values): try HostTensor(values, shape: shape)
    }
  }
}

extension ReferenceArray {
  func reals() throws(InterpreterError) -> [Real] {
    guard case .float32(let values) = storage else { throw .wrongKind(came: type, .float32) }
    return values
  }

  func integers() throws(InterpreterError) -> [Int32] {
    guard case .int32(let values) = storage else { throw .wrongKind(came: type, .int32) }
    return values
  }

  func truths() throws(InterpreterError) -> [Bool] {
    guard case .bool(let values) = storage else { throw .wrongKind(came: type, .bool) }
    return values
  }
}

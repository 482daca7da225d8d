// The memory of one variable.

import CVectorKernels
import TensorGraph

/// A fixed piece of aligned memory that holds a variable's elements between runs.
public final class VariableStorage {
  /// The type, fixed for good.
  public let type: TensorType
  let buffer: AlignedBuffer

  package init(_ value: HostTensor) {
    type = value.type
    // Tracing refuses a shape that no array can have; until then it must do no harm.
    buffer = AlignedBuffer(byteCount: type.shape.isPossible ? type.shape.elementCount * 4 : 0)
    if type.shape.isPossible { buffer.start.write(value) }
  }

  /// The elements now.
  package var value: HostTensor {
    type.shape.isPossible
      ? buffer.start.read(type) : HostTensor(repeating: 0, shape: type.shape)
  }

  /// Replaces the elements.
  /// - Throws: `ShapeError` if the type is not the variable's.
  package func set(_ value: HostTensor) throws(ShapeError) {
    guard value.type == type else {
      throw ShapeError(
        operation: "variable", problem: "\(value.type) came, but it holds \(type)",
        remedy: "pass a value of its type")
    }
    if type.shape.isPossible { buffer.start.write(value) }
  }
}

/// Memory aligned to a cache line, freed with its owner.
final class AlignedBuffer {
  let start: UnsafeMutableRawPointer
  let byteCount: Int

  init(byteCount: Int) {
    self.byteCount = byteCount
    start = .allocate(byteCount: max(byteCount, 64), alignment: MemoryPlan.alignment)
    start.initializeMemory(as: UInt8.self, repeating: 0, count: max(byteCount, 64))
  }

  deinit {
    start.deallocate()
  }

  /// A number of bytes behind which the next piece of memory is aligned again.
  static func aligned(_ byteCount: Int) -> Int {
    (byteCount + MemoryPlan.alignment - 1) / MemoryPlan.alignment * MemoryPlan.alignment
  }
}

extension UnsafeMutableRawPointer {
  /// Copies a host array to four-byte elements; truth values become masks.
  func write(_ value: HostTensor) {
    switch value.storage {
    case .float32(let floats):
      floats.withUnsafeBytes(copyElements)
    case .int32(let integers):
      integers.withUnsafeBytes(copyElements)
    case .bool(let truths):
      for (index, truth) in truths.enumerated() {
        storeBytes(of: truth ? -1 : 0, toByteOffset: index * 4, as: Int32.self)
      }
    }
  }

  private func copyElements(_ bytes: UnsafeRawBufferPointer) {
    if let start = bytes.baseAddress { copyMemory(from: start, byteCount: bytes.count) }
  }
}

extension UnsafeRawPointer {
  /// Reads four-byte elements into a host array.
  func read(_ type: TensorType) -> HostTensor {
    let count = type.shape.elementCount
    switch type.dtype {
    case .float32:
      let values = UnsafeRawBufferPointer(start: self, count: count * 4).bindMemory(to: Float.self)
      return HostTensor(shape: type.shape, storage: .float32(Array(values)))
    case .int32:
      let values = UnsafeRawBufferPointer(start: self, count: count * 4).bindMemory(to: Int32.self)
      return HostTensor(shape: type.shape, storage: .int32(Array(values)))
    case .bool:
      let values = UnsafeRawBufferPointer(start: self, count: count * 4).bindMemory(to: Int32.self)
      return HostTensor(shape: type.shape, storage: .bool(values.map { $0 != 0 }))
    }
  }
}

extension UnsafeMutableRawPointer {
  func read(_ type: TensorType) -> HostTensor {
    UnsafeRawPointer(self).read(type)
  }
}

// The memory of one variable.

import CVectorKernels
import Foundation
import TensorGraph

/// A fixed piece of aligned memory that holds a variable's elements between runs.
///
/// It is empty for a shape that no array can have, which tracing refuses, and where the machine has
/// not got the memory, which `Executable` refuses; until then it does no harm.
public final class VariableStorage {
  /// The type, fixed for good.
  public let type: TensorType
  private let buffer: AlignedBuffer?

  package init(_ value: HostTensor) {
    type = value.type
    buffer = Self.buffer(for: type)
    start?.write(value)
  }

  /// Zeros, without an array of them on the way.
  package init(zeros type: TensorType) {
    self.type = type
    buffer = Self.buffer(for: type)
  }

  /// The elements that another one has now, without an array of them on the way.
  package init(copying other: VariableStorage) {
    type = other.type
    buffer = Self.buffer(for: type)
    if let start, let source = other.start {
      start.copyMemory(from: source, byteCount: other.byteCount)
    }
  }

  private static func buffer(for type: TensorType) -> AlignedBuffer? {
    type.shape.isPossible ? AlignedBuffer(byteCount: type.shape.elementCount * 4) : nil
  }

  /// Where the elements lie; nil where there is no memory for them.
  var start: UnsafeMutableRawPointer? { buffer?.start }

  /// The bytes that the elements take.
  var byteCount: Int { type.shape.isPossible ? type.shape.elementCount * 4 : 0 }

  /// The elements now.
  package var value: HostTensor {
    start?.read(type) ?? HostTensor(shape: type.shape, storage: .float32([]))
  }

  /// Replaces the elements.
  /// - Throws: `ShapeError` if the type is not the variable's.
  package func set(_ value: HostTensor) throws(ShapeError) {
    guard value.type == type else {
      throw ShapeError(
        operation: "variable", problem: "\(value.type) came, but it holds \(type)",
        remedy: "pass a value of its type")
    }
    start?.write(value)
  }
}

/// Memory aligned to a cache line, freed with its owner.
final class AlignedBuffer {
  let start: UnsafeMutableRawPointer

  /// Zeros; nil where the machine has not got so much memory.
  init?(byteCount: Int) {
    let size = max(byteCount, 64)
    guard let memory = MachineMemory.allocate(size) else { return nil }
    start = memory
    start.initializeMemory(as: UInt8.self, repeating: 0, count: size)
  }

  deinit {
    free(start)
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

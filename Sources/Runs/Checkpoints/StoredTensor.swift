// A named array as it lies in a checkpoint: type, shape and bytes.

import Foundation

#if !_endian(little)
  #error("Checkpoints are read and written on little-endian machines only.")
#endif

/// A named array of numbers: type, shape and little-endian bytes in row-major order.
public struct StoredTensor: Sendable, Equatable {
  /// The type of the elements.
  public enum DataType: String, Sendable, CaseIterable {
    /// 32-bit floating point.
    case float32 = "F32"
    /// Signed 32-bit integers.
    case int32 = "I32"
    /// Signed 64-bit integers.
    case int64 = "I64"
    /// Bytes.
    case uint8 = "U8"

    /// The size of an element in bytes.
    public var size: Int {
      switch self {
      case .float32, .int32: 4
      case .int64: 8
      case .uint8: 1
      }
    }
  }

  /// The name, such as "generator.linear1.weight".
  public let name: String
  /// The type of the elements.
  public let dataType: DataType
  /// The length of each axis; empty for a scalar.
  public let shape: [Int]
  /// The elements; of a file that was read, a slice whose first index is not zero.
  public let bytes: Data

  /// Creates a tensor from its bytes; `SafetensorsFile` checks that they fit the shape.
  public init(name: String, dataType: DataType, shape: [Int], bytes: Data) {
    self.name = name
    self.dataType = dataType
    self.shape = shape
    self.bytes = bytes
  }

  /// Creates a tensor of 32-bit floating-point numbers.
  public init(name: String, shape: [Int], values: [Float]) {
    self.init(name: name, dataType: .float32, shape: shape, bytes: rawBytes(values))
  }

  /// Creates a tensor of 32-bit integers.
  public init(name: String, shape: [Int], values: [Int32]) {
    self.init(name: name, dataType: .int32, shape: shape, bytes: rawBytes(values))
  }

  /// Creates a tensor of 64-bit integers.
  public init(name: String, shape: [Int], values: [Int64]) {
    self.init(name: name, dataType: .int64, shape: shape, bytes: rawBytes(values))
  }

  /// Creates a tensor of bytes.
  public init(name: String, shape: [Int], values: [UInt8]) {
    self.init(name: name, dataType: .uint8, shape: shape, bytes: Data(values))
  }

  /// The elements if they are 32-bit floating-point numbers.
  public var floats: [Float]? { dataType == .float32 ? elements(zero: 0) : nil }

  /// The elements if they are 32-bit integers.
  public var int32s: [Int32]? { dataType == .int32 ? elements(zero: 0) : nil }

  /// The elements if they are 64-bit integers.
  public var int64s: [Int64]? { dataType == .int64 ? elements(zero: 0) : nil }

  /// The elements if they are bytes.
  public var uint8s: [UInt8]? { dataType == .uint8 ? elements(zero: 0) : nil }

  /// The bytes that a shape and a type need; nil if an axis is negative or the product overflows.
  static func byteCount(shape: [Int], dataType: DataType) -> Int? {
    var count = dataType.size
    // An axis of no length makes the product zero only if no other is negative.
    for length in shape where length < 0 { return nil }
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      if overflow { return nil }
      count = product
    }
    return count
  }

  private func elements<Element: BitwiseCopyable>(zero: Element) -> [Element] {
    let count = bytes.count / MemoryLayout<Element>.size
    var elements = [Element](repeating: zero, count: count)
    _ = elements.withUnsafeMutableBytes { bytes.copyBytes(to: $0) }
    return elements
  }
}

private func rawBytes<Element: BitwiseCopyable>(_ values: [Element]) -> Data {
  values.withUnsafeBytes { Data($0) }
}

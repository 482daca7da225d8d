// An array of numbers in the form of NumPy's .npy files.

import Foundation

#if !_endian(little)
  #error("Arrays are written on little-endian machines only.")
#endif

/// An array of numbers in row-major order.
public struct NPYArray: Sendable, Equatable {
  /// The elements with their type.
  public enum Values: Sendable, Equatable {
    /// 32-bit floating-point numbers.
    case float32([Float])
    /// Signed 32-bit integers.
    case int32([Int32])
    /// Signed 64-bit integers.
    case int64([Int64])
  }

  /// The length of each axis; empty for a scalar.
  public let shape: [Int]
  /// The elements.
  public let values: Values

  /// Creates an array; the writer checks that the values fit the shape.
  public init(shape: [Int], values: Values) {
    self.shape = shape
    self.values = values
  }

  /// The elements as little-endian bytes.
  var bytes: Data {
    switch values {
    case .float32(let values): values.withUnsafeBytes { Data($0) }
    case .int32(let values): values.withUnsafeBytes { Data($0) }
    case .int64(let values): values.withUnsafeBytes { Data($0) }
    }
  }

  /// The size of the elements in bytes.
  var byteCount: Int {
    switch values {
    case .float32(let values): 4 * values.count
    case .int32(let values): 4 * values.count
    case .int64(let values): 8 * values.count
    }
  }

  private var descriptor: (code: String, count: Int) {
    switch values {
    case .float32(let values): ("<f4", values.count)
    case .int32(let values): ("<i4", values.count)
    case .int64(let values): ("<i8", values.count)
    }
  }

  /// The header of format version 1.0: magic, length, and a Python dictionary padded to 64 bytes.
  func header(name: String) throws(NPZError) -> Data {
    var product = 1
    for length in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: length)
      // NumPy 1 reads at most 32 axes.
      guard length >= 0, !overflow, shape.count <= 32 else {
        throw .badShape(name: name, shape: shape)
      }
      product = next
    }
    let (code, count) = descriptor
    guard product == count else { throw .wrongCount(name: name, shape: shape, count: count) }
    let axes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '\(code)', 'fortran_order': False, 'shape': (\(axes)), }"
    let prefixLength = 10
    let unpadded = prefixLength + text.utf8.count + 1
    text += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = UInt16(text.utf8.count)
    let prefix: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]
    return Data(prefix) + Data([UInt8(length & 0xFF), UInt8(length >> 8)]) + Data(text.utf8)
  }
}

/// An archive of arrays that cannot be written.
public enum NPZError: Error, Sendable, Equatable, CustomStringConvertible {
  /// An array has more or fewer elements than its shape.
  case wrongCount(name: String, shape: [Int], count: Int)
  /// A shape has a negative axis, too many axes, or too many elements.
  case badShape(name: String, shape: [Int])
  /// A name is empty, too long or holds a zero byte.
  case badName(String)
  /// The archive would be larger than the format allows.
  case tooLarge(name: String, largest: Int)
  /// The archive would hold more arrays than the format allows.
  case tooMany(count: Int, largest: Int)

  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .wrongCount(let name, let shape, let count):
      "The array \(name) has \(count) elements, and its shape \(shape) needs another number."
    case .badShape(let name, let shape):
      "The array \(name) has the shape \(shape). Needed: at most 32 axes, none negative."
    case .badName(let name):
      "An array cannot be named \"\(name.prefix(60))\". Needed: 1 to 65531 bytes without zeros."
    case .tooLarge(let name, let largest):
      "With the array \(name) the archive exceeds \(largest) bytes. Write several archives."
    case .tooMany(let count, let largest):
      "The archive would hold \(count) arrays, and \(largest) are possible. Write several archives."
    }
  }
}

// The safetensors format: a JSON header with names, types, shapes and offsets, then the bytes.

import Foundation

/// The content of a safetensors file: named tensors in order, and text metadata.
///
/// Layout: the length of the header as 8 little-endian bytes, the header, the data. The header is
/// JSON padded with spaces to a multiple of 8. It lists the tensors in the given order; in the data,
/// those with larger elements come first, so that every tensor is aligned to its element size
/// without the holes that the format forbids. Equal content gives equal bytes.
///
/// The metadata key "checksum" is FNV-1a (64 bits) over the data and then the description of the
/// tensors and the rest of the metadata. It is written always and checked if it is there.
public struct SafetensorsFile: Sendable, Equatable {
  /// The tensors, in order, each name once.
  public let tensors: [StoredTensor]
  /// The metadata, without the checksum.
  public let metadata: [String: String]
  /// Where the content came from, for messages.
  public let source: String

  static let metadataKey = "__metadata__"
  static let checksumKey = "checksum"
  static let longestHeader = 100_000_000

  /// Creates the content of a file.
  ///
  /// - Throws: `SafetensorsError` if a name is there twice or bytes do not fit their shape.
  public init(
    tensors: [StoredTensor], metadata: [String: String] = [:], source: String = "new checkpoint"
  ) throws(SafetensorsError) {
    var names: Set<String> = [SafetensorsFile.metadataKey]
    for tensor in tensors {
      let problem: SafetensorsError.Problem
      let needed = StoredTensor.byteCount(shape: tensor.shape, dataType: tensor.dataType)
      if !names.insert(tensor.name).inserted {
        problem = .duplicateName(tensor.name)
      } else if needed == nil {
        problem = .badShape(tensor: tensor.name, shape: tensor.shape)
      } else if let needed, needed != tensor.bytes.count {
        problem = .wrongLength(tensor: tensor.name, needed: needed, found: tensor.bytes.count)
      } else {
        continue
      }
      throw SafetensorsError(file: source, offset: 0, problem: problem)
    }
    self.source = source
    self.tensors = tensors
    self.metadata = metadata.filter { $0.key != SafetensorsFile.checksumKey }
  }

  /// The tensor with a name, or nil.
  public subscript(name: String) -> StoredTensor? {
    tensors.first { $0.name == name }
  }

  /// The tensor with a name, which must be there and of a type and a shape.
  ///
  /// - Throws: `SafetensorsError` with the problem `missingTensor` or `wrongKind`.
  public func tensor(
    _ name: String, _ dataType: StoredTensor.DataType, shape: [Int]
  ) throws(SafetensorsError) -> StoredTensor {
    guard let tensor = self[name] else {
      throw SafetensorsError(file: source, offset: 8, problem: .missingTensor(name))
    }
    guard tensor.dataType == dataType, tensor.shape == shape else {
      throw SafetensorsError(
        file: source, offset: 8,
        problem: .wrongKind(
          tensor: name, needed: "\(dataType.rawValue) \(shape)",
          found: "\(tensor.dataType.rawValue) \(tensor.shape)"))
    }
    return tensor
  }

  /// Whether two files have the same content, wherever it came from.
  public static func == (first: SafetensorsFile, second: SafetensorsFile) -> Bool {
    first.tensors == second.tensors && first.metadata == second.metadata
  }

  /// The whole file in memory.
  public var data: Data { parts.reduce(into: Data()) { $0 += $1 } }

  /// The file in pieces, to be written without joining them in memory.
  public var parts: [Data] {
    let stored = SafetensorsFile.dataOrder(tensors)
    var offset = 0
    var ranges: [String: Range<Int>] = [:]
    for tensor in stored {
      ranges[tensor.name] = offset..<offset + tensor.bytes.count
      offset += tensor.bytes.count
    }
    var allMetadata = metadata
    allMetadata[SafetensorsFile.checksumKey] = SafetensorsFile.checksum(
      of: tensors, metadata: metadata)
    let pairs = allMetadata.sorted { $0.key < $1.key }
      .map { "\(jsonString($0.key)):\(jsonString($0.value))" }
    var header = "{\"\(SafetensorsFile.metadataKey)\":{\(pairs.joined(separator: ","))}"
    for tensor in tensors {
      let range = ranges[tensor.name] ?? 0..<0
      header += ",\(jsonString(tensor.name)):{\"dtype\":\"\(tensor.dataType.rawValue)\","
      header += "\"shape\":[\(tensor.shape.map(String.init).joined(separator: ","))],"
      header += "\"data_offsets\":[\(range.lowerBound),\(range.upperBound)]}"
    }
    header += "}"
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    return [length + Data(header.utf8)] + stored.map(\.bytes)
  }

  /// The tensors in the order of their bytes: larger elements first, else as given.
  static func dataOrder(_ tensors: [StoredTensor]) -> [StoredTensor] {
    [8, 4, 1].flatMap { size in tensors.filter { $0.dataType.size == size } }
  }

  /// The checksum over data, tensor descriptions and metadata.
  static func checksum(of tensors: [StoredTensor], metadata: [String: String]) -> String {
    var hash = FNV1a()
    for tensor in dataOrder(tensors) {
      tensor.bytes.withUnsafeBytes { hash.combine($0) }
    }
    for tensor in tensors {
      hash.combine("\(jsonString(tensor.name)) \(tensor.dataType.rawValue) \(tensor.shape)\n")
    }
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      hash.combine("\(jsonString(key)) \(jsonString(value))\n")
    }
    return hash.hexadecimal
  }
}

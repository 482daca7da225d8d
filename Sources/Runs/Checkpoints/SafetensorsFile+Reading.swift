// Reads safetensors files and believes nothing that they claim.

import Foundation

extension SafetensorsFile {
  /// Reads a file.
  ///
  /// - Parameter requiresChecksum: whether a file without a checksum is refused, as is right for
  ///   files that this program has written.
  /// - Throws: `SafetensorsError` with the path and the byte.
  public init(
    contentsOf url: URL, requiresChecksum: Bool = false
  ) throws(SafetensorsError) {
    let data: Data
    do {
      data = try Files.read(url.path)
    } catch {
      throw SafetensorsError(
        file: url.path, offset: 0, problem: .unreadable(error.failure ?? .inputOutput))
    }
    try self.init(data: data, file: url.path, requiresChecksum: requiresChecksum)
  }

  /// Reads a file that is in memory; `file` names it in errors.
  ///
  /// Nothing is allocated on the word of the header; the tensors share the memory of the data.
  public init(
    data: Data, file: String, requiresChecksum: Bool = false
  ) throws(SafetensorsError) {
    let header = try SafetensorsFile.header(of: data, file: file)
    var reader = HeaderReader(bytes: header, file: file)
    try reader.read()

    let dataStart = data.startIndex + 8 + header.count
    try SafetensorsFile.check(
      reader.entries, dataLength: data.endIndex - dataStart, headerLength: header.count,
      file: file)
    let tensors = reader.entries.map { entry in
      StoredTensor(
        name: entry.name, dataType: entry.dataType, shape: entry.shape,
        bytes: data[dataStart + entry.begin..<dataStart + entry.end])
    }
    try self.init(tensors: tensors, metadata: reader.metadata, source: file)

    let stored = reader.metadata[SafetensorsFile.checksumKey]
    if let stored {
      let computed = SafetensorsFile.checksum(of: tensors, metadata: metadata)
      guard stored == computed else {
        throw SafetensorsError(
          file: file, offset: 0, problem: .wrongChecksum(stored: stored, computed: computed))
      }
    } else if requiresChecksum {
      throw SafetensorsError(file: file, offset: 0, problem: .missingChecksum)
    }
  }

  private static func header(of data: Data, file: String) throws(SafetensorsError) -> [UInt8] {
    guard data.count >= 8 else {
      throw SafetensorsError(
        file: file, offset: 0, problem: .truncated(needed: 8, found: data.count))
    }
    let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(longestHeader) else {
      throw SafetensorsError(file: file, offset: 0, problem: .headerTooLong(length))
    }
    let end = 8 + Int(length)
    guard end <= data.count else {
      throw SafetensorsError(
        file: file, offset: 8, problem: .truncated(needed: end, found: data.count))
    }
    return Array(data[data.startIndex + 8..<data.startIndex + end])
  }

  /// Checks that the tensors cover the data without holes, overlaps or anything left over.
  private static func check(
    _ entries: [HeaderReader.Entry], dataLength: Int, headerLength: Int, file: String
  ) throws(SafetensorsError) {
    var expected = 0
    for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      guard entry.begin == expected, entry.end >= entry.begin, entry.end <= dataLength else {
        throw SafetensorsError(
          file: file, offset: entry.position,
          problem: .badOffsets(tensor: entry.name, begin: entry.begin, end: entry.end))
      }
      expected = entry.end
    }
    guard expected == dataLength else {
      throw SafetensorsError(
        file: file, offset: 8 + headerLength + expected,
        problem: .badHeader("\(dataLength - expected) bytes at the end belong to no tensor"))
    }
  }
}

/// Reads the JSON header into entries in the order of the file.
private struct HeaderReader {
  struct Entry {
    let name: String
    let dataType: StoredTensor.DataType
    let shape: [Int]
    let begin: Int
    let end: Int
    let position: Int
  }

  private(set) var entries: [Entry] = []
  private(set) var metadata: [String: String] = [:]
  private var scanner: JSONScanner
  private let file: String

  init(bytes: [UInt8], file: String) {
    scanner = JSONScanner(bytes)
    self.file = file
  }

  mutating func read() throws(SafetensorsError) {
    do {
      try readMembers()
    } catch let fault as JSONFault {
      throw SafetensorsError(
        file: file, offset: 8 + fault.position, problem: .badHeader(fault.reason))
    } catch let error as SafetensorsError {
      throw error
    } catch {
      throw SafetensorsError(file: file, offset: 8, problem: .badHeader("\(error)"))
    }
  }

  private mutating func readMembers() throws {
    var names: Set<String> = []
    try scanner.expect("{")
    if !scanner.take("}") {
      repeat {
        let position = 8 + scanner.position
        let name = try scanner.string().text
        guard names.insert(name).inserted else {
          throw SafetensorsError(file: file, offset: position, problem: .duplicateName(name))
        }
        try scanner.expect(":")
        if name == SafetensorsFile.metadataKey {
          try readMetadata()
        } else {
          try readEntry(name, at: position)
        }
      } while scanner.take(",")
      try scanner.expect("}")
    }
    try scanner.expectEnd()
  }

  private mutating func readMetadata() throws {
    try scanner.expect("{")
    if scanner.take("}") { return }
    repeat {
      let position = 8 + scanner.position
      let key = try scanner.string().text
      try scanner.expect(":")
      let value = try scanner.string().text
      guard metadata.updateValue(value, forKey: key) == nil else {
        throw SafetensorsError(file: file, offset: position, problem: .duplicateName(key))
      }
    } while scanner.take(",")
    try scanner.expect("}")
  }

  private mutating func readEntry(_ name: String, at position: Int) throws {
    var dataType: StoredTensor.DataType?
    var shape: [Int]?
    var offsets: [Int]?
    try scanner.expect("{")
    repeat {
      let field = try scanner.string().text
      try scanner.expect(":")
      switch field {
      case "dtype" where dataType == nil:
        let type = try scanner.string().text
        dataType = StoredTensor.DataType(rawValue: type)
        if dataType == nil {
          throw SafetensorsError(
            file: file, offset: position, problem: .unknownDataType(tensor: name, type: type))
        }
      case "shape" where shape == nil: shape = try integers()
      case "data_offsets" where offsets == nil: offsets = try integers()
      default: throw scanner.fault("\(quoted(field)) is unknown or there twice")
      }
    } while scanner.take(",")
    try scanner.expect("}")
    guard let dataType, let shape, let offsets, offsets.count == 2 else {
      throw scanner.fault("\(quoted(name)) lacks its type, its shape or its two offsets")
    }
    guard let needed = StoredTensor.byteCount(shape: shape, dataType: dataType) else {
      throw SafetensorsError(
        file: file, offset: position, problem: .badShape(tensor: name, shape: shape))
    }
    let (begin, end) = (offsets[0], offsets[1])
    guard begin >= 0, end >= begin else {
      throw SafetensorsError(
        file: file, offset: position, problem: .badOffsets(tensor: name, begin: begin, end: end))
    }
    guard end - begin == needed else {
      throw SafetensorsError(
        file: file, offset: position,
        problem: .wrongLength(tensor: name, needed: needed, found: end - begin))
    }
    entries.append(
      Entry(
        name: name, dataType: dataType, shape: shape, begin: begin, end: end, position: position))
  }

  private mutating func integers() throws -> [Int] {
    var values: [Int] = []
    try scanner.expect("[")
    if scanner.take("]") { return values }
    repeat { values.append(try scanner.integer()) } while scanner.take(",")
    try scanner.expect("]")
    return values
  }
}

// Tests of the safetensors format: layout, round trip, and a reader that believes nothing.

import Foundation
import Runs
import TestSupport
import Testing

@Suite struct SafetensorsTests {
  static let tensors = [
    StoredTensor(name: "flags", shape: [3], values: [1, 0, 255] as [UInt8]),
    StoredTensor(name: "weight", shape: [2, 3], values: [1, -2, 0.5, .infinity, -0.0, 0x1p-140]),
    StoredTensor(name: "step", shape: [], values: [Int64.min]),
    StoredTensor(name: "empty", shape: [0, 7], values: [] as [Float]),
    StoredTensor(name: "labels \"é\"", shape: [1, 2], values: [-1, .max] as [Int32]),
  ]

  static func file() throws -> SafetensorsFile {
    try SafetensorsFile(tensors: tensors, metadata: ["step": "5000", "a": "\"quoted\"\n"])
  }

  /// A file of a header and data, both as given.
  static func bytes(_ header: String, _ data: [UInt8], length: UInt64? = nil) -> Data {
    let length = length ?? UInt64(header.utf8.count)
    return withUnsafeBytes(of: length.littleEndian) { Data($0) } + Data(header.utf8) + Data(data)
  }

  @Test func roundTrip() throws {
    let file = try Self.file()
    let copy = try SafetensorsFile(data: file.data, file: "f", requiresChecksum: true)
    #expect(copy == file)
    #expect(copy.tensors.map(\.name) == Self.tensors.map(\.name))
    #expect(copy.metadata == ["step": "5000", "a": "\"quoted\"\n"])
    #expect(copy["weight"]?.floats == [1, -2, 0.5, .infinity, -0.0, 0x1p-140])
    #expect(copy["step"]?.int64s == [.min])
    #expect(copy["labels \"é\""]?.int32s == [-1, .max])
    #expect(copy["flags"]?.uint8s == [1, 0, 255])
    #expect(copy["flags"]?.floats == nil)
    #expect(copy.data == file.data)
    // A slice of something larger does not begin at index zero.
    let inside = (Data([9, 9, 9]) + file.data).dropFirst(3)
    #expect(try SafetensorsFile(data: inside, file: "f") == file)
  }

  @Test func layout() throws {
    let data = try SafetensorsFile(
      tensors: [
        StoredTensor(name: "b", shape: [1], values: [7] as [UInt8]),
        StoredTensor(name: "f", shape: [1], values: [1] as [Float]),
        StoredTensor(name: "i", shape: [1], values: [2] as [Int64]),
      ]
    ).data
    let length = Int(data[0]) + Int(data[1]) << 8
    #expect(length % 8 == 0)
    let header = String(decoding: data[8..<8 + length], as: UTF8.self)
    #expect(header.hasPrefix("{\"__metadata__\":{\"checksum\":\""))
    #expect(
      header.contains(
        "\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[12,13]},"
          + "\"f\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
          + "\"i\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}"))
    #expect(Array(data[(8 + length)...]) == [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128, 63, 7])
  }

  @Test func contentIsCheckedBeforeWriting() {
    let one = StoredTensor(name: "a", shape: [1], values: [1] as [Float])
    for tensors in [
      [one, one], [StoredTensor(name: "__metadata__", shape: [1], values: [1] as [Float])],
      [StoredTensor(name: "a", shape: [2], values: [1] as [Float])],
      [StoredTensor(name: "a", shape: [-1, -1], values: [1] as [Float])],
      [StoredTensor(name: "a", shape: [.max, .max], values: [1] as [Float])],
    ] {
      #expect(throws: SafetensorsError.self) { try SafetensorsFile(tensors: tensors) }
    }
  }

  @Test func tensorsAreFetchedByKind() throws {
    let file = try SafetensorsFile(data: try Self.file().data, file: "f.safetensors")
    #expect(try file.tensor("weight", .float32, shape: [2, 3]) == Self.tensors[1])
    func message(_ name: String, _ shape: [Int]) -> String {
      do {
        _ = try file.tensor(name, .float32, shape: shape)
        return ""
      } catch {
        return error.description
      }
    }
    #expect(message("wieght", [2, 3]).hasPrefix("f.safetensors, byte 8: there is no tensor"))
    #expect(
      message("weight", [3, 2]).contains("\"weight\" is F32 [2, 3] and F32 [3, 2] is needed"))
    #expect(message("step", []).contains("\"step\" is I64 [] and F32 [] is needed"))
  }

  typealias Problem = SafetensorsError.Problem
  private static let four = #""dtype":"F32","shape":[1],"data_offsets":[0,4]"#

  /// A header of one tensor "a".
  private static func one(_ type: String, _ shape: String, _ offsets: String) -> String {
    #"{^"a":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
  }

  /// Damaged headers with "^" at the byte to be named, the bytes of data, and the problem if it is
  /// another than a damaged header.
  static let damaged: [(header: String, data: Int, problem: Problem?)] = [
    ("^", 0, nil), ("^[]", 0, nil), (#"{"a":{^}}"#, 0, nil), (#"{"a":^[]}"#, 0, nil),
    (#"{"a":{\#(four)}^"#, 4, nil), (#"{"a":{\#(four)}}^x"#, 4, nil),
    (#"{"a":{\#(four)},^}"#, 4, nil), (#"{"a":{\#(four),"shape":^[1]}}"#, 4, nil),
    (#"{"a":{\#(four),"more":^1}}"#, 4, nil), (#"{"a":{"dtype":"F32","shape":[1]}^}"#, 4, nil),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}^}"#, 4, nil),
    (#"{"a":{"dtype":"F32","shape":[^1.0],"data_offsets":[0,4]}}"#, 4, nil),
    (#"{"a":{"dtype":"F32","shape":^{},"data_offsets":[0,4]}}"#, 4, nil),
    (#"{"a":{"dtype":^4,"shape":[1],"data_offsets":[0,4]}}"#, 4, nil),
    (#"{"__metadata__":{"a":^1}}"#, 0, nil), (#"{"__metadata__":^[]}"#, 0, nil), ("{}^", 4, nil),
    (#"{"a":{\#(four)},^"a":{\#(four)}}"#, 4, .duplicateName("a")),
    (#"{"__metadata__":{"k":"",^"k":""}}"#, 0, .duplicateName("k")),
    (#"{"__metadata__":{},^"__metadata__":{}}"#, 0, .duplicateName("__metadata__")),
    (one("F16", "[2]", "[0,4]"), 4, .unknownDataType(tensor: "a", type: "F16")),
    (one("F32", "[-1,-1]", "[0,4]"), 4, .badShape(tensor: "a", shape: [-1, -1])),
    (one("F32", "[0,-1]", "[0,0]"), 0, .badShape(tensor: "a", shape: [0, -1])),
    (one("I64", "[4611686018427387904]", "[0,0]"), 0, .badShape(tensor: "a", shape: [1 << 62])),
    (one("F32", "[2]", "[0,4]"), 4, .wrongLength(tensor: "a", needed: 8, found: 4)),
    (one("F32", "[1]", "[4,0]"), 4, .badOffsets(tensor: "a", begin: 4, end: 0)),
    (one("F32", "[1]", "[-4,0]"), 0, .badOffsets(tensor: "a", begin: -4, end: 0)),
    (one("F32", "[1]", "[0,4]"), 3, .badOffsets(tensor: "a", begin: 0, end: 4)),
    (one("F32", "[1]", "[4,8]"), 8, .badOffsets(tensor: "a", begin: 4, end: 8)),
    (
      one("U8", "[9223372036854775807]", "[0,9223372036854775807]"), 4,
      .badOffsets(tensor: "a", begin: 0, end: .max)
    ),
    (
      #"{"a":{\#(four)},^"b":{"dtype":"U8","shape":[3],"data_offsets":[2,5]}}"#, 5,
      .badOffsets(tensor: "b", begin: 2, end: 5)
    ),
  ]

  @Test(arguments: Self.damaged.indices)
  func damagedHeadersAreNamed(_ index: Int) throws {
    let (marked, count, problem) = Self.damaged[index]
    let header = marked.replacingOccurrences(of: "^", with: "")
    let offset = 8 + (marked.firstIndex(of: "^")?.utf16Offset(in: marked) ?? -1)
    let data = Self.bytes(header, [UInt8](repeating: 0, count: count))
    let error = #expect(throws: SafetensorsError.self) {
      try SafetensorsFile(data: data, file: "f.safetensors")
    }
    #expect(error?.offset == offset, "\(header): \(error?.description ?? "")")
    #expect(error?.file == "f.safetensors")
    if let problem {
      #expect(error?.problem == problem)
    } else if case .badHeader = error?.problem {
    } else {
      Issue.record("\(header): \(error?.description ?? "")")
    }
  }

  @Test func bytesOfNoTensorAreRefused() {
    let data = Self.bytes("{\"a\":{\(Self.four)}}", [1, 2, 3, 4, 5])
    let problem = Problem.badHeader("1 bytes at the end belong to no tensor")
    #expect(throws: SafetensorsError(file: "f", offset: data.count - 1, problem: problem)) {
      try SafetensorsFile(data: data, file: "f")
    }
  }

  @Test func foreignFilesWithoutChecksumAreRead() throws {
    let data = Self.bytes("{\"a\":{\(Self.four)}}  ", [0, 0, 128, 63])
    let file = try SafetensorsFile(data: data, file: "f")
    #expect(file["a"]?.floats == [1])
    #expect(throws: SafetensorsError(file: "f", offset: 0, problem: .missingChecksum)) {
      try SafetensorsFile(data: data, file: "f", requiresChecksum: true)
    }
  }

  @Test func claimedLengthsAreNotBelieved() throws {
    for (data, problem) in [
      (Data([1, 2, 3]), Problem.truncated(needed: 8, found: 3)),
      (Self.bytes("{}", [], length: 50), .truncated(needed: 58, found: 10)),
      (Self.bytes("{}", [], length: 100_000_001), .headerTooLong(100_000_001)),
      (Self.bytes("{}", [], length: .max), .headerTooLong(.max)),
    ] {
      let error = #expect(throws: SafetensorsError.self) {
        try SafetensorsFile(data: data, file: "f")
      }
      #expect(error?.problem == problem)
    }
  }

  @Test func everyTruncationAndEveryFlippedBitIsNoticed() throws {
    let file = try Self.file()
    let bytes = Array(file.data)
    for length in 0..<bytes.count {
      #expect(throws: SafetensorsError.self) {
        try SafetensorsFile(data: Data(bytes[..<length]), file: "f")
      }
    }
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << UInt8(bit)
        let read = try? SafetensorsFile(data: Data(damaged), file: "f", requiresChecksum: true)
        #expect(read == nil || read == file, "byte \(index) bit \(bit)")
      }
    }
  }

  @Test func randomDamageThrowsOrIsHarmless() throws {
    let file = try Self.file()
    let bytes = Array(file.data)
    var generator = TestGenerator(seed: 2018)
    for _ in 0..<5000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let index = Int.random(in: 0..<damaged.count, using: &generator)
        let byte =
          Bool.random(using: &generator)
          ? UInt8.random(in: 0...255, using: &generator)
          : Array("0123456789-\"[]{},: \\e".utf8).randomElement(using: &generator) ?? 0
        switch Int.random(in: 0..<4, using: &generator) {
        case 0, 1: damaged[index] = byte
        case 2: damaged.insert(byte, at: index)
        default: damaged.remove(at: index)
        }
      }
      let read = try? SafetensorsFile(data: Data(damaged), file: "f", requiresChecksum: true)
      #expect(read == nil || read == file)
      // Without the checksum the same damage may go unnoticed, but it must not crash.
      _ = try? SafetensorsFile(data: Data(damaged), file: "f")
    }
  }

  @Test func aFlippedDataBitIsAChecksumError() throws {
    var data = try Self.file().data
    data[data.count - 1] ^= 1
    let error = #expect(throws: SafetensorsError.self) {
      try SafetensorsFile(data: data, file: "f")
    }
    guard case .wrongChecksum = error?.problem else {
      Issue.record("another error: \(error?.description ?? "")")
      return
    }
  }
}

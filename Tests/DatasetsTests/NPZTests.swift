// Tests of the .npy and .npz writer: headers, zip structure, determinism, limits, NumPy itself.

import Datasets
import Foundation
import Testing

@Suite struct NPZTests {
  static let arrays: [String: NPYArray] = [
    "samples": NPYArray(shape: [2, 3], values: .float32([1, -2, 0.5, 0x1p-140, .infinity, -0.0])),
    "labels": NPYArray(shape: [3], values: .int32([-1, 0, .max])),
    "seed": NPYArray(shape: [], values: .int64([.min])),
    "none": NPYArray(shape: [0, 4], values: .float32([])),
  ]

  @Test func fileIsByteForByteTheFormat() throws {
    let data = try NPZWriter.file(NPYArray(shape: [2], values: .int32([1, -1])))
    let text = "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }"
    #expect(Array(data.prefix(10)) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0])
    #expect(data.count == 128 + 8)
    #expect(String(decoding: data[10..<10 + text.utf8.count], as: UTF8.self) == text)
    #expect(data[127] == 0x0A)
    #expect(Array(data[128...]) == [1, 0, 0, 0, 255, 255, 255, 255])
  }

  @Test func archivesAreDeterministicAndSized() throws {
    let archive = try NPZWriter.archive(Self.arrays)
    let reversed = Dictionary(uniqueKeysWithValues: Self.arrays.reversed())
    #expect(try NPZWriter.archive(reversed) == archive)
    let sizes = [("samples", 152), ("labels", 140), ("seed", 136), ("none", 128)]
      .map { (name: $0.0, payload: $0.1) }
    #expect(try NPZWriter.archiveSize(sizes) == archive.count)
    #expect(try NPZWriter.archive([:]).count == 22)
  }

  @Test func checksumsAreThePublishedOnes() throws {
    // The check value of CRC-32 is that of the digits 1 to 9; here the bytes are an .npy file's,
    // so the value in the archive is compared with a plain bit-by-bit computation.
    let array = NPYArray(shape: [4], values: .float32([1, 2, 3, 4]))
    let archive = try NPZWriter.archive(["x": array])
    var expected = UInt32.max
    for byte in try NPZWriter.file(array) {
      expected ^= UInt32(byte)
      for _ in 0..<8 { expected = expected & 1 == 1 ? expected >> 1 ^ 0xEDB8_8320 : expected >> 1 }
    }
    let stored = archive[14..<18].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    #expect(stored == ~expected)
  }

  @Test func misfitsAreRefused() {
    for (array, error) in [
      (
        NPYArray(shape: [2], values: .float32([1])),
        NPZError.wrongCount(name: "x", shape: [2], count: 1)
      ),
      (NPYArray(shape: [-1], values: .float32([])), .badShape(name: "x", shape: [-1])),
      (
        NPYArray(shape: [.max, 2], values: .float32([])),
        .badShape(name: "x", shape: [.max, 2])
      ),
      (
        NPYArray(shape: [Int](repeating: 1, count: 33), values: .int64([1])),
        .badShape(name: "x", shape: [Int](repeating: 1, count: 33))
      ),
    ] {
      #expect(throws: error) { try NPZWriter.archive(["x": array]) }
    }
    let scalar = NPYArray(shape: [], values: .int64([1]))
    for name in ["", "a\u{0}b", String(repeating: "x", count: 65_532)] {
      #expect(throws: NPZError.badName(name)) { try NPZWriter.archive([name: scalar]) }
    }
  }

  @Test func archivesAboveTheLimitAreRefused() throws {
    let limit = Int(UInt32.max)
    let overhead = 22 + 30 + 46 + 2 * 5
    #expect(try NPZWriter.archiveSize([("x", limit - overhead)]) == limit)
    #expect(throws: NPZError.tooLarge(name: "x", largest: limit)) {
      try NPZWriter.archiveSize([("x", limit - overhead + 1)])
    }
    #expect(throws: NPZError.tooLarge(name: "y", largest: limit)) {
      try NPZWriter.archiveSize([("x", 1 << 31), ("y", 1 << 31)])
    }
    #expect(throws: NPZError.tooLarge(name: "x", largest: limit)) {
      try NPZWriter.archiveSize([("x", .max)])
    }
    #expect(throws: NPZError.tooMany(count: 65_535, largest: 65_534)) {
      try NPZWriter.archiveSize((0..<65_535).map { ("\($0)", 0) })
    }
  }

  @Test func numpyReadsThem() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("mixlab-tests-\(UUID().uuidString).npz")
    defer { try? FileManager.default.removeItem(at: file) }
    try NPZWriter.archive(Self.arrays).write(to: file)
    let script = """
      import sys
      try:
          import numpy as np
      except ImportError:
          sys.exit(77)
      a = np.load(sys.argv[1])
      assert sorted(a.files) == ["labels", "none", "samples", "seed"], a.files
      assert a.zip.testzip() is None
      s = np.array([[1, -2, .5], [2.0**-140, np.inf, -0.0]], np.float32)
      assert a["samples"].dtype == np.float32 and a["samples"].tobytes() == s.tobytes()
      assert a["labels"].dtype == np.int32 and a["labels"].tolist() == [-1, 0, 2**31 - 1]
      assert a["seed"].dtype == np.int64 and a["seed"].shape == () and a["seed"] == -2**63
      assert a["none"].shape == (0, 4)
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, file.path]
    try process.run()
    process.waitUntilExit()
    if [77, 127].contains(process.terminationStatus) {
      print("numpyReadsThem: not checked, python3 with numpy is not installed")
    } else {
      #expect(process.terminationStatus == 0)
    }
  }
}

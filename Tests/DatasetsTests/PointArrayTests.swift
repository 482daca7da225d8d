// Points in .npy and .npz: what NumPy writes, what is refused, and damaged bytes.

import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct PointArrayTests {
  private static let wanted: [Double] = [1, 2, 3, -4, 0.5, 8]

  private func read(_ bytes: some Sequence<UInt8>) throws -> [Double] {
    original(try PointFile.parse(Data(bytes), file: "p"))
  }

  /// An .npy file of format version 1.0 with a header as it stands.
  private func file(_ header: String, _ body: [UInt8]) -> [UInt8] {
    let length = UInt16(header.utf8.count)
    return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
      + Array(header.utf8) + body
  }

  private func header(_ code: String, _ shape: String) -> String {
    "{'descr': '\(code)', 'fortran_order': False, 'shape': \(shape), }\n"
  }

  @Test(arguments: [
    NumPyFiles.doubles, NumPyFiles.fortranOrder, NumPyFiles.version2, NumPyFiles.version3,
    NumPyFiles.archive,
  ])
  func arraysOfNumPyAreRead(bytes: [UInt8]) throws {
    let values = try read(bytes)
    #expect(values.count == 6)
    for (value, expected) in zip(values, Self.wanted) { #expect(abs(value - expected) < 1e-6) }
  }

  @Test func compressedArchivesAreRead() throws {
    let values = try read(NumPyFiles.compressedArchive)
    #expect(values.count == 240)
    for (index, value) in values.enumerated() {
      #expect(abs(value - Self.wanted[index % 6]) < 1e-6)
    }
  }

  @Test func everyKindOfElementIsRead() throws {
    for values: NPYArray.Values in [
      .float32([1, -2, 3, 7]), .int32([1, -2, 3, 7]), .int64([1, -2, 3, 7]),
    ] {
      let array = NPYArray(shape: [2, 2], values: values)
      for bytes in [
        try NPZWriter.file(array), try NPZWriter.archive(["any": array]),
        try NPZWriter.archive(["points": array, "other": array, "z": array]),
      ] {
        let numbers: [Double] = [1, -2, 3, 7]
        for (value, expected) in zip(try read(bytes), numbers) {
          #expect(abs(value - expected) < 1e-6)
        }
      }
    }
  }

  @Test func otherArraysAreRefused() throws {
    let nan: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0xC0, 0x7F]
    let cases: [([UInt8], found: String)] = [
      (NumPyFiles.bigEndian, "elements of type \">f4\""), (NumPyFiles.structures, "structures"),
      (NumPyFiles.objects, "elements of type \"|O\""),
      (file(header("<f2", "(1, 2)"), [0, 0, 0, 0]), "elements of type \"<f2\""),
      (file(header("<f4", "(2, 1)"), [UInt8](repeating: 0, count: 8)), "shape (2, 1)"),
      (file(header("<f4", "(2,)"), [UInt8](repeating: 0, count: 8)), "shape (2)"),
      (file(header("<f4", "()"), [0, 0, 0, 0]), "shape ()"),
      (file(header("<f4", "(2, 2)"), [UInt8](repeating: 0, count: 15)), "15 bytes"),
      (file(header("<f4", "(2, 2)"), [UInt8](repeating: 0, count: 17)), "17 bytes"),
      (file(header("<f4", "(1, 2)"), nan), "nan in row 0, column 1"),
      (file("{'descr': '<f4', 'shape': (1, 2), }", nan), "a header"),
      (file(header("<f4", "(99999999999999999999, 2)"), nan), "a header"),
      (file(header("<f4", "(-1, 2)"), nan), "a header"), (file("{", nan), "a header"),
      (file(header("<f4", "(1, 2)") + "x", nan), "a header"),
      (Array(file("{}", []).prefix(9)), "something else"),
      (Array(NumPyFiles.doubles.prefix(40)), "a file that is cut off"),
      ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0, 255, 255, 255, 255], "a file that is cut off"),
      ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 4, 0, 0, 0, 0, 0], "version 4.0"),
      ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0, 0, 0, 0], "a file that is cut off"),
    ]
    for (bytes, found) in cases {
      let error = try #require(throws: PointFileError.self) { try read(bytes) }
      guard case .malformedArray("p", nil, let came, _) = error else {
        Issue.record("\(found): \(error)")
        continue
      }
      #expect(came.hasPrefix(found))
    }
    #expect(throws: PointFileError.noPoints(file: "p")) {
      try read(file(header("<f8", "(0, 2)"), []))
    }
    for count in [10_000_001, Int.max] {
      #expect(
        throws: PointFileError.tooLarge(
          file: "p", what: "the number of points", largest: 10_000_000)
      ) { try read(file(header("<f8", "(\(count), 2)"), [])) }
    }
  }

  @Test func namesOfArraysAreShownWithoutControls() throws {
    let name = "\u{1B}[2J\u{9B}" + String(repeating: "n", count: 60)
    let shown = "array \\u{1B}[2J\\u{009B}nnn"
    let array = NPYArray(shape: [2, 3], values: .float32([1, 2, 3, 4, 5, 6]))
    let archive = [UInt8](try NPZWriter.archive([name: array]))
    let error = try #require(throws: PointFileError.self) { try read(archive) }
    #expect("\(error)".contains(shown) && "\(error)".utf8.count < 150, "\(error)")
    let images = try #require(throws: ImageFileError.self) {
      try ImageArrays.split(archive, file: "p", name: "p")
    }
    #expect("\(images)".contains(shown) && "\(images)".utf8.count < 250, "\(images)")
  }

  @Test func otherArchivesAreRefused() throws {
    let array = NPYArray(shape: [2, 2], values: .float32([1, 2, 3, 4]))
    let archive = [UInt8](try NPZWriter.archive(["x": array]))
    let end = archive.count - 22
    let central = 30 + 5 + 128 + 16
    let cases: [([UInt8], found: String)] = [
      (NumPyFiles.unnamedArrays, "the arrays \"arr_0, arr_1\""),
      (NumPyFiles.bzip2Archive, "\"x.npy\" with compression method 12"),
      ([UInt8](try NPZWriter.archive([:])), "no array"),
      ([UInt8](try NPZWriter.archive(["x": array, "samples": array])), "the arrays"),
      (archive + [0], "an archive that is cut off"), (Array(archive.dropLast()), "an archive that"),
      (changed(archive, [(end + 10, 0xFF), (end + 11, 0xFF)]), "an archive with the zip64"),
      (changed(archive, [(end + 4, 1)]), "a part of an archive"),
      (changed(archive, [(end + 16, 3)]), "a damaged archive"),
      (changed(archive, (24...27).map { (central + $0, 0xFF) }), "\"x.npy\" with the zip64"),
      (changed(archive, [(central + 8, 1)]), "the encrypted entry"),
      (changed(archive, [(central + 42, 9)]), "a damaged archive"),
      (changed(archive, [(central + 42, 0), (central + 45, 0x7F)]), "a damaged archive"),
      (changed(archive, [(central - 1, 0x55)]), "a damaged archive"),
      (changed(archive, [(central + 10, 8)]), "bytes after the end of compressed"),
    ]
    for (bytes, found) in cases {
      let error = try #require(throws: PointFileError.self) { try read(bytes) }
      guard case .malformedArchive("p", let came, let needed) = error else {
        Issue.record("\(found): \(error)")
        continue
      }
      #expect(came.hasPrefix(found))
      #expect(error.description == "p: \(came) came. Needed: \(needed).")
    }
    // 1 GiB of declared size, a few bytes of content.
    let bomb = changed(archive, [(central + 10, 8), (central + 27, 0x40)])
    #expect(
      throws: PointFileError.tooLarge(
        file: "p", what: "the array \"x.npy\"", largest: PointFile.largestFile)
    ) { try read(bomb) }
  }

  private func changed(_ bytes: [UInt8], _ changes: [(place: Int, value: UInt8)]) -> [UInt8] {
    var bytes = bytes
    for change in changes { bytes[change.place] = change.value }
    return bytes
  }

  /// Whatever the bytes, there are points or a typed error, and never the end of the process.
  @Test(arguments: [
    NumPyFiles.doubles, NumPyFiles.version2, NumPyFiles.archive, NumPyFiles.compressedArchive,
    NumPyFiles.structures, NumPyFiles.unnamedArrays,
  ])
  func damagedBytesNeverTrap(bytes: [UInt8]) throws {
    var refused = 0
    for length in 0..<bytes.count {
      do throws(PointFileError) {
        _ = try PointFile.parse(Data(bytes.prefix(length)), file: "p")
      } catch {
        refused += 1
      }
    }
    #expect(refused == bytes.count)
    var isFinite = true
    for place in bytes.indices {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF, bytes[place] ^ 1] {
        let damaged = Data(changed(bytes, [(place, value)]))
        do throws(PointFileError) {
          let points = try PointFile.parse(damaged, file: "p")
          isFinite = isFinite && points.points.allSatisfy(\.isFinite)
        } catch {
          refused += 1
        }
      }
    }
    #expect(isFinite)
    #expect(refused > bytes.count)
  }
}

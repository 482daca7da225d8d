// Sets in CIFAR's records: archives, unpacked folders, and what is refused.

import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct CIFARImageTests {
  /// The bytes of one image, different for each.
  private static func image(_ seed: Int) -> [UInt8] {
    (0..<3072).map { UInt8(truncatingIfNeeded: $0 * 7 + seed * 31) }
  }

  private static let batches: [String: [UInt8]] = [
    "one.bin": [3] + image(0) + [9] + image(1), "two.bin": [0] + image(2),
    "test.bin": [5] + image(3),
  ]

  /// A made-up set of records with one label.
  private static func entry(
    _ contents: [String: [UInt8]] = batches, format: CatalogEntry.Format = .cifar10,
    classes: Int = 10, training: Int = 3
  ) -> CatalogEntry {
    CatalogEntry(
      name: "tiny", title: "made up", channels: 3, height: 32, width: 32, trainingCount: training,
      testCount: 1, classNames: (0..<classes).map(String.init), source: "", terms: "",
      format: format,
      files: [
        CatalogFile(
          name: "tiny.tar.gz", byteCount: 0, sha256: "", mirrors: [],
          contents: ["one.bin", "two.bin", "test.bin"].compactMap { name in
            contents[name].map { bytes in
              CatalogContent(
                name: name, byteCount: bytes.count, sha256: SHA256.hexadecimal(of: bytes[...]),
                isTraining: name != "test.bin", role: .records)
            }
          })
      ], subfolders: ["batches"])
  }

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func load(_ entry: CatalogEntry = entry()) throws -> ImageSplit {
    try DataLocation(folder: folder.url.path).locate(entry).load()
  }

  /// An archive of the batches, some of them with other bytes.
  private func archive(_ changes: [String: [UInt8]] = [:]) -> [UInt8] {
    ImageFixtures.tar(
      Self.batches.merging(changes) { $1 }.sorted { $0.key < $1.key }.map { name, bytes in
        ImageFixtures.tarEntry("batches/" + name, bytes)
      })
  }

  private func expectAll(_ entry: CatalogEntry = entry()) throws {
    let split = try load(entry)
    #expect(split.training.labels == [3, 9, 0])
    #expect(split.training.pixels == Self.image(0) + Self.image(1) + Self.image(2))
    #expect(split.test?.labels == [5])
    #expect(split.test?.pixels == Self.image(3))
  }

  @Test func archivesAndFolders() throws {
    try folder.write(ImageFixtures.gzip(archive()), to: "tiny.tar.gz")
    try expectAll()
    try folder.write(archive(), to: "tiny.tar.gz")
    try expectAll()
    let check = CatalogVerification(
      try DataLocation(folder: folder.url.path).locate(Self.entry()))
    #expect(check.isGood && check.files.map(\.state) == [.samePublishedContent])
    try FileManager.default.removeItem(at: folder.place("tiny.tar.gz"))
    for (name, bytes) in Self.batches { try folder.write(bytes, to: "batches/" + name) }
    try expectAll()
  }

  @Test func whatArchivesHoldBesidesIsPassedOver() throws {
    let long = String(repeating: "x", count: 150)
    let entries = [
      ImageFixtures.tarEntry("batches/", [], type: "5"),
      ImageFixtures.tarEntry("././@LongLink", Array(long.utf8), type: "L"),
      ImageFixtures.tarEntry(String(long.prefix(100)), [1, 2, 3]),
      ImageFixtures.tarEntry("pax", Array("30 path=one.bin\n".utf8), type: "x"),
      ImageFixtures.tarEntry("one.bin", [], type: "2"),
      ImageFixtures.tarEntry("../../one.bin", Self.batches["one.bin"] ?? []),
      ImageFixtures.tarEntry("/etc/two.bin", Self.batches["two.bin"] ?? [], type: "\0"),
      ImageFixtures.tarEntry("test.bin", Self.batches["test.bin"] ?? []),
    ]
    try folder.write(ImageFixtures.tar(entries), to: "tiny.tar.gz")
    try expectAll()
    // Nothing of an archive is ever written.
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names == ["tiny.tar.gz"])
  }

  @Test func theFineOfTwoLabelsIsKept() throws {
    let contents: [String: [UInt8]] = [
      "one.bin": [19, 99] + Self.image(0) + [0, 1] + Self.image(1),
      "test.bin": [4, 55] + Self.image(2),
    ]
    let entry = Self.entry(contents, format: .cifar100, classes: 100, training: 2)
    for (name, bytes) in contents { try folder.write(bytes, to: name) }
    let split = try load(entry)
    #expect(split.training.labels == [99, 1])
    #expect(split.training.pixels == Self.image(0) + Self.image(1))
    #expect(split.test?.labels == [55])
    try folder.write([20, 99] + Self.image(0) + [0, 1] + Self.image(1), to: "one.bin")
    #expect(
      try imageFileError { _ = try load(entry) }
        == .malformed(file: "one.bin", offset: 0, found: "the label 20", needed: "0 to 19"))
  }

  @Test func damagedRecordsAreRefused() throws {
    try folder.write(
      archive(["one.bin": [3] + Self.image(0) + [10] + Self.image(1)]), to: "tiny.tar.gz")
    let label = try imageFileError { _ = try load() }
    #expect(
      label.description
        == "tiny.tar.gz, one.bin, byte 3073: the label 10 came. Needed: 0 to 9.")
    for bytes in [Array(Self.batches["two.bin"]?.dropLast() ?? []), [], [0, 1]] {
      try folder.write(archive(["two.bin": bytes]), to: "tiny.tar.gz")
      guard
        case .malformed("tiny.tar.gz, two.bin", _, let found, _) = try imageFileError({
          _ = try load()
        })
      else {
        Issue.record("\(bytes.count)")
        continue
      }
      #expect(found == "\(bytes.count) bytes")
    }
    let few = Self.entry(training: 4)
    try folder.write(archive(), to: "tiny.tar.gz")
    let count = try imageFileError { _ = try load(few) }
    #expect("\(count)".contains("3 images came. Needed: 4"))
  }

  @Test func damagedArchivesAreRefused() throws {
    let good = archive()
    var noChecksum = good
    noChecksum[0] ^= 1
    let huge = ImageFixtures.tarEntry("one.bin", [1], claimed: 0o77_777_777_777)
    let one = ImageFixtures.tarEntry("one.bin", Self.batches["one.bin"] ?? [])
    let cases: [([UInt8], found: String)] = [
      (noChecksum, "no header of a tar archive"), (Array(good.dropLast(1024)), "the end of the"),
      (Array(good.prefix(2048)), "an entry that is longer"), ([], "the end of the archive"),
      (good + [0, 1], "something after the end"), (huge, "an entry that is longer"),
      (ImageFixtures.tar([one]), "an archive of \"one.bin\""),
      (ImageFixtures.tar([]), "an archive without files"),
      (ImageFixtures.tar([one, one]), "2 files named \"one.bin\""),
    ]
    for (bytes, wanted) in cases {
      try folder.write(bytes, to: "tiny.tar.gz")
      guard case .malformed("tiny.tar.gz", _, let found, _) = try imageFileError({ _ = try load() })
      else {
        Issue.record("\(wanted)")
        continue
      }
      #expect(found.hasPrefix(wanted), "\(found)")
    }
    for packed in [Array(ImageFixtures.gzip(good).prefix(5000)), [0x1F, 0x8B]] {
      try folder.write(packed, to: "tiny.tar.gz")
      #expect("\(try imageFileError { _ = try load() })".contains("a whole gzip file"))
    }
  }

  @Test func bombsAreBounded() throws {
    let size = Self.batches.values.reduce(0) { $0 + $1.count }
    let bomb = ImageFixtures.gzip(archive() + [UInt8](repeating: 0, count: 1 << 20))
    try folder.write(bomb, to: "tiny.tar.gz")
    #expect(
      try imageFileError { _ = try load() }
        == .tooLarge(
          file: "tiny.tar.gz", what: "the unpacked content", largest: size + 1 << 20))
  }

  /// Whatever a header says, there is a set or a typed error.
  @Test func damagedHeadersNeverTrap() throws {
    let good = archive()
    for place in 0..<512 {
      for value: UInt8 in [0, 0x30, 0x37, 0x80, 0xFF] {
        var damaged = good
        damaged[place] = value
        try folder.write(damaged, to: "tiny.tar.gz")
        do { _ = try load() } catch { #expect(error is ImageFileError, "\(error)") }
      }
    }
  }
}

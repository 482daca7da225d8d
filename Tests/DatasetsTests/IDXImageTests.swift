// Sets in IDX files: where they are found, how they are packed, and what is refused.

import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct IDXImageTests {
  /// A made-up set of 3 training and 2 test images of 2 x 4 pixels in 3 classes.
  private static let entry = CatalogEntry(
    name: "tiny", title: "made up", channels: 1, height: 2, width: 4, trainingCount: 3,
    testCount: 2, classNames: ["a", "b", "c"], source: "", terms: "", format: .idx,
    files: contents.map { name, bytes, isTraining, role in
      CatalogFile(
        name: name + ".gz", byteCount: ImageFixtures.gzip(bytes).count,
        sha256: SHA256.hexadecimal(of: ImageFixtures.gzip(bytes)[...]), mirrors: [],
        contents: [
          CatalogContent(
            name: name, alternativeNames: [name.replacingOccurrences(of: "-idx", with: ".idx")],
            byteCount: bytes.count, sha256: SHA256.hexadecimal(of: bytes[...]),
            isTraining: isTraining, role: role)
        ])
    }, subfolders: ["raw"])

  private static let contents: [(String, [UInt8], Bool, CatalogContent.Role)] = [
    ("train-images-idx3", ImageFixtures.idx([3, 2, 4], Array(0..<24)), true, .images),
    ("train-labels-idx1", ImageFixtures.idx([3], [2, 0, 1]), true, .labels),
    ("test-images-idx3", ImageFixtures.idx([2, 2, 4], Array(100..<116)), false, .images),
    ("test-labels-idx1", ImageFixtures.idx([2], [1, 1]), false, .labels),
  ]

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Writes all files, one of them with other bytes.
  private func write(
    _ place: String = "", packed: Bool = true, changing name: String? = nil,
    to bytes: [UInt8] = [], rename: (String) -> String = { $0 }
  ) throws {
    for (file, content, _, _) in Self.contents {
      let plain = file == name ? bytes : content
      let stored = packed ? ImageFixtures.gzip(plain) : plain
      try folder.write(stored, to: place + rename(packed ? file + ".gz" : file))
    }
  }

  private func load() throws -> ImageSplit {
    try DataLocation(folder: folder.url.path).locate(Self.entry).load()
  }

  private func expectAll() throws {
    let split = try load()
    #expect(split.training.pixels == Array(0..<24))
    #expect(split.training.labels == [2, 0, 1])
    #expect(split.test?.pixels == Array(100..<116))
    #expect(split.test?.labels == [1, 1])
    #expect(split.training.sizeText == "1 x 2 x 4")
    #expect(split.training.classNames == ["a", "b", "c"])
  }

  @Test func packedFiles() throws {
    try write()
    try expectAll()
    let check = CatalogVerification(try DataLocation(folder: folder.url.path).locate(Self.entry))
    #expect(check.isGood)
    #expect(check.files.map(\.state) == [.published, .published, .published, .published])
  }

  @Test func plainFilesWhateverTheirNamesSay() throws {
    try write(packed: false)
    try expectAll()
    let check = CatalogVerification(try DataLocation(folder: folder.url.path).locate(Self.entry))
    #expect(check.isGood)
    #expect(check.files.allSatisfy { $0.state == .samePublishedContent })
    // The content says what it is: plain bytes under the name of packed ones.
    try write("tiny/", packed: false, rename: { $0 + ".gz" })
    try expectAll()
  }

  @Test func otherNamesAndFolders() throws {
    try write(packed: false, rename: { $0.replacingOccurrences(of: "-idx", with: ".idx") })
    try expectAll()
    try FileManager.default.removeItem(at: folder.place("train.idx").deletingLastPathComponent())
    try write("tiny/raw/")
    try expectAll()
  }

  @Test func aFolderOfItsNameComesFirst() throws {
    try write("tiny/")
    try write(changing: "train-images-idx3", to: [1, 2, 3])
    try expectAll()
  }

  /// What the loader says of a file with other bytes.
  private func error(_ name: String, _ bytes: [UInt8], packed: Bool = true) throws -> ImageFileError
  {
    try write(packed: packed, changing: name, to: bytes)
    return try imageFileError { _ = try load() }
  }

  @Test func damagedHeadersAreRefused() throws {
    let name = "train-images-idx3"
    let body = [UInt8](repeating: 7, count: 24)
    let cases: [([UInt8], offset: Int, found: String)] = [
      ([], 0, "0 bytes"), ([0, 0, 8], 0, "3 bytes"), ([1, 0, 8, 3], 0, "no IDX header"),
      ([0, 0, 0x0D, 3] + body, 2, "elements of type 0xd"),
      (ImageFixtures.idx([3], [0, 1, 2]), 3, "1 axis (a file of labels)"),
      (ImageFixtures.idx([3, 2], body), 3, "2 axes"),
      (Array(ImageFixtures.idx([3, 2, 4], body).prefix(15)), 15, "the end of the file"),
      (ImageFixtures.idx([3, 0, 4], body), 8, "0 rows"),
      (ImageFixtures.idx([3, 2, 5000], body), 12, "5000 columns"),
      (ImageFixtures.idx([0, 2, 4], []), 4, "no elements"),
      (Array(ImageFixtures.idx([3, 2, 4], body).dropLast()), 39, "23 bytes after the header"),
      (ImageFixtures.idx([2, 2, 4], body), 32, "24 bytes after the header"),
      (ImageFixtures.idx([4_294_967_295, 4096, 4096], body), 40, "24 bytes after the header"),
    ]
    for (bytes, offset, found) in cases {
      guard case .malformed(let file, offset, let came, _) = try error(name, bytes) else {
        Issue.record("\(found): \(try error(name, bytes))")
        continue
      }
      #expect(file == "train-images-idx3.gz, unpacked")
      #expect(came == found)
    }
    let text = try error(name, ImageFixtures.idx([3], [0, 1, 2])).description
    #expect(
      text == "train-images-idx3.gz, unpacked, byte 3: 1 axis (a file of labels) came. "
        + "Needed: 3, as a file of images has.")
  }

  @Test func partsThatDisagreeAreRefused() throws {
    let cases: [(String, [UInt8], offset: Int?, found: String)] = [
      ("train-labels-idx1", ImageFixtures.idx([2], [0, 1]), 4, "2 labels"),
      ("train-labels-idx1", ImageFixtures.idx([3], [0, 3, 1]), 9, "the label 3"),
      ("train-images-idx3", ImageFixtures.idx([2, 2, 4], Array(0..<16)), nil, "2 images"),
      ("test-images-idx3", ImageFixtures.idx([2, 4, 2], Array(0..<16)), 8, "images of 4 x 2"),
      ("test-labels-idx1", ImageFixtures.idx([2, 1, 1], [0, 0]), 3, "3 axes (a file of images)"),
    ]
    for (name, bytes, offset, found) in cases {
      guard case .malformed(_, offset, found, _) = try error(name, bytes, packed: false) else {
        Issue.record("\(found): \(try error(name, bytes, packed: false))")
        continue
      }
    }
  }

  @Test func bombsAreBounded() throws {
    let bomb = ImageFixtures.idx([3, 2, 4], [UInt8](repeating: 0, count: 100_000))
    #expect(
      try error("train-images-idx3", bomb)
        == .tooLarge(file: "train-images-idx3.gz", what: "the unpacked content", largest: 40))
  }

  /// Whatever the bytes, there is a set or a typed error.
  @Test func damagedBytesNeverTrap() throws {
    try write()
    for (name, content, _, _) in Self.contents {
      for packed in [true, false] {
        let whole = packed ? ImageFixtures.gzip(content) : content
        for length in 0..<whole.count {
          try folder.write(Array(whole.prefix(length)), to: name + ".gz")
          _ = try imageFileError { _ = try load() }
        }
        for place in whole.indices {
          var damaged = whole
          damaged[place] ^= 0xFF
          try folder.write(damaged, to: name + ".gz")
          do { _ = try load() } catch { #expect(error is ImageFileError, "\(error)") }
        }
      }
      try folder.write(ImageFixtures.gzip(content), to: name + ".gz")
    }
    try expectAll()
  }

  @Test func verificationTellsWhatDiffers() throws {
    try write(changing: "test-labels-idx1", to: ImageFixtures.idx([2], [0, 1]))
    let location = DataLocation(folder: folder.url.path)
    let check = CatalogVerification(try location.locate(Self.entry))
    #expect(!check.isGood)
    #expect(check.split != nil)
    #expect(check.files.dropLast().allSatisfy { $0.state == .published })
    guard case .different(let what)? = check.files.last?.state else {
      Issue.record("\(check.files)")
      return
    }
    #expect(what.hasPrefix("test-labels-idx1.gz, unpacked: other content came."))

    try write(changing: "test-labels-idx1", to: [1])
    let broken = CatalogVerification(try location.locate(Self.entry))
    #expect(!broken.isGood)
    #expect(broken.split == nil)
    #expect(broken.failure?.contains("1 bytes came") == true)
  }
}

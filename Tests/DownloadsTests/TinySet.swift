// A set of two small files that servers of the tests give, and what a download of it did.

import Datasets
import Downloads
import Foundation
import TestSupport

/// A published set of a test.
struct TinySet {
  /// The bytes of its files.
  let contents: [String: [UInt8]]
  let entry: CatalogEntry
  /// The larger file.
  static let large = "large.bin"
  static let small = "small.bin"

  init(mirrors: [String] = []) {
    var generator = TestGenerator(seed: 7)
    let contents = [
      Self.large: (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &generator) },
      Self.small: Array("a few bytes".utf8),
    ]
    self.contents = contents
    entry = CatalogEntry(
      name: "tiny", title: "a set of a test", channels: 1, height: 1, width: 1, trainingCount: 1,
      testCount: 1, classNames: ["one"], source: "a test", terms: "none", format: .idx,
      files: [Self.large, Self.small].map { name in
        let bytes = contents[name, default: []]
        let sum = SHA256.hexadecimal(of: bytes[...])
        return CatalogFile(
          name: name, byteCount: bytes.count, sha256: sum, mirrors: mirrors.map { $0 + name },
          contents: [
            CatalogContent(
              name: name, byteCount: bytes.count, sha256: sum, isTraining: name == Self.large,
              role: .records)
          ])
      })
  }

  /// The bytes of the file that a request asks for.
  func content(_ request: LoopbackRequest) -> [UInt8] {
    contents[URL(fileURLWithPath: request.path).lastPathComponent] ?? []
  }

  /// What an ordinary server answers.
  func reply(_ request: LoopbackRequest) -> LoopbackReply { .file(content(request), request) }

  /// Downloads the set into a folder.
  func fetch(
    into folder: TemporaryFolder, mirrors: [String] = [], observer: (any DownloadObserver)? = nil,
    stallSeconds: Int = 30, shouldStop: @escaping () -> Bool = { false }
  ) throws -> DownloadReport {
    try SetDownload(
      entry, location: DataLocation(folder: folder.url.path), mirrors: mirrors,
      patience: TransferPatience(stallSeconds: stallSeconds)
    ).run(observer: observer, shouldStop: shouldStop)
  }
}

extension TemporaryFolder {
  /// The names in the folder of the set, sorted.
  func names() -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: place("tiny").path)
    return (names ?? []).sorted()
  }

  /// The bytes of a file of the set; nil where there is none.
  func bytes(_ name: String) -> [UInt8]? {
    (try? Data(contentsOf: place("tiny/" + name))).map { [UInt8]($0) }
  }

  /// Puts bytes into the folder of the set.
  func put(_ bytes: some Sequence<UInt8>, _ name: String) throws {
    try FileManager.default.createDirectory(
      at: place("tiny"), withIntermediateDirectories: true)
    try Data(bytes).write(to: place("tiny/" + name))
  }
}

/// What a download told.
final class Notes: DownloadObserver {
  private(set) var offsets: [Int] = []
  private(set) var failures: [TransferFailure] = []
  private(set) var largest = 0

  func began(_ file: CatalogFile, at address: URL, having byteCount: Int) {
    offsets.append(byteCount)
  }

  func received(_ byteCount: Int) { largest = max(largest, byteCount) }

  func failed(at address: URL, _ failure: TransferFailure) { failures.append(failure) }
}

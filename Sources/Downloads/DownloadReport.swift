// What fetching a set came to, for a terminal and for machines.

import Datasets
import Foundation
import Runs

/// The files of a set, and which of them were fetched.
public struct DownloadReport: Sendable {
  /// One file.
  struct File: Sendable {
    let published: CatalogFile
    /// Where it came from; nil where it was there.
    let address: String?
    /// The bytes that came over the network.
    let received: Int

    init(_ published: CatalogFile, fetched: FileDownload.Fetched?) {
      self.published = published
      address = fetched?.address.absoluteString
      received = fetched?.received ?? 0
    }

    var state: String { address == nil ? "was there" : "fetched" }
  }

  private let entry: CatalogEntry
  private let files: [File]
  /// Where the files lie; nil where the set is part of the program.
  public let folder: URL?

  init(_ entry: CatalogEntry, folder: URL?, files: [File]) {
    self.entry = entry
    self.folder = folder
    self.files = files
  }

  /// The bytes that came over the network.
  public var receivedBytes: Int { files.reduce(0) { $0 + $1.received } }

  /// Lines for a reader.
  public var text: String {
    guard let folder else { return "\(entry.name) is part of the program: nothing to fetch" }
    let table = TextTable(
      ["file", "size", "state"],
      files.map { [$0.published.name, Files.sizeText($0.published.byteCount), $0.state] })
    return "\(entry.name): \(folder.path)\n\(table.text)"
  }

  /// One object: name, folder, bytes_received, files.
  public var json: String {
    let head: MetricsRecord = [
      "name": .text(entry.name), "folder": folder.map { .text($0.path) } ?? .null,
      "bytes_received": .integer(receivedBytes),
    ]
    let list = files.map { file in
      let record: MetricsRecord = [
        "name": .text(file.published.name), "bytes": .integer(file.published.byteCount),
        "sha256": .text(file.published.sha256), "state": .text(file.state),
        "address": file.address.map { .text($0) } ?? .null,
      ]
      return record.json
    }
    return "\(head.json.dropLast()),\"files\":[\(list.joined(separator: ","))]}"
  }
}

// Whether a set of images is what was published and can be read, for a terminal and for machines.

import Datasets
import Foundation
import Runs

/// The result of verifying a source of images.
public struct ImageDataVerification: Sendable {
  private let name: String
  private let origin: String
  private let files: [CatalogVerification.FileCheck]
  private let split: ImageSplit?
  private let failure: String?
  /// Whether everything is as published and can be read.
  public let isGood: Bool

  /// Reads all files of a source, and compares them where checksums are published.
  ///
  /// - Throws: `DataLocationError` where the files of a published set are not there; what is wrong
  ///   with a file of the user's own.
  public init(_ source: any ImageSource) throws {
    name = source.name
    guard let published = source as? CatalogSource else {
      files = []
      let split = try source.load()
      self.split = split
      failure = nil
      origin = split.origin
      isGood = true
      return
    }
    let check = CatalogVerification(try published.location.locate(published.entry))
    origin = check.located.origin
    files = check.files
    split = check.split
    failure = check.failure
    isGood = check.isGood
  }

  /// Lines for a reader: every file, what was read, and the verdict.
  public var text: String {
    var lines = ["\(name): \(origin)"]
    if !files.isEmpty {
      let table = TextTable(
        ["file", "bytes", "state"], files.map { [$0.name, "\($0.byteCount)", $0.state.word] })
      lines.append(table.text)
      lines += files.compactMap(\.state.difference)
    }
    for part in split?.parts ?? [] {
      let classes = part.classNames.count
      lines.append(
        "read \(part.name): \(part.count) images of \(part.sizeText), "
          + (part.labels == nil ? "no labels" : "\(classes) class\(classes == 1 ? "" : "es")"))
    }
    lines += split?.remarks ?? []
    if let failure { lines.append("cannot be read: \(failure)") }
    lines.append(
      isGood
        ? (files.isEmpty ? "good" : "good: as published")
        : "bad: fetch it again with mixlab data fetch \(name), or download "
          + (ImageCatalog.named(name)?.addresses ?? name))
    return lines.joined(separator: "\n")
  }

  /// One object: name, origin, good, files, parts.
  public var json: String {
    let head: MetricsRecord = [
      "name": .text(name), "origin": .text(origin), "good": .flag(isGood),
      "failure": failure.map { .text($0) } ?? .null,
    ]
    let checks = files.map { file in
      let record: MetricsRecord = [
        "name": .text(file.name), "bytes": .integer(file.byteCount), "sha256": .text(file.sha256),
        "state": .text(file.state.word),
        "difference": file.state.difference.map { .text($0) } ?? .null,
      ]
      return record.json
    }
    let parts = (split?.parts ?? []).map { part in
      let record: MetricsRecord = ["name": .text(part.name), "images": .integer(part.count)]
      return record.json
    }
    return "\(head.json.dropLast()),\"files\":[\(checks.joined(separator: ","))],"
      + "\"parts\":[\(parts.joined(separator: ","))]}"
  }
}

extension CatalogVerification.FileCheck.State {
  /// The state for a table.
  fileprivate var word: String {
    switch self {
    case .published: "as published"
    case .samePublishedContent: "content as published"
    case .different: "different"
    }
  }

  /// What differs from what was published.
  fileprivate var difference: String? {
    if case .different(let what) = self { what } else { nil }
  }
}

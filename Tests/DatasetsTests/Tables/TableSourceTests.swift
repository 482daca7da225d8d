// Names of tables, the places of their files, and what is said of damaged ones.

import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct TableSourceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var location: DataLocation { DataLocation(folder: folder.url.path, environment: [:]) }

  private func load(_ name: String, label: String? = nil) throws -> TableSplit {
    try TableSources.named(name, label: label, location: location).load()
  }

  private func fileError(_ name: String) throws -> TableFileError {
    try #require(throws: TableFileError.self) { _ = try load(name) }
  }

  /// 17,898 rows that only look like the published ones.
  private func signals(_ count: Int = 17_898) -> [UInt8] {
    Array((0..<count).map { "1,2,3,4,5,6,7,\($0 % 9),\($0 % 2)\r" }.joined().utf8)
  }

  @Test func namesMeanTablesOrFiles() {
    #expect(TableSources.kind("iris") == .published("iris"))
    #expect(TableSources.kind("csv:a:b.txt") == .file(.csv, path: "a:b.txt"))
    #expect(TableSources.kind("arff:x") == .file(.arff, path: "x"))
    for name in ["", "csv:", "Iris", "x.csv", "npz:a"] { #expect(TableSources.kind(name) == nil) }
    #expect(
      TableSources.validNames == [
        "iris", "abalone", "arcene", "arrhythmia", "htru2", "phishing", "csv:FILE", "arff:FILE",
      ])
  }

  @Test func namesThatMeanNothingAreRefused() throws {
    let error = try #require(throws: TableSourceError.self) {
      _ = try TableSources.named("irsi\u{7}", location: location)
    }
    #expect(error == .unknown(name: "irsi\u{7}"))
    #expect(error.description.hasPrefix("no table is named \"irsi\\u{07}\". Needed: one of iris, "))
    #expect(throws: TableSourceError.labelOfPublished(name: "iris", label: "2")) {
      _ = try TableSources.named("iris", label: "2", location: location)
    }
    #expect(try TableSources.named("iris", label: "", location: location).load().parts.count == 1)
  }

  @Test func ownFilesAreRead() throws {
    let url = try folder.write(Array("a,b,c\n1,x,2\n3,y,4\n".utf8), to: "flowers.txt")
    let split = try load("csv:\(url.path)", label: "b")
    #expect(split.name == "flowers" && split.origin == url.path)
    #expect(split.training.classNames == ["x", "y"] && split.training.featureNames == ["a", "c"])
    let other = try folder.write(
      Array("@relation r\n@attribute x real\n@attribute c {a,b}\n@data\n1,a\n2,b\n".utf8),
      to: "t.arff")
    #expect(try load("arff:\(other.path)").training.labels == [0, 1])
  }

  @Test func filesLieInTheFolderOrBelowIt() throws {
    for place in ["HTRU_2.csv", "htru2/HTRU_2.csv", "uci/htru2/HTRU_2.csv"] {
      let url = try folder.write(signals(), to: place)
      let split = try load("htru2")
      #expect(split.training.count == 17_898)
      #expect(
        split.origin == url.deletingLastPathComponent().standardizedFileURL.path)
      #expect(
        split.remarks.contains { $0.hasPrefix("HTRU_2.csv is not the published file: its SHA-256") }
      )
      try FileManager.default.removeItem(at: url)
    }
  }

  @Test func missingFilesAreNamedWithTheirPage() throws {
    try folder.write([], to: "arcene/arcene_train.data")
    let error = try #require(throws: DataLocationError.self) { _ = try load("arcene") }
    let text = "\(error)"
    #expect(
      text.contains("arcene (--data-dir): lacks arcene_train.labels, arcene_valid.data, "))
    #expect(
      text.contains("Download its files from https://archive.ics.uci.edu/dataset/167/arcene;"))
    #expect(text.contains("--data-dir or MIXLAB_DATA") && !text.contains("data fetch"))
  }

  @Test func otherTablesAreRefused() throws {
    try folder.write(signals(17_897), to: "HTRU_2.csv")
    #expect(
      try fileError("htru2")
        == .malformed(
          file: "HTRU_2.csv", line: nil, column: nil, found: "17897 rows",
          needed: "17898, as htru2 has; fetch it again from "
            + "https://archive.ics.uci.edu/dataset/372/htru2, or name a file of your own as "
            + "csv:HTRU_2.csv or arff:HTRU_2.csv"))
    try folder.write(Array("1,2,3\r4,5,6\r".utf8), to: "HTRU_2.csv")
    #expect(
      try fileError("htru2")
        == .malformed(
          file: "HTRU_2.csv", line: 1, column: nil, found: "3 columns", needed: "9 columns"))
    try folder.write([], to: "HTRU_2.csv")
    #expect(try fileError("htru2") == .noRows(file: "HTRU_2.csv"))
  }

  @Test func labelsOfTheirOwnFileBelongToTheRows() throws {
    for name in ["train", "valid"] {
      try folder.write(Array("1 2\n3 4\n".utf8), to: "arcene_\(name).data")
      try folder.write(Array("-1\n1\n".utf8), to: "arcene_\(name).labels")
    }
    guard case .malformed(_, _, _, "4 rows", _) = try fileError("arcene") else {
      Issue.record("other rows were taken")
      return
    }
    try folder.write(Array("-1\n1\n1\n".utf8), to: "arcene_valid.labels")
    #expect(
      try fileError("arcene")
        == .malformed(
          file: "arcene_valid.labels", line: nil, column: nil, found: "3 labels",
          needed: "2, one for each row of arcene_valid.data"))
  }

  @Test func filesThatCannotBeReadAreNamed() throws {
    for path in [folder.place("none.csv").path, folder.url.path, "/dev/zero"] {
      #expect(try fileError("csv:\(path)").description.hasPrefix("\(path) cannot be read: "))
    }
    let sparse = try folder.write([], to: "sparse.csv")
    #expect(truncate(sparse.path, 1 << 40) == 0)
    #expect(
      try fileError("csv:\(sparse.path)")
        == .tooLarge(file: "sparse.csv", what: "the file", largest: 1 << 28))
  }
}

// mixlab data fetch: brings a published set to this machine.

import ArgumentParser
import Datasets
import Downloads
import Foundation
import GANLab
import Runs
import Training

struct FetchData: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Download a published set, as far as it is not there.",
    discussion: """
      The files go into a folder named after the set, below the folder of --data-dir, or else of \
      MIXLAB_DATA, or else the user's cache. Sizes and SHA-256 checksums are compared before a \
      file gets its name. What was fetched of a file stays as NAME.part when the download is \
      interrupted, and the same command goes on from there. The exit code is 4 where every mirror \
      offers something else than the published file, and 1 where none can be reached. Tables are \
      not fetched; for them it names the page to download from.

      Examples:
        mixlab data fetch mnist
        mixlab data fetch cifar10 --data-dir ~/datasets
        mixlab data fetch mnist --mirror https://example.org/mnist/
      """)

  @Argument(help: ArgumentHelp("The set.", valueName: "name"))
  var name: String

  @OptionGroup var folder: DataFolderOption

  @Option(
    help: ArgumentHelp(
      "The address of a folder with the files, instead of the published ones; repeatable.",
      valueName: "url"))
  var mirror: [String] = []

  @Flag(help: "One JSON object: name, folder, bytes_received, files.")
  var json = false

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func run() throws {
    try perform {
      if let table = TableCatalog.named(name) { return try refer(to: table) }
      guard let entry = ImageCatalog.named(name) else {
        let names = ImageCatalog.all.map(\.name)
        let nearest = nearestName(to: name, among: names + TableCatalog.all.map(\.name))
          .map { " Did you mean \(quoted($0))?" }
        throw UsageError(
          description: "no published set is named \(quoted(name)). Needed: one of "
            + "\(names.joined(separator: ", ")).\(nearest ?? "")")
      }
      let download = try SetDownload(entry, location: folder.location, mirrors: mirror)
      let progress = json || quiet ? nil : DownloadProgress(name: entry.name)
      Interrupt.catchSignals()
      defer { progress?.end() }
      let report = try download.run(observer: progress) { Interrupt.isRequested }
      progress?.end()
      if !quiet || json { Terminal.output(json ? report.json : report.text) }
    }
  }

  /// Says where the files of a table can be had.
  private func refer(to table: TableCatalogEntry) throws(UsageError) {
    guard table.files.isEmpty else {
      throw UsageError(
        description: "\(table.name) is a table, and tables are not fetched. Download "
          + "\(table.files.map(\.name).joined(separator: ", ")) from \(table.page) into a folder "
          + "named \(table.name) below that of --data-dir or \(DataLocation.variable).")
    }
    let record: MetricsRecord = [
      "name": .text(table.name), "folder": .null, "bytes_received": .integer(0),
    ]
    if json {
      Terminal.output("\(record.json.dropLast()),\"files\":[]}")
    } else if !quiet {
      Terminal.output("\(table.name) is part of the program: nothing to fetch")
    }
  }
}

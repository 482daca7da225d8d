// All published sets of images and where they lie, as a table and as JSON.

import Datasets
import Foundation
import Runs

/// The published sets of images, and which of them are on this machine.
public struct ImageDataList: Sendable {
  /// A set and what was found of it.
  private struct Row {
    let entry: CatalogEntry
    let located: LocatedEntry?
  }

  private let rows: [Row]
  private let location: DataLocation

  /// Looks for every set; none is read.
  public init(_ location: DataLocation) {
    self.location = location
    rows = ImageCatalog.all.map { entry in
      // A set that is not there is what the list is to show.
      Row(entry: entry, located: try? location.locate(entry))
    }
  }

  /// A table, with what to do about missing sets below it.
  public var text: String {
    let table = TextTable(
      ["name", "images", "where", "training", "test", "size", "classes"],
      rows.map { row in
        [
          row.entry.name, row.entry.title, row.located?.origin ?? "missing",
          "\(row.entry.trainingCount)", "\(row.entry.testCount)", row.entry.sizeText,
          "\(row.entry.classNames.count)",
        ]
      }, leadingColumns: 3)
    let missing = rows.filter { $0.located == nil }.map { row in
      "\(row.entry.name) (\(Files.sizeText(row.entry.byteCount))): \(row.entry.addresses)"
    }
    guard !missing.isEmpty else { return table.text }
    let places = location.roots.map { "\($0.url.standardizedFileURL.path) (\($0.reason))" }
    return table.text
      + "\n\nLooked in \(places.joined(separator: ", ")). Fetch sets with "
      + "mixlab data fetch NAME, or download, into a folder named after the set:\n"
      + missing.map { "  \($0)" }.joined(separator: "\n")
  }

  /// One object for each set.
  public var json: [String] {
    rows.map { row in
      let entry = row.entry
      let record: MetricsRecord = [
        "name": .text(entry.name), "title": .text(entry.title),
        "training": .integer(entry.trainingCount), "test": .integer(entry.testCount),
        "channels": .integer(entry.channels), "height": .integer(entry.height),
        "width": .integer(entry.width), "classes": .integer(entry.classNames.count),
        "bytes_to_fetch": .integer(entry.byteCount), "found": .flag(row.located != nil),
        "folder": row.located?.folder.map { .text($0.path) } ?? .null,
        "source": .text(entry.source), "terms": .text(entry.terms),
      ]
      return record.json
    }
  }
}

// All published tables and where they lie, as a table and as JSON.

import Datasets
import Runs

/// The published tables, and which of them are on this machine.
public struct TableDataList: Sendable {
  private let rows: [(entry: TableCatalogEntry, located: LocatedTable?)]

  /// Looks for every table; none is read.
  public init(_ location: DataLocation) {
    // A table that is not there is what the list is to show.
    rows = TableCatalog.all.map { ($0, try? location.locate($0)) }
  }

  /// A table, with where to get missing ones below it.
  public var text: String {
    let table = TextTable(
      ["name", "rows of numbers", "where", "rows", "features", "classes"],
      rows.map { entry, located in
        [
          entry.name, entry.title, located?.origin ?? "missing", "\(entry.count)",
          "\(entry.featureCount)", "\(entry.classCount)",
        ]
      }, leadingColumns: 3)
    let missing = rows.filter { $0.located == nil }.map { entry, _ in
      "  \(entry.name): \(entry.files.map(\.name).joined(separator: ", ")) from \(entry.page)"
    }
    guard !missing.isEmpty else { return table.text }
    return table.text + "\n\nDownload into a folder named after the table:\n"
      + missing.joined(separator: "\n")
  }

  /// One object for each table.
  public var json: [String] {
    rows.map { entry, located in
      let record: MetricsRecord = [
        "name": .text(entry.name), "title": .text(entry.title), "rows": .integer(entry.count),
        "features": .integer(entry.featureCount), "classes": .integer(entry.classCount),
        "found": .flag(located != nil), "source": .text(entry.source),
        "terms": .text(entry.terms),
      ]
      return record.json
    }
  }
}

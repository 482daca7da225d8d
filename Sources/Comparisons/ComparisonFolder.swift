// The folder that holds the runs of a comparison, its plan, its tables and its panel.

import Foundation
import Runs

/// A folder with `table.md`, `comparison.json` and `panel.png`.
public struct ComparisonFolder {
  /// The place of the folder.
  public let url: URL

  /// A folder that is there.
  public init(_ url: URL) {
    self.url = url
  }

  /// Makes the folder at a place of the user's choice, absent or empty, or the next numbered one
  /// below `runs`.
  public static func create(_ out: String?) throws -> ComparisonFolder {
    if let out {
      return ComparisonFolder(try NumberedFolder.create(at: URL(fileURLWithPath: out)))
    }
    let root = URL(fileURLWithPath: "runs")
    return ComparisonFolder(try NumberedFolder.create(in: root, name: "compare"))
  }

  /// Writes the tables, the results and the panel of the first seed.
  public func write(_ report: ComparisonReport) throws {
    try NumberedFolder.write(
      Data(ComparisonTable(report).markdown.utf8), to: url.appendingPathComponent("table.md"))
    try NumberedFolder.write(
      Data((report.json(folder: url.lastPathComponent) + "\n").utf8),
      to: url.appendingPathComponent("comparison.json"))
    // The pictures last: a damaged snapshot must not cost the tables.
    let folders = try report.rows.compactMap { row in
      try row.runs.first { !$0.last.fields.isEmpty }.map {
        (label: row.label, folder: try RunFolder.open(at: $0.url))
      }
    }
    guard let panel = try report.kind.panel(folders) else { return }
    try NumberedFolder.write(panel, to: url.appendingPathComponent("panel.png"))
  }
}

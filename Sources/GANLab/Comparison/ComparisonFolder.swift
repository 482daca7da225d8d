// The folder that holds the runs of a comparison, its table and its panel.

import Foundation
import Runs

/// A folder of runs with `panel.png`, `table.md` and `comparison.json` beside them.
public struct ComparisonFolder {
  /// The place of the folder.
  public let url: URL

  /// Makes the folder at a place of the user's choice, absent or empty, or the next numbered one
  /// below `runs`.
  public static func create(_ out: String?) throws -> ComparisonFolder {
    if let out {
      return ComparisonFolder(url: try NumberedFolder.create(at: URL(fileURLWithPath: out)))
    }
    let root = URL(fileURLWithPath: "runs")
    return ComparisonFolder(url: try NumberedFolder.create(in: root, name: "compare"))
  }

  /// Writes the table, the panel and the results of what has been run.
  public func write(_ comparison: Comparison) throws {
    let table = ComparisonTable(comparison)
    try NumberedFolder.write(
      Data((table.markdown + "\n" + table.verdict + "\n").utf8),
      to: url.appendingPathComponent("table.md"))
    try NumberedFolder.write(try comparison.panel(), to: url.appendingPathComponent("panel.png"))
    try NumberedFolder.write(
      Data((comparison.json(folder: url.lastPathComponent) + "\n").utf8),
      to: url.appendingPathComponent("comparison.json"))
  }
}

extension Comparison {
  /// One object: the folder, and for every run recipe, seed, outcome and metrics.
  public func json(folder: String) -> String {
    let outcome = isComplete ? "done" : "interrupted"
    let head: MetricsRecord = ["run": .text(folder), "outcome": .text(outcome)]
    let runs = results.map { result in
      let run: MetricsRecord = [
        "recipe": .text(result.name), "seed": .integer(result.seed),
        "folder": .text(result.folder.name), "outcome": .text(result.outcome.name),
      ]
      return "\(run.json.dropLast()),\"metrics\":\(result.record.json)}"
    }
    return "\(head.json.dropLast()),\"metrics\":[\(runs.joined(separator: ","))]}"
  }
}

extension ComparedRun {
  /// The picture of the last epoch.
  public var lastPicture: URL? {
    guard case .integer(let epoch)? = record["epoch"] else { return nil }
    return folder.file(RunFolder.pictureName(epoch: epoch))
  }
}

extension GANOutcome {
  /// The word that JSON and manifests use.
  public var name: String {
    switch self {
    case .done: "done"
    case .interrupted: "interrupted"
    case .diverged: "diverged"
    }
  }
}

// A table read whole: its sizes, its classes, and what to know of it before training.

import Datasets
import Runs

/// What a table holds.
public struct TableReport: Sendable {
  private let split: TableSplit

  /// Reads a table by a name as `mixlab classify --data` takes it; nil for a name of something else.
  ///
  /// - Parameter label: the label's column by name or by number from 1; nil or "last" for the last.
  /// - Throws: what is wrong with its files.
  public init?(_ name: String, label: String? = nil, location: DataLocation) throws {
    guard TableSources.kind(name) != nil else { return nil }
    split = try TableSources.named(
      name, label: label == "last" ? nil : label, location: location
    ).load()
  }

  /// Lines for a terminal.
  public var text: String {
    var lines = ["\(split.name): \(split.origin), \(split.checksum)"]
    for part in split.parts {
      lines.append(
        "\(part.name): \(part.count) rows of \(part.featureCount) features, "
          + "\(part.missingCount) values missing")
    }
    let counts = split.parts.map(\.classCounts)
    let rows = split.training.classNames.enumerated().map { index, name in
      [name] + counts.map { "\($0[index])" }
    }
    lines.append(
      TextTable(["class"] + split.parts.map(\.name), rows, leadingColumns: 1).text)
    return (lines + split.remarks.map { "note: \($0)" }).joined(separator: "\n")
  }

  /// One object.
  public var json: String {
    let record: MetricsRecord = [
      "name": .text(split.name), "origin": .text(split.origin),
      "checksum": .text(split.checksum), "good": .flag(true),
      "rows": .integer(split.parts.reduce(0) { $0 + $1.count }),
      "features": .integer(split.training.featureCount),
      "classes": .integer(split.training.classNames.count),
      "missing": .integer(split.parts.reduce(0) { $0 + $1.missingCount }),
    ]
    return record.json
  }
}

// Two runs side by side: settings, environment, measurement protocols, last measurements.

import Foundation

/// What `mixlab runs diff` tells of two runs.
public struct RunDifference: Sendable {
  /// The first run.
  public let first: RunSummary
  /// The second run.
  public let second: RunSummary
  /// The settings in which the first differs from the second.
  public let settings: [SettingDifference]
  /// What else differs that decides about the bits, one line each.
  public let environment: [String]
  /// The names of the measurements that were made by different protocols.
  public let protocols: [String]

  /// Compares two runs.
  ///
  /// - Throws: `RunError` or `RecipeError` where a file is missing or malformed.
  public init(_ first: URL, _ second: URL, tables: [SettingTable]) throws {
    self.first = try RunSummary(try RunFolder.open(at: first), tables: tables)
    self.second = try RunSummary(try RunFolder.open(at: second), tables: tables)
    let (mine, theirs) = (self.first.manifest, self.second.manifest)
    if let one = self.first.recipe, let other = self.second.recipe {
      settings = one.differences(from: other)
    } else {
      settings = []
    }
    environment =
      (mine.kind == theirs.kind ? [] : ["kind: \(mine.kind) instead of \(theirs.kind)"])
      + mine.environmentDifferences(from: theirs)
    protocols = Set(mine.protocols.keys).union(theirs.protocols.keys)
      .filter { mine.protocols[$0] != theirs.protocols[$0] }.sorted()
  }

  private var metricNames: [String] {
    let names = first.last.fields.map(\.name)
    return names + second.last.fields.map(\.name).filter { !names.contains($0) }
  }

  /// The page for a terminal.
  public var text: String {
    let lines = { (title: String, lines: [String]) in
      lines.isEmpty ? nil : ([title] + lines.map { "  " + $0 }).joined(separator: "\n")
    }
    var parts = ["\(first.folder.name) beside \(second.folder.name)"]
    parts.append(
      lines("Settings:", settings.map(\.description)) ?? "Settings: no difference")
    parts.append(lines("Environment:", environment) ?? "Environment: no difference")
    if let text = lines(
      "Measured by different protocols, so these numbers are not to be compared:", protocols)
    {
      parts.append(text)
    }
    let rows = metricNames.map { name in
      [name] + [first, second].map { $0.last[name]?.readableText ?? "" }
    }
    let table = TextTable(["last measurement", first.folder.name, second.folder.name], rows)
    parts.append(table.text)
    return parts.joined(separator: "\n\n")
  }

  /// One object: settings, environment, protocols, metrics of both.
  public var json: String {
    let changed = settings.map { setting in
      let record: MetricsRecord = [
        "key": .text(setting.key), "first": setting.value.map { .text($0) } ?? .null,
        "second": setting.other.map { .text($0) } ?? .null,
      ]
      return record.json
    }
    let head: MetricsRecord = [
      "first": .text(first.folder.url.path), "second": .text(second.folder.url.path),
    ]
    return "\(head.json.dropLast()),\"settings\":[\(changed.joined(separator: ","))],"
      + "\"environment\":[\(environment.map(jsonString).joined(separator: ","))],"
      + "\"protocols\":[\(protocols.map(jsonString).joined(separator: ","))],"
      + "\"metrics\":[\(first.last.json),\(second.last.json)]}"
  }
}

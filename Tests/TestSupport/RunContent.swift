// What two equal runs have in common, and how they differ.

import Foundation
import Runs

/// The files of a run by name, and its metrics without times.
package struct RunContent: Equatable {
  package let files: [String: Data]
  package let metrics: [MetricsRecord]

  package init(_ url: URL) throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: url.path)
    var files: [String: Data] = [:]
    // The manifest holds times, the lock a process; metrics are compared record by record.
    for name in names where ![".lock", "manifest.json", "metrics.jsonl"].contains(name) {
      if let data = try? Data(contentsOf: url.appendingPathComponent(name)) { files[name] = data }
    }
    self.files = files
    metrics = try RunFolder.open(at: url).metrics.records().map { record in
      var record = record
      record["seconds"] = nil
      return record
    }
  }

  /// The names of files that differ or are missing on one side.
  package func differences(from other: RunContent) -> [String] {
    let names = Set(files.keys).union(other.files.keys)
    return names.filter { files[$0] != other.files[$0] }.sorted()
      + (metrics == other.metrics ? [] : ["metrics.jsonl"])
  }
}

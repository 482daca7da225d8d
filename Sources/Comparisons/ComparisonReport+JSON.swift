// A comparison for machines: every run, every statistic, every pair.

import Runs

extension ComparisonReport {
  /// One object: the folder, and for every run recipe, seed, outcome and metrics.
  public func runsJSON(folder: String) -> String {
    let head: MetricsRecord = ["run": .text(folder), "outcome": .text(outcome)]
    let runs = results.map { result in
      "\(runRecord(result).json.dropLast()),\"metrics\":\(result.last.json)}"
    }
    return "\(head.json.dropLast()),\"metrics\":[\(runs.joined(separator: ","))]}"
  }

  /// The same with the best measurements, the statistics, the paired differences and the verdict.
  public func json(folder: String) -> String {
    let head: MetricsRecord = [
      "run": .text(folder), "outcome": .text(outcome), "verdict": .text(verdict),
      "best_is": .text(criterion.best),
    ]
    let runs = results.map { run in
      var record = runRecord(run)
      record["protocol"] =
        protocols.firstIndex(of: run.measurement).map { .integer($0 + 1) } ?? .null
      record["seconds"] = .real(run.seconds)
      if case .failed(let message) = run.outcome { record["message"] = .text(message) }
      return "\(record.json.dropLast()),\"metrics\":\(run.last.json),\"best\":\(run.best.json)}"
    }
    let rules = protocols.map { rules in
      var record = MetricsRecord()
      for (key, text) in rules.sorted(by: { $0.key < $1.key }) { record[key] = .text(text) }
      return record.json
    }
    return "\(head.json.dropLast()),\"metrics\":\(list(runs)),\"protocols\":\(list(rules)),"
      + "\"summary\":\(list(summaryRecords.map(\.json))),"
      + "\"differences\":\(list(pairRecords.map(\.json)))}"
  }

  private func list(_ items: [String]) -> String { "[\(items.joined(separator: ","))]" }

  private func runRecord(_ run: ComparedRun) -> MetricsRecord {
    [
      "recipe": .text(run.name), "seed": .integer(run.seed),
      "folder": .text(run.url.lastPathComponent), "outcome": .text(run.outcome.name),
    ]
  }

  private var summaryRecords: [MetricsRecord] {
    rows.flatMap { row in
      kind.rules.all(in: records).flatMap { column in
        ComparedMoment.allCases.map { moment in
          var record: MetricsRecord = [
            "recipe": .text(row.label), "metric": .text(column.name), "at": .text(moment.rawValue),
            "runs": .integer(row.runs.count),
          ]
          for name in ["diverged", "failed", "killed", "interrupted", "running", "missing"] {
            record[name] = .integer(row.runs.count { $0.outcome.name == name })
          }
          record.add(row.statistics(column.name, at: moment))
          return record
        }
      }
    }
  }

  private var pairRecords: [MetricsRecord] {
    pairs.flatMap { pair in
      let better = pair.betterOne(criterion)?.row.label
      return kind.rules.all(in: records).flatMap { column in
        ComparedMoment.allCases.map { moment in
          var record: MetricsRecord = [
            "first": .text(pair.first.label), "second": .text(pair.second.label),
            "metric": .text(column.name), "at": .text(moment.rawValue),
            "better_is": .text(column.direction.description),
            "better": better.map { .text($0) } ?? .null, "diverged": .integer(pair.divergedCount),
          ]
          record.add(pair.difference(column, at: moment))
          return record
        }
      }
    }
  }
}

extension MetricsRecord {
  /// Adds statistics; what there is no number for is null.
  fileprivate mutating func add(_ statistics: SampleStatistics?) {
    self["n"] = .integer(statistics?.count ?? 0)
    let values: [(String, Double?)] = [
      ("mean", statistics?.mean), ("low", statistics?.low), ("high", statistics?.high),
      ("median", statistics?.median), ("min", statistics?.minimum), ("max", statistics?.maximum),
    ]
    for (name, value) in values { self[name] = value.map { .real($0) } ?? .null }
  }
}

// A comparison as tables in text and Markdown.

import Foundation
import Runs

/// The tables of a comparison.
public struct ComparisonTable {
  private let report: ComparisonReport
  private var rules: ComparisonRules { report.kind.rules }

  /// The tables of a report.
  public init(_ report: ComparisonReport) {
    self.report = report
  }

  /// A table with one row a run, in columns for a terminal.
  public var runs: String { runTable(columns: rules.primary(in: report.records)).text }

  /// A table with one row a recipe and moment: means over the seeds with 95 % intervals.
  public var summary: String {
    let columns = rules.primary(in: report.records).filter { $0.direction != .none }
    let header = ["recipe", "at", "runs", "no result"] + columns.map(\.heading)
    let rows = report.rows.flatMap { row in
      ComparedMoment.allCases.map { moment in
        [row.label, moment.rawValue, String(row.finished.count), row.failures]
          + columns.map { $0.text(row.statistics($0.name, at: moment)) }
      }
    }
    let perfect = report.perfect.map { perfect in
      [perfect.label, "", "", ""] + columns.map { mean(perfect.statistics($0.name), $0) }
    }
    return TextTable(header, rows + perfect).text
  }

  private func mean(_ statistics: SampleStatistics?, _ column: MetricColumn) -> String {
    guard let mean = statistics?.mean else { return "" }
    let isWhole = column.style == .count && mean == mean.rounded()
    return isWhole ? String(format: "%.0f", mean) : column.text(mean)
  }

  /// The tables as a page in Markdown: summary, runs, paired differences.
  public var markdown: String {
    let measured = report.protocols.enumerated().map { index, rules in
      let head = report.protocols.count > 1 ? "Protocol \(index + 1)" : "Measured"
      return "\(head): \(rules["samples"] ?? "number of points unknown"); "
        + "data \(rules["data"] ?? "unknown")."
    }
    let columns = rules.present(in: report.records)
    return """
      # Comparison

      \(report.verdict)

      \(measured.joined(separator: "\n"))

      ## Summary by recipe

      Over the seeds: mean with 95 % confidence interval (Student t), median, least and largest. \
      "Best" is \(report.criterion.best).

      \(summaryTable(columns).markdown)
      ## Runs, last measurement

      \(runTable(columns: columns, withUnits: true).markdown)
      ## Paired differences

      First less second over the seeds that both have, with 95 % confidence interval, not corrected \
      for the number of pairs. A run that diverged counts as bad as any.

      \(pairTable(columns).markdown)
      """
  }

  private func runTable(columns: [MetricColumn], withUnits: Bool = false) -> TextTable {
    let headings = columns.map { withUnits ? $0.headingWithUnit : $0.heading }
    let endings = (rules.hasDiagnosis ? ["diagnosis"] : []) + ["outcome", "time"]
    let rows = report.results.map { run in
      [run.name, String(run.seed)] + columns.map { $0.text(run.last[$0.name]) }
        + (rules.hasDiagnosis ? [diagnosis(run)] : [])
        + [outcome(run), "\(Int(min(run.seconds, 1e15).rounded())) s"]
    }
    let perfect = report.perfect.map { perfect in
      [perfect.label, ""] + columns.map { mean(perfect.statistics($0.name), $0) }
        + endings.map { _ in "" }
    }
    return TextTable(["recipe", "seed"] + headings + endings, rows + perfect)
  }

  private func summaryTable(_ columns: [MetricColumn]) -> TextTable {
    let moments = ComparedMoment.allCases
    let header =
      ["recipe", "no result", "metric", "runs"]
      + moments.flatMap { moment in
        ["mean", "median", "min", "max"].map { "\(moment.rawValue): \($0)" }
      }
    let rows = report.rows.flatMap { row in
      columns.map { column in
        let statistics = moments.map { row.statistics(column.name, at: $0) }
        return [
          row.label, row.failures, column.headingWithUnit, String(statistics[0]?.count ?? 0),
        ]
          + statistics.flatMap { statistics -> [String] in
            guard let statistics else { return ["", "", "", ""] }
            return [column.text(statistics)]
              + [statistics.median, statistics.minimum, statistics.maximum].map { value in
                column.text(value)
              }
          }
      }
    }
    let perfect = report.perfect.flatMap { perfect in
      columns.compactMap { column -> [String]? in
        guard let statistics = perfect.statistics(column.name) else { return nil }
        return [perfect.label, "", column.headingWithUnit, String(statistics.count)]
          + [column.text(statistics)]
          + [statistics.median, statistics.minimum, statistics.maximum].map { column.text($0) }
          + ["", "", "", ""]
      }
    }
    return TextTable(header, rows + perfect, leadingColumns: 3)
  }

  private func pairTable(_ columns: [MetricColumn]) -> TextTable {
    let header = ["first", "second", "metric", "seeds", "diverged", "last", "best"]
    let rows = report.pairs.flatMap { pair in
      columns.compactMap { column -> [String]? in
        let differences = ComparedMoment.allCases.map { pair.difference(column, at: $0) }
        guard let last = differences[0] else { return nil }
        return [
          pair.first.label, pair.second.label, column.headingWithUnit, String(last.count),
          String(pair.divergedCount),
        ] + differences.map { column.text($0) }
      }
    }
    return TextTable(header, rows, leadingColumns: 3)
  }

  /// What was wrong at the last measurement, in words.
  private func diagnosis(_ run: ComparedRun) -> String {
    // The last measurement precedes the divergence, so it cannot speak of it.
    if case .diverged = run.outcome { return "non-finite" }
    if case .text(let state)? = run.last["diagnosis"] { return state }
    return ""
  }

  private func outcome(_ run: ComparedRun) -> String {
    switch run.outcome {
    case .done, .running, .failed, .killed, .missing: run.outcome.name
    case .interrupted(let step): "stopped at \(step)"
    case .diverged(let step): "diverged at \(step)"
    }
  }
}

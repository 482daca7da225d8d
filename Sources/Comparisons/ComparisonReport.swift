// The results of a comparison put in order: rows of one recipe and one protocol, and their pairs.

import Foundation
import Runs

/// Which measurement of a run counts.
package enum ComparedMoment: String, CaseIterable, Sendable {
  /// The last one.
  case last
  /// The best one by the kind's criterion.
  case best
}

/// The results of a comparison and what they say together.
public struct ComparisonReport: Sendable {
  /// The runs of one recipe that were measured by one protocol.
  package struct Row: Sendable {
    /// The recipe's name, with the number of the protocol where there are several.
    package let label: String
    /// The number of the protocol, from 0.
    package let group: Int
    /// The runs.
    package let runs: [ComparedRun]

    /// The runs that were made to their end.
    package var finished: [ComparedRun] { runs.filter { $0.outcome == .done } }

    /// The values of a metric in the finished runs.
    package func statistics(_ metric: String, at moment: ComparedMoment) -> SampleStatistics? {
      SampleStatistics(finished.compactMap { $0.record(at: moment)[metric]?.number })
    }

    /// The runs without a result, in words: "1 diverged, 2 failed"; "" where there are none.
    package var failures: String {
      var counts: [(name: String, count: Int)] = []
      for run in runs where run.outcome != .done {
        if let index = counts.firstIndex(where: { $0.name == run.outcome.name }) {
          counts[index].count += 1
        } else {
          counts.append((run.outcome.name, 1))
        }
      }
      return counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    }
  }

  /// What the runs are.
  public let kind: any RunKind
  /// The runs with their labels.
  public let results: [ComparedRun]
  /// The rows in the order of the recipes.
  package let rows: [Row]
  /// The protocols that occur, each with what it says.
  package let protocols: [[String: String]]
  /// Whether the user stopped the comparison.
  public let wasInterrupted: Bool

  /// A report of results; `wasInterrupted` tells that missing runs were not reached.
  public init(
    _ results: [ComparedRun], of kind: any RunKind, recipeNames: [String],
    wasInterrupted: Bool = false
  ) {
    self.kind = kind
    var protocols: [[String: String]] = []
    for run in results where !run.measurement.isEmpty {
      if !protocols.contains(run.measurement) { protocols.append(run.measurement) }
    }
    self.protocols = protocols
    // A run that never began was measured by no protocol; it counts with its recipe's others.
    let group = { (run: ComparedRun) -> Int in
      let own = protocols.firstIndex(of: run.measurement)
      let ofName = results.first { $0.name == run.name && !$0.measurement.isEmpty }
      return own ?? ofName.flatMap { protocols.firstIndex(of: $0.measurement) } ?? 0
    }
    let label = { (run: ComparedRun) in
      protocols.count > 1 ? "\(run.name) [protocol \(group(run) + 1)]" : run.name
    }
    rows = recipeNames.flatMap { name in
      let runs = results.filter { $0.name == name }
      return Set(runs.map(group)).sorted().map { number in
        let members = runs.filter { group($0) == number }
        return Row(
          label: members.first.map(label) ?? name, group: number,
          runs: members.map { $0.renamed(label($0)) })
      }
    }
    self.results = results.map { $0.renamed(label($0)) }
    self.wasInterrupted =
      wasInterrupted
      || results.contains { run in
        if case .interrupted = run.outcome { true } else { false }
      }
  }

  /// What perfect samplers score by the measurements of the runs.
  package struct Perfect {
    /// "perfect sampler", with the number of the protocol where there are several.
    package let label: String
    fileprivate let scores: [[String: Double]]

    /// The scores of a metric, one for each seed.
    package func statistics(_ metric: String) -> SampleStatistics? {
      SampleStatistics(scores.compactMap { $0[metric] })
    }
  }

  /// One for each protocol whose runs say what a perfect sampler scores.
  package var perfect: [Perfect] {
    Set(rows.map(\.group)).sorted().compactMap { group in
      // Runs of one seed are measured against the same points.
      var seeds: Set<Int> = []
      let scores = rows.filter { $0.group == group }.flatMap(\.runs)
        .filter { !$0.perfect.isEmpty && seeds.insert($0.seed).inserted }.map(\.perfect)
      guard !scores.isEmpty else { return nil }
      let number = protocols.count > 1 ? " [protocol \(group + 1)]" : ""
      return Perfect(label: "perfect sampler" + number, scores: scores)
    }
  }

  /// All measurements that tables show.
  package var records: [MetricsRecord] { results.flatMap { [$0.last, $0.best] } }

  /// What decides which recipe is better.
  package var criterion: ComparisonCriterion { kind.rules.criterion(of: results.map(\.last)) }

  /// Whether every run was made to its end, diverged ones included.
  public var isComplete: Bool { !wasInterrupted && unfinished.isEmpty }

  /// The runs that came to no end of their own: failed, killed, stopped or never begun.
  public var unfinished: [ComparedRun] {
    results.filter { run in
      switch run.outcome {
      case .done, .diverged: false
      default: true
      }
    }
  }

  /// The word for how the whole ended.
  public var outcome: String {
    isComplete ? "done" : wasInterrupted ? "interrupted" : "failed"
  }

  /// Every pair of recipes that were measured by one protocol.
  package var pairs: [RecipePair] {
    rows.indices.flatMap { first in
      rows.indices.dropFirst(first + 1).compactMap { second in
        rows[first].group == rows[second].group
          ? RecipePair(rows[first], rows[second], all: results, rules: kind.rules) : nil
      }
    }
  }
}

extension ComparedRun {
  /// The measurement of a moment.
  package func record(at moment: ComparedMoment) -> MetricsRecord {
    moment == .last ? last : best
  }
}

// A comparison as a table in text and Markdown, and what can be concluded from it.

import Foundation
import Runs

/// The results of a comparison, one row a run.
public struct ComparisonTable {
  private let results: [ComparedRun]
  private let recipeNames: [String]

  static let header = [
    "recipe", "seed", "modes", "high quality", "in frame", "reverse KL", "median distance",
    "D(real)", "D(fake)", "outcome", "time",
  ]

  /// A table of the results so far.
  public init(_ comparison: Comparison) {
    self.init(comparison.results, recipeNames: comparison.recipes.map(\.name))
  }

  package init(_ results: [ComparedRun], recipeNames: [String]) {
    self.results = results
    self.recipeNames = recipeNames
  }

  /// The rows as text.
  var rows: [[String]] {
    results.map { result in
      [
        result.name, String(result.seed), integer(result, "modes"),
        share(result, "high_quality"), share(result, "in_frame"),
        number(result, "reverse_kl", 3), number(result, "median_distance", 4),
        number(result, "d_real", 2), number(result, "d_fake", 2), outcome(result),
        "\(Int(result.seconds.rounded())) s",
      ]
    }
  }

  /// The table in columns for a terminal.
  public var text: String {
    let lines = [Self.header] + rows
    let widths = Self.header.indices.map { column in
      lines.map { $0[column].count }.max() ?? 0
    }
    return lines.map { line in
      line.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + padding : padding + cell
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// The table in Markdown.
  public var markdown: String {
    let rule = Self.header.map { _ in "---" }
    return ([Self.header, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
      .joined(separator: "\n") + "\n"
  }

  /// What the numbers allow to say, "undecided" included.
  ///
  /// One recipe is called better than another only over at least three seeds, and only if it
  /// captures at least as many modes with a larger high-quality share on every one of them. A run
  /// that diverged is worse than any that did not; a seed on which a run is missing or was
  /// interrupted does not count.
  public var verdict: String {
    guard recipeNames.count > 1 else { return "One recipe: nothing to compare." }
    let ended = results.filter { !$0.isInterrupted }
    let seeds = Set(ended.map(\.seed)).sorted().filter { seed in
      recipeNames.allSatisfy { name in ended.contains { $0.name == name && $0.seed == seed } }
    }
    guard !seeds.isEmpty else { return "Undecided: no seed has a result of every recipe." }
    let scores = recipeNames.map { name in
      seeds.flatMap { seed in ended.filter { $0.name == name && $0.seed == seed } }
        .map(Score.init)
    }
    let best = recipeNames.indices.first { candidate in
      recipeNames.indices.allSatisfy { other in
        other == candidate
          || zip(scores[candidate], scores[other]).allSatisfy { $0.beats($1) }
      }
    }
    let seedText = seeds.count == 1 ? "one seed" : "\(seeds.count) seeds"
    guard let best, seeds.count >= 3 else {
      let lead =
        best.map { "\(recipeNames[$0]) is ahead" }
        ?? "\(recipeNames.count == 2 ? "neither" : "none") is ahead throughout"
      let advice =
        seeds.count < 3 ? "; \(seedText) cannot decide it, try --seeds 5" : " over \(seedText)"
      return "Undecided: \(lead)\(advice)."
    }
    return "\(recipeNames[best]) captures at least as many modes, with more points on them, "
      + "on all \(seedText)."
  }

  private struct Score {
    let modes: Int
    let highQuality: Double

    init(_ result: ComparedRun) {
      let finished = if case .done = result.outcome { true } else { false }
      modes = if case .integer(let modes)? = result.record["modes"], finished { modes } else { -1 }
      highQuality =
        if case .real(let share)? = result.record["high_quality"], finished { share } else { -1 }
    }

    func beats(_ other: Score) -> Bool {
      modes >= other.modes && highQuality > other.highQuality
    }
  }

  private func integer(_ result: ComparedRun, _ name: String) -> String {
    if case .integer(let value)? = result.record[name] { String(value) } else { "" }
  }

  private func share(_ result: ComparedRun, _ name: String) -> String {
    if case .real(let value)? = result.record[name] { percent(value) } else { "" }
  }

  private func number(_ result: ComparedRun, _ name: String, _ digits: Int) -> String {
    guard case .real(let value)? = result.record[name] else { return "" }
    return String(format: "%.\(digits)f", value)
  }

  private func outcome(_ result: ComparedRun) -> String {
    switch result.outcome {
    case .done: "done"
    case .interrupted(let step): "stopped at \(step)"
    case .diverged(let divergence): "diverged at \(divergence.step)"
    }
  }
}

extension ComparedRun {
  fileprivate var isInterrupted: Bool {
    if case .interrupted = outcome { true } else { false }
  }
}

// What the numbers of a comparison allow to say, "undecided" included.

import Runs

extension ComparisonReport {
  /// One or two sentences for each protocol.
  ///
  /// One recipe is called better than another only over at least three common seeds, and only if
  /// the 95 % interval of the paired difference excludes 0 in a metric that decides while none of
  /// them speaks against it. A run that diverged is as bad as any; a seed on which a run is
  /// missing, failed or was interrupted does not count.
  public var verdict: String {
    guard rows.count > 1 else { return "One recipe: nothing to compare." }
    let groups = Set(rows.map(\.group)).sorted()
    let sentences = groups.map { group in
      let members = rows.filter { $0.group == group }
      guard groups.count > 1 else { return verdict(members) }
      return "Protocol \(group + 1): "
        + (members.count == 1
          ? "\(members[0].label) alone, nothing to compare." : verdict(members))
    }
    let warning =
      groups.count > 1 ? ["Protocols measure differently and are not ranked together."] : []
    return (sentences + warning).joined(separator: "\n")
  }

  private func verdict(_ rows: [Row]) -> String {
    let pairs = pairs.filter { pair in rows.contains { $0.label == pair.first.label } }
    let seeds = commonSeeds(rows)
    guard pairs.contains(where: { $0.seeds.count >= 3 }) else {
      guard !seeds.isEmpty else { return "Undecided: no seed has a result of every recipe." }
      let lead = leader(rows, seeds).map { "\($0) is ahead" } ?? "\(none(rows)) is ahead throughout"
      let count = seeds.count == 1 ? "one seed" : "\(seeds.count) seeds"
      return "Undecided: \(lead); \(count) cannot decide it, five may."
    }
    let decided = pairs.compactMap { pair in
      pair.betterOne(criterion).map { (pair: pair, winner: $0.row, metric: $0.metric) }
    }
    let best = rows.first { row in
      decided.count { $0.winner.label == row.label } == rows.count - 1
    }
    let facts = decided.filter { best == nil || $0.winner.label == best?.label }.map { fact in
      let loser = fact.winner.label == fact.pair.first.label ? fact.pair.second : fact.pair.first
      let interval = fact.pair.intervalText(fact.metric, from: fact.winner)
      return "\(fact.winner.label) is better than \(loser.label) over \(fact.pair.seeds.count) "
        + "seeds (\(fact.metric.heading) \(interval), 95 % interval of the paired difference)"
    }
    if best != nil { return facts.joined(separator: "; ") + "." }
    let start =
      "Undecided: \(none(rows)) is better than \(rows.count == 2 ? "the other" : "all others")"
      + (pairs.allSatisfy { $0.seeds.count == seeds.count } ? " over \(seeds.count) seeds" : "")
    return facts.isEmpty
      ? start + ", the intervals of the paired differences hold 0 or contradict each other."
      : start + "; \(facts.joined(separator: "; "))."
  }

  private func none(_ rows: [Row]) -> String { rows.count == 2 ? "neither" : "none" }

  private func commonSeeds(_ rows: [Row]) -> [Int] {
    rows.dropFirst().reduce(Set(rows[0].runs.filter(\.hasEnded).map(\.seed))) { seeds, row in
      seeds.intersection(row.runs.filter(\.hasEnded).map(\.seed))
    }.sorted()
  }

  /// The recipe that beats all others on every seed, in all that decides.
  private func leader(_ rows: [Row], _ seeds: [Int]) -> String? {
    rows.first { row in
      rows.allSatisfy { other in
        other.label == row.label || seeds.allSatisfy { beats(row, other, seed: $0) }
      }
    }?.label
  }

  private func beats(_ first: Row, _ second: Row, seed: Int) -> Bool {
    let score = { (row: Row) -> [Double]? in
      guard let run = row.runs.first(where: { $0.seed == seed }), run.outcome == .done else {
        return nil
      }
      return criterion.metrics.map { name in
        kind.rules.column(name).direction.merit(run.last[name]?.number ?? .nan) ?? .nan
      }
    }
    // A run that diverged never beats another, and every other beats it.
    guard let one = score(first), let last = one.last else { return false }
    guard let other = score(second), let lastOther = other.last else { return true }
    return zip(one, other).allSatisfy { $0 >= $1 } && last > lastOther
  }
}

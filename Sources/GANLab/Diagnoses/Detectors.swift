// The rules by which troubles are recognised in a run's history, one function each.

import Foundation
import Runs

/// The thresholds are rules of thumb: what a rule says is a reason to look, not a proof.
enum Detectors {
  /// How many epochs in a row a trouble must last.
  static let persistence = 3

  /// D is right on more than 99 % of points while G's gradient is below 1e-4 of the largest so far.
  static func discriminatorSaturated(_ history: [EpochFacts]) -> [Diagnosis] {
    var largest: [Double] = []
    for facts in history {
      largest.append(max(largest.last ?? 0, facts.generatorGradientNorm ?? 0))
    }
    return episodes(history.count, atLeast: persistence) { place in
      guard let accuracy = history[place].discriminatorAccuracy,
        let norm = history[place].generatorGradientNorm
      else { return false }
      return accuracy > 0.99 && norm < 1e-4 * largest[place]
    }.map { episode in
      let (facts, peak) = (history[episode.last], largest[episode.last])
      return Diagnosis(
        .discriminatorSaturated, began: history[episode.first].step, last: facts.step,
        evidence:
          "D is right on \(percent(facts.discriminatorAccuracy ?? .nan)) of points, and G's "
          + "gradient is \(short(facts.generatorGradientNorm)), at most \(short(peak)) before: "
          + "G is told nothing")
    }
  }

  /// Fewer than half of the points are in the frame.
  static func samplesLeaving(_ history: [EpochFacts]) -> [Diagnosis] {
    episodes(history.count, atLeast: persistence) { place in
      history[place].inFrame.map { $0 < 0.5 && history[place].step > 0 } ?? false
    }.map { episode in
      let facts = history[episode.last]
      return Diagnosis(
        .samplesLeaving, began: history[episode.first].step, last: facts.step,
        evidence: "\(percent(facts.inFrame ?? .nan)) of the generated points are within the "
          + "picture's frame around the data")
    }
  }

  /// The effective number of modes is at most half the best before or a quarter of all, or the
  /// points spread less than a tenth as far as the real ones.
  ///
  /// An untrained generator begins as a dot, so it counts only after the points have once spread to
  /// three tenths, or where it lasts into the tenth epoch. Points that have left the frame are another
  /// trouble.
  static func modeCollapse(_ history: [EpochFacts]) -> [Diagnosis] {
    let spreadOut = history.firstIndex { $0.step > 0 && ($0.spread ?? 1) >= 0.3 } ?? history.count
    var best: [Double] = []
    for facts in history {
      let counts = facts.step > 0 && (facts.inFrame ?? 1) >= 0.5
      best.append(max(best.last ?? 0, counts ? facts.effectiveModes ?? 0 : 0))
    }
    return episodes(history.count, atLeast: persistence) { place in
      let facts = history[place]
      guard facts.step > 0, (facts.inFrame ?? 1) >= 0.5 else { return false }
      if let spread = facts.spread, spread < 0.1 { return true }
      guard let modes = facts.effectiveModes, let count = facts.modeCounts?.count, count >= 4 else {
        return false
      }
      return modes <= 0.5 * best[place] || modes <= Double(count) / 4
    }.filter { $0.first >= spreadOut || $0.last >= 10 }.map { episode in
      let facts = history[episode.last]
      return Diagnosis(
        .modeCollapse, began: history[episode.first].step, last: facts.step,
        evidence: collapse(facts, best: best[episode.last]))
    }
  }

  private static func collapse(_ facts: EpochFacts, best: Double) -> String {
    let spread = facts.spread.map { "the points spread \(percent($0)) as far as the real ones" }
    guard let modes = facts.effectiveModes, let counts = facts.modeCounts else {
      return spread ?? "the points cover little of the data"
    }
    let covered = facts.coveredModes
    let list = covered.prefix(12).map(String.init).joined(separator: ", ")
    let names = covered.count > 12 ? list + ", ..." : list
    let text = String(
      format: "as if %.1f of %d modes were covered evenly, %.1f at best; what remains: mode%@ ",
      modes, counts.count, best, covered.count == 1 ? "" : "s")
    return text + (names.isEmpty ? "none" : names) + (spread.map { "; \($0)" } ?? "")
  }

  /// In six epochs, few modes are covered and they change by more than half from one epoch to the
  /// next, with one exception each.
  static func cycling(_ history: [EpochFacts]) -> [Diagnosis] {
    let window = 6
    guard history.count >= window else { return [] }
    var isCycling = [Bool](repeating: false, count: history.count)
    for end in (window - 1)..<history.count {
      let places = (end - window + 1)...end
      // The untrained generator's points say nothing of what training does.
      guard history[end - window + 1].step > 0 else { continue }
      let few = places.count { place in
        guard let modes = history[place].effectiveModes, let counts = history[place].modeCounts
        else { return false }
        return counts.count >= 4 && modes <= Double(counts.count) / 2
      }
      let moving = places.dropFirst().count { place in
        (history[place].modeShift(from: history[place - 1]) ?? 0) > 0.5
      }
      let near = places.count { (history[$0].inFrame ?? 1) >= 0.5 }
      guard few >= window - 1, moving >= window - 2, near >= window - 1 else { continue }
      for place in places { isCycling[place] = true }
    }
    return episodes(history.count, atLeast: window) { isCycling[$0] }.map { episode in
      let places = (episode.first + 1)...episode.last
      let shifts = places.compactMap { history[$0].modeShift(from: history[$0 - 1]) }
      let mean = shifts.reduce(0, +) / Double(max(1, shifts.count))
      let visited = Set((episode.first...episode.last).flatMap { history[$0].coveredModes })
      let now = history[episode.last]
      return Diagnosis(
        .cycling, began: history[episode.first].step, last: now.step,
        evidence: "\(percent(mean)) of the points change their mode from one epoch to the next; "
          + "\(visited.count) modes were visited, of which \(now.coveredModes.count) are covered now"
      )
    }
  }

  /// Something seen before the first step tells reals from fakes.
  static func dataGiveAway(_ history: [EpochFacts]) -> [Diagnosis] {
    history.compactMap { facts in
      facts.giveAway.map {
        Diagnosis(
          .dataGiveAway, began: facts.step, last: history.last?.step ?? facts.step, evidence: $0)
      }
    }
  }

  private static func short(_ value: Double?) -> String {
    value.map { String(format: "%.2g", $0) } ?? "not measured"
  }
}

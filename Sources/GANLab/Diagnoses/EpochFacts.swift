// What one line of a run's metrics tells the detectors.

import Foundation
import Runs

/// The measurements of one epoch that diagnoses are made from; nil is not measured.
package struct EpochFacts: Sendable {
  /// The generator step at which was measured.
  package var step: Int
  /// The discriminator's accuracy on held-out reals and generated points.
  package var discriminatorAccuracy: Double?
  /// The mean norm of the generator's gradient over the epoch.
  package var generatorGradientNorm: Double?
  /// The share of generated points inside the frame.
  package var inFrame: Double?
  /// The spread of the generated points over that of the real ones.
  package var spread: Double?
  /// Generated points by nearest centre, where centres are known.
  package var modeCounts: [Int]?
  /// What tells reals from fakes without learning, as found before the first step.
  package var giveAway: String?

  /// Facts of a step, of which nothing is measured yet.
  package init(step: Int) {
    self.step = step
  }

  /// The facts in a line of metrics, or nil if it has no step.
  package init?(_ record: MetricsRecord) {
    guard let step = record.step else { return nil }
    self.init(step: step)
    let real = { (name: String) -> Double? in
      if case .real(let value)? = record[name] { value } else { nil }
    }
    let text = { (name: String) -> String? in
      if case .text(let value)? = record[name] { value } else { nil }
    }
    discriminatorAccuracy = real("d_accuracy")
    generatorGradientNorm = real("g_gradient_norm")
    inFrame = real("in_frame")
    spread = real("spread")
    giveAway = text("give_away")
    modeCounts = text("mode_counts").flatMap { counts in
      let numbers = counts.split(separator: " ").map { Int($0) }
      return numbers.contains { $0 == nil } ? nil : numbers.compactMap { $0 }
    }
  }

  /// The perplexity `exp(-sum p ln p)` of the shares of points by nearest centre: the number of
  /// modes that equally many points would cover; nil where no centre is known or no point is finite.
  var effectiveModes: Double? {
    guard let modeCounts else { return nil }
    let total = modeCounts.reduce(0, +)
    guard total > 0 else { return nil }
    let entropy = modeCounts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / Double(total)
      return sum - share * log(share)
    }
    return exp(entropy)
  }

  /// The modes that get at least a tenth of an even share, counted from 0.
  var coveredModes: [Int] {
    guard let modeCounts else { return [] }
    let total = modeCounts.reduce(0, +)
    return modeCounts.indices.filter { mode in
      modeCounts[mode] > 0 && 10 * modeCounts[mode] * modeCounts.count >= total
    }
  }

  /// Half the summed difference of two histograms over modes, from 0 (equal) to 1 (apart).
  func modeShift(from earlier: EpochFacts) -> Double? {
    guard let now = modeCounts, let before = earlier.modeCounts, now.count == before.count,
      case let (total, totalBefore) = (now.reduce(0, +), before.reduce(0, +)),
      total > 0, totalBefore > 0
    else { return nil }
    return zip(now, before).reduce(0) { sum, counts in
      sum + abs(Double(counts.0) / Double(total) - Double(counts.1) / Double(totalBefore)) / 2
    }
  }
}

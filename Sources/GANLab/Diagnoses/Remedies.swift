// What to try against each trouble, given what the run already does.

import Foundation

/// The parts of a procedure that decide what is worth trying.
package struct RemedyContext {
  let objective: GANObjective
  let isMixed: Bool
  let generatorLearningRate: Float
  let discriminatorLearningRate: Float
  let discriminatorSteps: Int
  let r1: Float
  let isPenalized: Bool
  let beta1: Float

  package init(_ configuration: GANConfiguration) {
    objective = configuration.objective
    isMixed = configuration.mixup != .off
    generatorLearningRate = configuration.generatorLearningRate
    discriminatorLearningRate = configuration.discriminatorLearningRate
    discriminatorSteps = configuration.discriminatorSteps
    r1 = configuration.r1
    isPenalized = configuration.r1 > 0 || configuration.r2 > 0
    beta1 = configuration.adamBeta1
  }

  /// What to try, the most promising first; what the run does already is left out.
  package func remedies(for trouble: Trouble) -> [Remedy] {
    switch trouble {
    case .nonFinite: [smallerRates("smaller steps overflow later, or never")]
    case .discriminatorSaturated:
      nonSaturating + mixup + flatter + critic + slower("D learns too much before G moves")
        + fewerSteps
    case .modeCollapse:
      mixup + flatter + critic + withoutMomentum("momentum carries G past the modes it leaves")
        + fewerSteps
    case .samplesLeaving:
      mixup + nonSaturating + critic + [smallerRates("smaller steps overshoot less")]
    case .cycling:
      flatter + withoutMomentum("momentum feeds rotations") + critic + mixup
        + slower("smaller steps turn less far")
    case .dataGiveAway:
      [Remedy("--data FILE", "a copy of the points with noise of the size of a rounding step")]
        + mixup
    }
  }

  private func smallerRates(_ reason: String) -> Remedy {
    Remedy(
      "--lr-d \(text(discriminatorLearningRate / 10)) --lr-g "
        + text(generatorLearningRate / 10), reason)
  }

  private var nonSaturating: [Remedy] {
    objective == .saturating
      ? [Remedy("--objective non-saturating", "its gradient does not vanish when D wins")] : []
  }

  private var mixup: [Remedy] {
    isMixed || !objective.hasProbabilities
      ? [] : [Remedy("--mixup paper", "D learns answers between 0 and 1, and keeps a slope")]
  }

  private var critic: [Remedy] {
    guard objective != .wassersteinGP else { return [] }
    let withoutPenalties = isPenalized ? " --set r1=0 --set r2=0" : ""
    return [
      Remedy(
        "--objective wgan-gp --mixup off" + withoutPenalties,
        "a critic's slope is held near 1")
    ]
  }

  private var flatter: [Remedy] {
    objective == .wassersteinGP || r1 > 0
      ? [] : [Remedy("--set r1=0.1", "D's slope at the data is held small, and play settles")]
  }

  private func withoutMomentum(_ reason: String) -> [Remedy] {
    beta1 == 0 ? [] : [Remedy("--set beta1=0", reason)]
  }

  private func slower(_ reason: String) -> [Remedy] {
    [Remedy("--lr-d \(text(discriminatorLearningRate / 4))", reason)]
  }

  private func text(_ rate: Float) -> String { String(format: "%.4g", rate) }

  private var fewerSteps: [Remedy] {
    discriminatorSteps > 1 ? [Remedy("--d-steps 1", "D gets ahead of G less")] : []
  }
}

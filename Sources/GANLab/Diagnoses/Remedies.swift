// What to try against each trouble, given what the run already does.

import Foundation

/// The parts of a procedure that decide what is worth trying.
struct RemedyContext {
  let objective: GANObjective
  let isMixed: Bool
  let generatorLearningRate: Float
  let discriminatorLearningRate: Float
  let discriminatorSteps: Int

  init(_ configuration: GANConfiguration) {
    objective = configuration.objective
    isMixed = configuration.mixup != .off
    generatorLearningRate = configuration.generatorLearningRate
    discriminatorLearningRate = configuration.discriminatorLearningRate
    discriminatorSteps = configuration.discriminatorSteps
  }

  /// What to try, the most promising first; what the run does already is left out.
  func remedies(for trouble: Trouble) -> [Remedy] {
    switch trouble {
    case .nonFinite: [smallerRates("smaller steps overflow later, or never")]
    case .discriminatorSaturated:
      nonSaturating + mixup + critic + slower("D learns too much before G moves") + fewerSteps
    case .modeCollapse:
      mixup + critic + [Remedy("--set beta1=0", "momentum carries G past the modes it leaves")]
        + fewerSteps
    case .samplesLeaving:
      mixup + nonSaturating + critic + [smallerRates("smaller steps overshoot less")]
    case .cycling:
      [Remedy("--set beta1=0", "momentum feeds rotations")] + critic + mixup
        + slower("smaller steps turn less far")
    case .dataGiveAway:
      [
        Remedy(
          "--data FILE",
          "a copy with noise of the size of a rounding step, or without the coordinate")
      ] + mixup
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
    isMixed || objective == .wassersteinGP
      ? [] : [Remedy("--mixup paper", "D learns answers between 0 and 1, and keeps a slope")]
  }

  private var critic: [Remedy] {
    objective == .wassersteinGP
      ? []
      : [Remedy("--objective wgan-gp --mixup off", "a critic's slope is held near 1")]
  }

  private func slower(_ reason: String) -> [Remedy] {
    [Remedy("--lr-d \(text(discriminatorLearningRate / 4))", reason)]
  }

  private func text(_ rate: Float) -> String { String(format: "%.4g", rate) }

  private var fewerSteps: [Remedy] {
    discriminatorSteps > 1 ? [Remedy("--d-steps 1", "D gets ahead of G less")] : []
  }
}

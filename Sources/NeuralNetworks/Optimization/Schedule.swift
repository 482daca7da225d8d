// How the learning rate changes from step to step.

import Foundation

/// The factor that the base learning rate is multiplied with at each step; the first step is 0.
public indirect enum Schedule: Hashable, Sendable {
  /// 1 for good.
  case constant
  /// `factor^floor(step / every)`: a drop by the factor every so many steps.
  case stepDecay(every: Int, factor: Double)
  /// `factor^k` once k of the milestones are reached, as for the image experiments of Zhang et
  /// al. (2018).
  case milestones([Int], factor: Double)
  /// `f + (1 - f) (1 + cos(pi step / steps)) / 2` with final factor f, which then remains;
  /// Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017).
  case cosine(steps: Int, finalFactor: Double = 0)
  /// The other schedule's factor, times `(step + 1) / steps` in the first steps; Goyal et al.,
  /// "Accurate, large minibatch SGD" (2017). The other schedule counts from step 0, too.
  case linearWarmUp(steps: Int, Schedule)

  /// The factor at a step; steps before 0 count as 0.
  public func factor(at step: Int) -> Double {
    let step = max(step, 0)
    switch self {
    case .constant:
      return 1
    case .stepDecay(let every, let factor):
      return pow(factor, Double(step / max(every, 1)))
    case .milestones(let milestones, let factor):
      return pow(factor, Double(milestones.count { $0 <= step }))
    case .cosine(let steps, let finalFactor):
      guard step < steps else { return finalFactor }
      let progress = Double(step) / Double(steps)
      return finalFactor + (1 - finalFactor) * (1 + cos(.pi * progress)) / 2
    case .linearWarmUp(let steps, let schedule):
      let warmth = step < steps ? Double(step + 1) / Double(steps) : 1
      return warmth * schedule.factor(at: step)
    }
  }

  /// The learning rate at a step, for a base rate.
  public func learningRate(_ base: Double, at step: Int) -> Double {
    base * factor(at: step)
  }
}

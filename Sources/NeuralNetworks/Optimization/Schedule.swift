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
  /// Up from `1 / initialDivisor` to 1 in a share of the steps, then down to
  /// `1 / (initialDivisor finalDivisor)`, which then remains; Smith and Topin, "Super-convergence"
  /// (2018), arXiv 1708.07120.
  ///
  /// Both ways are half a cosine, as in PyTorch's `OneCycleLR`: 1 is reached at step
  /// `warmUpShare steps - 1`, and the end at step `steps - 1`. A share outside of [0, 1] counts as
  /// the nearest within.
  case oneCycle(
    steps: Int, warmUpShare: Double = 0.3, initialDivisor: Double = 25, finalDivisor: Double = 1e4)
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
      return Self.anneal(from: 1, to: finalFactor, progress)
    case .oneCycle(let steps, let share, let initialDivisor, let finalDivisor):
      let (step, last) = (Double(step), Double(steps) - 1)
      let top = min(max(share, 0), 1) * Double(steps) - 1
      let first = 1 / initialDivisor
      if step <= top, top > 0 { return Self.anneal(from: first, to: 1, step / top) }
      let final = first / finalDivisor
      return step < last ? Self.anneal(from: 1, to: final, (step - top) / (last - top)) : final
    case .linearWarmUp(let steps, let schedule):
      let warmth = step < steps ? Double(step + 1) / Double(steps) : 1
      return warmth * schedule.factor(at: step)
    }
  }

  /// Half a cosine from one factor to another as progress goes from 0 to 1.
  private static func anneal(from first: Double, to last: Double, _ progress: Double) -> Double {
    last + (first - last) * (1 + cos(.pi * progress)) / 2
  }

  /// The learning rate at a step, for a base rate.
  public func learningRate(_ base: Double, at step: Int) -> Double {
    base * factor(at: step)
  }
}

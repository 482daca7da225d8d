// Which steps end an epoch and which are kept for the panel of snapshots.

/// The division of a run's steps into epochs, the last of which may be shorter.
public struct EpochSchedule: Sendable, Equatable {
  /// All steps of the run.
  public let steps: Int
  /// The steps of every epoch but perhaps the last.
  public let stepsPerEpoch: Int

  /// A schedule; both numbers count as at least 1.
  public init(steps: Int, stepsPerEpoch: Int) {
    self.steps = max(1, steps)
    self.stepsPerEpoch = max(1, stepsPerEpoch)
  }

  /// The number of epochs, a partial last one included.
  public var epochCount: Int { (steps + stepsPerEpoch - 1) / stepsPerEpoch }

  /// Whether an epoch ends with the given step, counted from 1.
  public func endsEpoch(_ step: Int) -> Bool {
    step == steps || step % stepsPerEpoch == 0
  }

  /// The epochs that have ended when the given number of steps has been made.
  public func epochsEnded(after step: Int) -> Int {
    step >= steps ? epochCount : step / stepsPerEpoch
  }

  /// The steps at which snapshots are kept.
  ///
  /// They are the powers of ten from 10 on and the last step, as in Figure 5 of Zhang et al. 2018.
  public var snapshotSteps: [Int] {
    var result: [Int] = []
    var step = 10
    while step < steps {
      result.append(step)
      step *= 10
    }
    return result + [steps]
  }
}

// How a run ended, and how its manifest says so.

import Runs

/// How a run ended.
public enum RunOutcome: Sendable, Equatable {
  /// All steps were made.
  case done
  /// The user asked to stop; a checkpoint was saved after this step.
  case interrupted(step: Int)
  /// This step made a value that is not finite; the description says which, and what to try.
  case diverged(step: Int, description: String)

  /// The word that JSON and manifests use.
  public var name: String { manifestOutcome.rawValue }

  fileprivate var manifestOutcome: Manifest.Outcome {
    switch self {
    case .done: .done
    case .interrupted: .interrupted
    case .diverged: .diverged
    }
  }

  /// The sentence for the manifest of a run of so many steps.
  fileprivate func message(of steps: Int) -> String {
    switch self {
    case .done: "\(steps) steps"
    case .interrupted(let step): "stopped after step \(step) of \(steps)"
    case .diverged(let step, let description): "\(Manifest.stepWord)\(step): \(description)"
    }
  }
}

extension Manifest {
  /// What the message of a run that diverged begins with.
  fileprivate static let stepWord = "step "

  /// Records that the run has ended now.
  ///
  /// - Parameter steps: the steps that the run was to make.
  public mutating func recordEnd(_ outcome: RunOutcome, of steps: Int) {
    self.outcome = outcome.manifestOutcome
    message = outcome.message(of: steps)
    ended = .now
  }

  /// Records that an error has ended the run now.
  public mutating func recordFailure(_ error: any Error) {
    outcome = .failed
    message = "\(error)"
    ended = .now
  }

  /// Records that the run goes on from the checkpoint of a step.
  public mutating func recordResume(from step: Int) {
    resumes.append(Resume(started: .now, step: step))
    outcome = .running
    message = ""
    ended = nil
  }

  /// The step that made a value that is not finite, where the message of a diverged run says it.
  public var divergedStep: Int? {
    guard outcome == .diverged, message.hasPrefix(Self.stepWord) else { return nil }
    return Int(message.dropFirst(Self.stepWord.count).prefix { ("0"..."9").contains($0) })
  }
}

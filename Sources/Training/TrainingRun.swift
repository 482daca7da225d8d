// A run as commands and comparisons see it, whatever it trains.

import Runs

/// One training run with its folder, ready to train from its beginning or its newest checkpoint.
///
/// Whoever holds it holds the lock of the folder.
public protocol TrainingRun: AnyObject {
  /// The run's folder.
  var folder: RunFolder { get }
  /// How the run was made.
  var manifest: Manifest { get }
  /// All settings.
  var recipe: Recipe { get }
  /// What is trained on what, for a reader: "plain GAN, seed 0, 20000 steps on ring".
  var title: String { get }
  /// All steps of the run.
  var steps: Int { get }
  /// The steps that were made.
  var stepsDone: Int { get }
  /// How many epochs have ended.
  var epoch: Int { get }
  /// What the user should know about how the run was taken up and how it ended.
  var notes: [String] { get }
  /// What the measurements show, in a word such as "healthy"; "" where nothing looks for it.
  var state: String { get }
  /// What the measurements show that the user should be told once, in the order of its beginnings.
  var findings: [RunFinding] { get }
  /// What the run came to, as lines for a terminal; "" for nothing.
  var summary: String { get }
  /// The names of the files in the folder that are worth opening, the best first; some may not be
  /// there.
  var worthOpening: [String] { get }

  /// Trains until all steps are made, the user interrupts, or a value is no longer finite.
  ///
  /// - Throws: what stops the run otherwise, such as a full disk; the newest checkpoint stays.
  func train(_ observer: (any RunObserver)?) throws -> RunOutcome
}

extension TrainingRun {
  /// Trains without telling anybody.
  public func train() throws -> RunOutcome { try train(nil) }

  /// Nothing looks for troubles.
  public var state: String { "" }

  /// Nothing looks for troubles.
  public var findings: [RunFinding] { [] }
}

/// What is told while a run goes on.
public protocol RunObserver: AnyObject {
  /// Training goes on from a step.
  func began(_ run: any TrainingRun)
  /// A step was made.
  func stepped(_ run: any TrainingRun)
  /// An epoch ended and was measured.
  func measured(_ run: any TrainingRun, _ record: MetricsRecord)
}

/// Something that the measurements of a run show.
public struct RunFinding: Sendable, Equatable {
  /// What tells it from other findings of the run, the same at every measurement that shows it.
  public let identifier: String
  /// What was found, on one line.
  public let line: String
  /// What to try and why, on one line; nil where there is nothing to try.
  public let advice: String?

  /// A finding.
  public init(identifier: String, line: String, advice: String? = nil) {
    self.identifier = identifier
    self.line = line
    self.advice = advice
  }
}

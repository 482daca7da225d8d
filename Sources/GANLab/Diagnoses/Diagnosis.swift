// What went wrong in a run, since when, what it looked like, and what to try.

/// The troubles that are looked for.
public enum Trouble: String, Sendable, CaseIterable {
  /// A number that is infinite or NaN.
  case nonFinite = "non-finite"
  /// The discriminator is always right and the generator gets no gradient.
  case discriminatorSaturated = "discriminator-saturated"
  /// The generator makes a few modes only, or one point.
  case modeCollapse = "mode-collapse"
  /// The generated points are not where the data are.
  case samplesLeaving = "samples-leaving"
  /// The generator moves from mode to mode.
  case cycling
  /// Something that needs no learning tells reals from fakes.
  case dataGiveAway = "data-give-away"

  /// The name for readers.
  public var title: String {
    switch self {
    case .nonFinite: "A number is no longer finite"
    case .discriminatorSaturated: "The discriminator is saturated"
    case .modeCollapse: "Mode collapse"
    case .samplesLeaving: "The samples have left the data"
    case .cycling: "The generator cycles between modes"
    case .dataGiveAway: "The data give the fakes away"
    }
  }
}

/// One trouble of a run.
public struct Diagnosis: Sendable, Equatable {
  /// What it is.
  public let trouble: Trouble
  /// The first step at which it was seen.
  public let began: Int
  /// The last step at which it was seen.
  public let last: Int
  /// What was seen, with the numbers.
  public let evidence: String
  /// What to try, the most promising first, each with what to type.
  public let remedies: [Remedy]

  package init(
    _ trouble: Trouble, began: Int, last: Int, evidence: String, remedies: [Remedy] = []
  ) {
    self.trouble = trouble
    self.began = began
    self.last = last
    self.evidence = evidence
    self.remedies = remedies
  }

  /// One line: the trouble, since when, and what was seen.
  public var line: String {
    "\(trouble.title) (\(trouble.rawValue)), steps \(began) to \(last): \(evidence)"
  }
}

/// Something to try.
public struct Remedy: Sendable, Equatable {
  /// What to type, such as `--objective non-saturating`.
  public let flag: String
  /// Why it should help.
  public let reason: String

  package init(_ flag: String, _ reason: String) {
    self.flag = flag
    self.reason = reason
  }
}

// All troubles of a run together: for the terminal, the metrics, and DIAGNOSIS.md.

import Runs

/// What the history of a run shows.
public struct DiagnosisReport: Sendable, Equatable {
  /// The troubles in the order in which they began.
  public let diagnoses: [Diagnosis]
  /// The step of the newest measurement.
  private let step: Int

  /// Looks through the metrics of a run.
  ///
  /// - Parameter divergence: what ended the run, if a number was no longer finite.
  public init(
    _ records: [MetricsRecord], _ configuration: GANConfiguration, divergence: Divergence? = nil
  ) {
    self.init(
      records.compactMap { EpochFacts($0) }, RemedyContext(configuration), divergence: divergence)
  }

  package init(
    _ history: [EpochFacts], _ configuration: GANConfiguration, divergence: Divergence? = nil
  ) {
    self.init(history, RemedyContext(configuration), divergence: divergence)
  }

  private init(_ history: [EpochFacts], _ context: RemedyContext, divergence: Divergence?) {
    step = history.last?.step ?? 0
    let cycling = Detectors.cycling(history)
    // Between two modes a cycling generator covers few, which is not a collapse onto them.
    let collapses = Detectors.modeCollapse(history).filter { collapse in
      !cycling.contains { $0.began <= collapse.last && collapse.began <= $0.last }
    }
    let ended = divergence.map { divergence in
      Diagnosis(
        .nonFinite, began: divergence.step, last: divergence.step, evidence: divergence.finding)
    }
    let found =
      Detectors.dataGiveAway(history) + Detectors.discriminatorSaturated(history)
      + Detectors.samplesLeaving(history) + collapses + cycling + [ended].compactMap { $0 }
    diagnoses = found.sorted { ($0.began, $0.trouble.rawValue) < ($1.began, $1.trouble.rawValue) }
      .map { diagnosis in
        Diagnosis(
          diagnosis.trouble, began: diagnosis.began, last: diagnosis.last,
          evidence: diagnosis.evidence, remedies: context.remedies(for: diagnosis.trouble))
      }
  }

  /// The troubles that the newest measurement still shows.
  public var current: [Diagnosis] { diagnoses.filter { $0.last >= step } }

  /// The newest state in a word: `healthy`, or the names of the troubles joined by "+".
  public var state: String {
    let names = current.map(\.trouble.rawValue)
    return names.isEmpty ? "healthy" : names.joined(separator: "+")
  }

  /// A page for readers, or nil if nothing was found.
  public var markdown: String? {
    guard !diagnoses.isEmpty else { return nil }
    let parts = diagnoses.map { diagnosis in
      let tries = diagnosis.remedies.map { "* `\($0.flag)`: \($0.reason)." }
      let when =
        diagnosis.began == diagnosis.last
        ? "Seen at step \(diagnosis.began)."
        : "Began at step \(diagnosis.began), "
          + (diagnosis.last >= step
            ? "still so at step \(diagnosis.last)." : "last seen at step \(diagnosis.last).")
      return "## \(diagnosis.trouble.title)\n\n\(when) \(diagnosis.evidence.capitalizedFirst).\n"
        + (tries.isEmpty ? "" : "\nTry:\n\n" + tries.joined(separator: "\n") + "\n")
    }
    return "# Diagnosis\n\nMeasured at the ends of epochs, by rules of thumb: `mixlab explain "
      + "diagnosis` says which.\n\n" + parts.joined(separator: "\n")
  }
}

extension String {
  /// The same text with a capital first letter.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

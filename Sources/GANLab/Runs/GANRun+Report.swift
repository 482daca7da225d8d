// What a GAN's run says of itself on a terminal.

import Foundation
import Runs
import Training

extension GANRun {
  /// Like `mixup GAN, α = 0.2, seed 0, 20000 steps on ring`.
  public var title: String {
    "\(settings.method), seed \(settings.configuration.seed), \(settings.steps) steps on "
      + settings.dataName
  }

  /// All steps of the run.
  public var steps: Int { schedule.steps }

  /// The steps that were made.
  public var stepsDone: Int { trainer.stepsDone }

  /// The newest state in a word: `healthy`, or the names of the troubles joined by "+".
  public var state: String { diagnosis.state }

  /// The troubles so far, each with the most promising remedy.
  public var findings: [RunFinding] {
    diagnosis.diagnoses.map { diagnosis in
      RunFinding(
        identifier: "\(diagnosis.trouble.rawValue) \(diagnosis.began)", line: diagnosis.line,
        advice: diagnosis.remedies.first.map { "try \($0.flag): \($0.reason)" })
    }
  }

  /// The scores of the last measurement with a perfect sampler's beside them, and the troubles
  /// that it still shows.
  public var summary: String {
    let perfect = manifest.perfect ?? [:]
    let text = { (value: Double) in String(format: "%.4g", value) }
    let rows = MetricsCatalog.entries.filter(\.isOfGenerator).compactMap { entry -> [String]? in
      guard let value = history.last?[entry.name]?.number else { return nil }
      return [entry.name, text(value), perfect[entry.name].map(text) ?? ""]
    }
    let table = rows.isEmpty ? [] : [TextTable(["", "this run", "perfect sampler"], rows).text]
    return (table + diagnosis.current.map(\.line)).joined(separator: "\n")
  }

  /// The last picture, the figures, and the page on what went wrong.
  public var worthOpening: [String] {
    [
      RunFolder.pictureName(epoch: epoch), "figures/snapshots.png", "figures/neighbours.png",
      "figures/curves.png", RunFolder.diagnosisName,
    ]
  }
}

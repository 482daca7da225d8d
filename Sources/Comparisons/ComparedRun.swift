// What became of one run of a comparison, read from its folder.

import Foundation
import Runs
import Training

/// How a run of a comparison ended.
public enum ComparedOutcome: Sendable, Equatable {
  /// All steps were made.
  case done
  /// A value was no longer finite after this step.
  case diverged(step: Int)
  /// The user stopped it; a checkpoint was saved after this step.
  case interrupted(step: Int)
  /// An error ended it.
  case failed(String)
  /// Its process ended without a word: killed, or out of memory.
  case killed
  /// A process works on it.
  case running
  /// It has not begun.
  case missing

  /// The word that JSON and manifests use.
  public var name: String {
    switch self {
    case .done: "done"
    case .diverged: "diverged"
    case .interrupted: "interrupted"
    case .failed: "failed"
    case .killed: "killed"
    case .running: "running"
    case .missing: "missing"
    }
  }
}

/// One run of a comparison with its measurements.
public struct ComparedRun: Sendable {
  /// The recipe's name.
  public let name: String
  /// The run's seed.
  public let seed: Int
  /// The place of the run's folder.
  public let url: URL
  /// How it ended.
  public let outcome: ComparedOutcome
  /// The last measurement.
  public let last: MetricsRecord
  /// The best measurement by the kind's criterion.
  public let best: MetricsRecord
  /// The time that its epochs took.
  public let seconds: Double
  /// How the run was measured; only runs in which this is equal are ranked together.
  ///
  /// The manifest's data and those of its protocols that the kind ranks by.
  public let measurement: [String: String]
  /// How each metric was measured, as the manifest says it.
  package let protocols: [String: String]
  /// What a perfect sampler scores by the run's measurements.
  package let perfect: [String: Double]

  package init(
    name: String, seed: Int, url: URL, outcome: ComparedOutcome, rules: ComparisonRules,
    records: [MetricsRecord] = [], measurement: [String: String] = [:],
    protocols: [String: String] = [:], perfect: [String: Double] = [:]
  ) {
    self.name = name
    self.seed = seed
    self.url = url
    self.outcome = outcome
    last = records.last ?? MetricsRecord()
    best = rules.best(of: records) ?? MetricsRecord()
    seconds = records.reduce(0) { sum, record in
      let seconds = record["seconds"]?.number ?? 0
      return seconds.isFinite ? sum + seconds : sum
    }
    self.measurement = measurement
    self.protocols = protocols
    self.perfect = perfect
  }

  /// Reads a run.
  ///
  /// - Throws: `RunError` where the manifest or the metrics are missing or malformed.
  public init(name: String, seed: Int, _ folder: RunFolder, _ rules: ComparisonRules) throws {
    let manifest = try folder.manifest()
    let records = try folder.metrics.records()
    let outcome: ComparedOutcome =
      switch folder.state(manifest) {
      case .done: .done
      case .diverged:
        .diverged(step: manifest.divergedStep ?? records.last?.step ?? 0)
      case .interrupted:
        .interrupted(step: try CheckpointStore(folder).steps().last ?? 0)
      case .failed: .failed(manifest.message)
      case .stopped: .killed
      case .running: .running
      }
    var measurement = rules.ranked(manifest.protocols)
    measurement["data"] = manifest.data.map { "\($0.name) \($0.checksum)" }.sorted()
      .joined(separator: ", ")
    self.init(
      name: name, seed: seed, url: folder.url, outcome: outcome, rules: rules, records: records,
      measurement: measurement, protocols: manifest.protocols, perfect: manifest.perfect ?? [:])
  }

  /// The same run under another name.
  func renamed(_ name: String) -> ComparedRun { ComparedRun(name, self) }

  private init(_ name: String, _ run: ComparedRun) {
    self.name = name
    (seed, url, outcome, seconds) = (run.seed, run.url, run.outcome, run.seconds)
    (last, best, measurement, protocols) = (run.last, run.best, run.measurement, run.protocols)
    perfect = run.perfect
  }

  /// The picture of the last epoch, where the run made one.
  public var lastPicture: URL? {
    guard case .integer(let epoch)? = last["epoch"] else { return nil }
    let picture = url.appendingPathComponent(RunFolder.pictureName(epoch: epoch))
    return FileManager.default.fileExists(atPath: picture.path) ? picture : nil
  }
}

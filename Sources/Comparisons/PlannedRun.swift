// One run of a comparison: where it lies, how it is begun or taken up, what became of it.

import Foundation
import Runs
import Training

/// A run that a comparison asks for, made or not.
public struct PlannedRun: Sendable {
  /// What the run is.
  public let kind: any RunKind
  /// The recipe's name.
  public let name: String
  /// The run's seed.
  public let seed: Int
  /// All settings of the run.
  public let recipe: Recipe

  /// The name of the run's folder in that of the comparison.
  public var folderName: String { "\(name)-seed\(seed)" }

  /// The run, ready to train from its beginning or its newest checkpoint; nil if it has ended.
  ///
  /// - Parameter tell: gets a line for each thing that the user should know before training.
  /// - Throws: what the kind's `create` and `resume` throw, and `ComparisonError.foreignRun`.
  public func open(
    in folder: URL, tell: (String) -> Void = { _ in }
  ) throws -> (any TrainingRun)? {
    let url = folder.appendingPathComponent(folderName)
    guard hasManifest(url) else {
      try RunFolder.clearUnfinishedCreation(at: url)
      return try kind.create(recipe, .exactly(url), tell: tell)
    }
    let place = try RunFolder.open(at: url)
    try checkRecipe(place)
    switch try place.manifest().outcome {
    case .done, .diverged: return nil
    case .running, .interrupted, .failed:
      return try kind.resume(url, changes: [], allowingDifferences: false, tell: tell)
    }
  }

  /// Whether the run has not come to an end of its own.
  public func isUnfinished(in folder: URL) -> Bool {
    switch result(in: folder).outcome {
    case .done, .diverged: false
    default: true
    }
  }

  /// What became of the run.
  public func result(in folder: URL) -> ComparedRun {
    let url = folder.appendingPathComponent(folderName)
    guard hasManifest(url) else {
      return ComparedRun(
        name: name, seed: seed, url: url, outcome: .missing, rules: kind.rules)
    }
    do {
      let place = try RunFolder.open(at: url)
      try checkRecipe(place)
      return try ComparedRun(name: name, seed: seed, place, kind.rules)
    } catch {
      return ComparedRun(
        name: name, seed: seed, url: url, outcome: .failed("\(error)"), rules: kind.rules)
    }
  }

  /// The share of its steps after the last measurement, for progress.
  public func share(in folder: URL) -> Double {
    let url = folder.appendingPathComponent(folderName)
    guard let place = try? RunFolder.open(at: url),
      let record = try? place.metrics.records().last
    else { return 0 }
    return kind.share(of: recipe, at: record)
  }

  private func hasManifest(_ url: URL) -> Bool {
    let path = url.appendingPathComponent(RunFolder.manifestName).path
    return FileManager.default.fileExists(atPath: path)
  }

  private func checkRecipe(_ place: RunFolder) throws {
    let differences = try place.recipe(kind.table).differences(from: recipe)
    guard differences.isEmpty else {
      throw ComparisonError.foreignRun(
        path: place.url.path, differences: differences.map(\.description))
    }
  }
}

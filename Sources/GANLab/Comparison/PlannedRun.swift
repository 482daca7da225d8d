// One run of a comparison: where it lies, how it is begun or taken up, what became of it.

import Foundation
import Runs

/// A run that a comparison asks for, made or not.
public struct PlannedRun: Sendable {
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
  /// - Throws: what `GANRun.create` and `GANRun.resume` throw, and `ComparisonError.foreignRun`.
  public func open(in folder: URL) throws -> GANRun? {
    let url = folder.appendingPathComponent(folderName)
    guard hasManifest(url) else {
      try RunFolder.clearUnfinishedCreation(at: url)
      return try GANRun.create(recipe, .exactly(url))
    }
    let place = try RunFolder.open(at: url)
    try checkRecipe(place)
    switch try place.manifest().outcome {
    case .done, .diverged: return nil
    case .running, .interrupted, .failed: return try GANRun.resume(url)
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
      return ComparedRun(name: name, seed: seed, url: url, outcome: .missing)
    }
    do {
      let place = try RunFolder.open(at: url)
      try checkRecipe(place)
      return try ComparedRun(name: name, seed: seed, place)
    } catch {
      return ComparedRun(name: name, seed: seed, url: url, outcome: .failed("\(error)"))
    }
  }

  /// The share of its steps after the last measurement, for progress.
  public func share(in folder: URL) -> Double {
    let url = folder.appendingPathComponent(folderName)
    guard let place = try? RunFolder.open(at: url), let total = try? recipe.integer("steps"),
      let step = try? place.metrics.records().last?.step
    else { return 0 }
    return Double(step) / Double(max(1, total))
  }

  private func hasManifest(_ url: URL) -> Bool {
    let path = url.appendingPathComponent(RunFolder.manifestName).path
    return FileManager.default.fileExists(atPath: path)
  }

  private func checkRecipe(_ place: RunFolder) throws {
    let differences = try place.recipe(GANRecipe.table).differences(from: recipe)
    guard differences.isEmpty else {
      throw ComparisonError.foreignRun(
        path: place.url.path, differences: differences.map(\.description))
    }
  }
}

/// A comparison that cannot be made or gone on with.
public enum ComparisonError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A run in the comparison's folder has another recipe than the plan says.
  case foreignRun(path: String, differences: [String])
  /// The comparison has more seeds than are asked for.
  case fewerSeeds(planned: Int, asked: Int)
  /// The comparison is of another kind of run.
  case wrongKind(path: String, kind: String)
  /// Runs were measured by different protocols.
  case unlikeProtocols(groups: [[String]], keys: [String])
  /// Two folders hold the same recipe with the same seed.
  case sameRun(String, String)
  /// A plan has no such run.
  case noSuchRun(name: String, seed: Int)

  /// What came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .foreignRun(let path, let differences):
      "\(path) is not the run that the comparison planned: "
        + "\(differences.joined(separator: "; ")). Move it elsewhere, and it is made anew."
    case .fewerSeeds(let planned, let asked):
      "--seeds: \(asked) came, and the comparison has \(planned) already. Needed: \(planned) or "
        + "more; runs are added, never dropped."
    case .wrongKind(let path, let kind):
      "\(path) holds \"\(kind)\" runs. Needed: gan runs."
    case .unlikeProtocols(let groups, let keys):
      "the runs were measured by different protocols (\(keys.joined(separator: ", "))):\n"
        + groups.enumerated().map { "  protocol \($0 + 1): \($1.joined(separator: ", "))" }
        .joined(separator: "\n")
        + "\nCompare runs of one protocol, or repeat with --force to list them all, unranked "
        + "across protocols."
    case .sameRun(let first, let second):
      "\(first) and \(second) are the same recipe with the same seed. Give one of them."
    case .noSuchRun(let name, let seed):
      "the comparison plans no run of \(name) with seed \(seed). See its \(ComparisonPlan.fileName)."
    }
  }
}

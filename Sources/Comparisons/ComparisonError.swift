// What can be wrong with a comparison, each with its remedy.

import Runs

/// A comparison that cannot be made or gone on with.
public enum ComparisonError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A run in the comparison's folder has another recipe than the plan says.
  case foreignRun(path: String, differences: [String])
  /// The comparison has more seeds than are asked for.
  case fewerSeeds(planned: Int, asked: Int)
  /// A run or comparison is of a kind that the program does not know.
  case unknownKind(path: String, kind: String, known: [String])
  /// Runs or recipes are of several kinds; each with one that is of it.
  case mixedKinds(examples: [String])
  /// There is neither a run nor a recipe.
  case nothing
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
    case .unknownKind(let path, let kind, let known):
      "\(path) holds \"\(kind)\" runs. Needed: \(known.joined(separator: " or ")) runs."
    case .mixedKinds(let examples):
      "what is compared is of several kinds: \(examples.joined(separator: ", ")). Compare runs of "
        + "one kind."
    case .nothing: "there is nothing to compare. Name recipes or runs."
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

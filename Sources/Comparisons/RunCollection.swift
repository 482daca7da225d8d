// Runs from anywhere, put together as a comparison: one recipe is what differs in the seed alone.

import Foundation
import Runs

/// Runs grouped by recipe, whichever command made them.
public struct RunCollection: Sendable {
  /// What the runs are.
  public let kind: any RunKind
  /// The names of the recipes in the order in which they came.
  public let recipeNames: [String]
  /// The runs.
  public let results: [ComparedRun]

  /// Reads the folders of runs, and of comparisons all runs in them.
  ///
  /// A recipe is named by its method, with the settings in which it differs from others of that
  /// method.
  /// - Parameters:
  ///   - urls: one folder at least.
  ///   - kinds: the kinds of runs that the program knows.
  ///   - allowingUnlikeProtocols: whether runs may be measured differently.
  /// - Throws: `RunError` for a folder that is no run, `RecipeError`, and `ComparisonError`
  ///   `.nothing`, `.unknownKind`, `.mixedKinds`, `.sameRun` or `.unlikeProtocols`.
  public init(
    _ urls: [URL], kinds: [any RunKind], allowingUnlikeProtocols: Bool = false
  ) throws {
    let places = try urls.map { try Place($0, kinds) }
    let kind = try commonKind(of: places.map { ($0.url.path, $0.kind) })
    self.kind = kind
    var runs: [(recipe: Recipe, run: ComparedRun)] = []
    for url in places.flatMap(\.runs) {
      let folder = try RunFolder.open(at: url)
      let recipe = try folder.recipe(kind.table)
      let run = try ComparedRun(
        name: recipe.hash(excluding: ["seed"]), seed: try recipe.integer("seed"), folder,
        kind.rules)
      let twin = runs.map(\.run).first { other in
        other.name == run.name && other.seed == run.seed && other.measurement == run.measurement
      }
      if let twin {
        throw ComparisonError.sameRun(twin.url.path, url.path)
      }
      runs.append((recipe, run))
    }
    if !allowingUnlikeProtocols { try Self.checkProtocols(runs.map(\.run)) }
    let names = try Self.names(runs, kind)
    let named = runs.map { $0.run.renamed(names[$0.run.name] ?? $0.run.name) }
    let recipeNames = named.reduce(into: [String]()) { list, run in
      if !list.contains(run.name) { list.append(run.name) }
    }
    // In the order of a comparison: for each seed every recipe.
    results = Set(named.map(\.seed)).sorted().flatMap { seed in
      recipeNames.flatMap { name in named.filter { $0.seed == seed && $0.name == name } }
    }
    self.recipeNames = recipeNames
  }

  /// A folder that was given, and the runs that it stands for.
  private struct Place {
    let url: URL
    let kind: any RunKind
    let runs: [URL]

    init(_ url: URL, _ kinds: [any RunKind]) throws {
      self.url = url
      guard ComparisonPlan.isThere(url) else {
        kind = try kinds.ofRun(at: url)
        runs = [url]
        return
      }
      let comparison = try Comparison(readingFrom: url, kinds: kinds)
      kind = comparison.kind
      runs = comparison.runs.map { url.appendingPathComponent($0.folderName) }
        .filter { FileManager.default.fileExists(atPath: $0.path) }
    }
  }

  private static func checkProtocols(_ runs: [ComparedRun]) throws(ComparisonError) {
    var groups: [(rules: [String: String], names: [String])] = []
    for run in runs {
      if let index = groups.firstIndex(where: { $0.rules == run.measurement }) {
        groups[index].names.append(run.url.lastPathComponent)
      } else {
        groups.append((run.measurement, [run.url.lastPathComponent]))
      }
    }
    guard groups.count > 1 else { return }
    let keys = Set(groups.flatMap(\.rules.keys)).filter { key in
      Set(groups.map { $0.rules[key] }).count > 1
    }
    throw .unlikeProtocols(groups: groups.map(\.names), keys: keys.sorted())
  }

  /// The name of each recipe by its hash.
  private static func names(
    _ runs: [(recipe: Recipe, run: ComparedRun)], _ kind: any RunKind
  ) throws -> [String: String] {
    var recipes: [(hash: String, method: String, recipe: Recipe)] = []
    for (recipe, run) in runs where !recipes.contains(where: { $0.hash == run.name }) {
      recipes.append((run.name, try kind.method(recipe), recipe))
    }
    var names: [String: String] = [:]
    for (hash, method, recipe) in recipes {
      let others = recipes.filter { $0.method == method }
      let keys = kind.table.settings.filter { setting in
        setting.isHashed && setting.key != "seed"
          && Set(others.map { $0.recipe[setting.key]?.text }).count > 1
      }.map(\.key)
      let settings = keys.map { "\($0) \(recipe[$0]?.text ?? "")" }
      names[hash] = ([method] + settings).joined(separator: ", ")
    }
    return names
  }
}

// What commands and comparisons need to know of a kind of run.

import Foundation
import Runs
import Training

/// A kind of run: its recipes, how its runs are made, and how they are judged.
public protocol RunKind: Sendable {
  /// The settings of its recipes; the name is what manifests, plans and recipe files call the kind.
  var table: SettingTable { get }

  /// The names of the recipes that need no file.
  var builtInNames: [String] { get }
  /// The recipe that has a name without a file, or nil for an unknown name.
  func builtIn(_ name: String) throws(RecipeError) -> NamedRecipe?
  /// Reads a recipe file; a file or a folder of data that it names lies relative to it.
  func read(_ url: URL) throws(RecipeError) -> Recipe
  /// The recipe with a value in place of every word such as "auto".
  func resolved(_ recipe: Recipe) throws(RecipeError) -> Recipe
  /// - Throws: `RecipeError` for settings that do not go together.
  func check(_ recipe: Recipe) throws(RecipeError)
  /// The settings that mean nothing beside some of the others, for `checkUse(of:in:)`.
  var unusedSettings: [UnusedSettings] { get }
  /// The method of a recipe in a reader's words, like "mixup GAN, alpha = 0.2".
  func method(_ recipe: Recipe) throws(RecipeError) -> String
  /// What a user should know about the precision that a recipe asks for on this machine; nil for
  /// nothing.
  func precisionNote(_ recipe: Recipe) throws(RecipeError) -> String?

  /// Makes ready what runs of recipes will need, each thing once, so that runs that are made side
  /// by side find it.
  ///
  /// - Parameter tell: gets a line for each thing that the user should know.
  func prepare(_ recipes: [Recipe], tell: (String) -> Void) throws
  /// Makes the folder of a new run and everything in it that training needs.
  ///
  /// - Parameter tell: gets a line for each thing that the user should know before training.
  func create(
    _ recipe: Recipe, _ place: RunPlace, tell: (String) -> Void
  ) throws -> any TrainingRun
  /// Opens a run and restores its newest sound checkpoint; what was written later is dropped.
  ///
  /// - Parameters:
  ///   - changes: assignments such as `steps=3000` to apply to the recipe.
  ///   - allowingDifferences: whether to go on although settings or machine differ.
  ///   - tell: gets a line for each thing that takes a while.
  /// - Throws: `ResumeRefused` with the list of differences unless they are allowed.
  func resume(
    _ url: URL, changes: [String], allowingDifferences: Bool, tell: (String) -> Void
  ) throws -> any TrainingRun
  /// The share of a run that was made when a measurement was taken, for progress.
  func share(of recipe: Recipe, at record: MetricsRecord) -> Double

  /// How runs are measured against each other.
  var rules: ComparisonRules { get }
  /// What runs made, side by side in one picture; nil where there is nothing to show.
  ///
  /// - Parameter runs: one run of each recipe, with its label.
  func panel(_ runs: [(label: String, folder: RunFolder)]) throws -> Data?
}

extension RunKind {
  /// What manifests, plans and recipe files call the kind.
  public var name: String { table.name }

  /// The step of the measurement over the recipe's setting `steps`.
  public func share(of recipe: Recipe, at record: MetricsRecord) -> Double {
    guard let step = record.step, let total = try? recipe.integer("steps") else { return 0 }
    return Double(step) / Double(max(1, total))
  }

  /// Every setting always means something.
  public var unusedSettings: [UnusedSettings] { [] }

  /// Nothing needs to be made ready.
  public func prepare(_ recipes: [Recipe], tell: (String) -> Void) throws {}

  /// No picture.
  public func panel(_ runs: [(label: String, folder: RunFolder)]) throws -> Data? { nil }
}

extension [any RunKind] {
  /// The kind that a manifest or a plan names.
  ///
  /// - Parameter path: the folder of the run or comparison, for the error.
  /// - Throws: `ComparisonError.unknownKind`.
  public func named(_ name: String, at path: String) throws(ComparisonError) -> any RunKind {
    guard let kind = first(where: { $0.name == name }) else {
      throw .unknownKind(path: path, kind: name, known: map(\.name))
    }
    return kind
  }

  /// The kind of the run in a folder.
  ///
  /// - Throws: `RunError` for a folder that is no run, and `ComparisonError.unknownKind`.
  public func ofRun(at url: URL) throws -> any RunKind {
    try named(try RunFolder.open(at: url).manifest().kind, at: url.path)
  }
}

/// The one kind that all of several runs or recipes are of.
///
/// - Parameter found: what was found of which kind; the examples are for the error.
/// - Throws: `ComparisonError.mixedKinds`, or `.nothing` where there are none.
public func commonKind(
  of found: [(example: String, kind: any RunKind)]
) throws(ComparisonError) -> any RunKind {
  guard let first = found.first else { throw .nothing }
  var examples: [(name: String, text: String)] = []
  for (example, kind) in found where !examples.contains(where: { $0.name == kind.name }) {
    examples.append((kind.name, "\(example) (\(kind.name))"))
  }
  guard examples.count == 1 else { throw .mixedKinds(examples: examples.map(\.text)) }
  return first.kind
}

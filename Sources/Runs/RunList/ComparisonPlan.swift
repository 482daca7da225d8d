// The plan of a comparison: which recipes on how many seeds, written before its first run.

import Foundation

/// What a comparison is to run; `plan.json`.
public struct ComparisonPlan: Codable, Sendable, Equatable {
  /// A recipe with the name that folders and tables give it.
  public struct Entry: Codable, Sendable, Equatable {
    /// The name.
    public var name: String
    /// The text of every setting by key.
    public var settings: [String: String]

    /// An entry for a recipe.
    public init(name: String, recipe: Recipe) {
      self.name = name
      let texts = recipe.table.keys.map { ($0, recipe[$0]?.text ?? "") }
      settings = Dictionary(texts) { _, last in last }
    }
  }

  /// The name of the file.
  public static let fileName = "plan.json"
  /// The version of this format that the program writes.
  public static let currentFormatVersion = 1
  /// The most seeds of a comparison.
  public static let mostSeeds = 1000

  /// The version of the format.
  public var formatVersion = ComparisonPlan.currentFormatVersion
  /// The version of the program that made the plan.
  public var programVersion: String
  /// The kind of the runs, such as "gan".
  public var kind: String
  /// How many seeds each recipe gets, counted up from its own.
  public var seeds: Int
  /// The recipes in the order of tables.
  public var recipes: [Entry]

  /// A plan of the present format.
  public init(programVersion: String, kind: String, seeds: Int, recipes: [Entry]) {
    self.programVersion = programVersion
    self.kind = kind
    self.seeds = seeds
    self.recipes = recipes
  }

  /// Whether a folder holds a comparison.
  public static func isThere(_ folder: URL) -> Bool {
    Files.isFile(folder.appendingPathComponent(fileName).path)
  }

  /// Takes the lock without which nothing may be written to a comparison.
  ///
  /// - Throws: `RunError.locked`.
  public static func lock(_ folder: URL) throws(RunError) -> RunLock {
    try RunLock(path: folder.appendingPathComponent(RunLock.name).path)
  }

  /// Writes the plan as sorted, indented JSON.
  public func write(to folder: URL) throws(RunError) {
    let url = folder.appendingPathComponent(ComparisonPlan.fileName)
    try NumberedFolder.write(try fileContent(for: url.path), to: url)
  }

  /// Reads the plan of a comparison.
  ///
  /// - Throws: `RunListError.notAComparison`, or `RunError.malformed` or `.unknownVersion`.
  public init(readingFrom folder: URL) throws {
    guard ComparisonPlan.isThere(folder) else {
      throw RunListError.notAComparison(path: folder.path)
    }
    let path = folder.appendingPathComponent(ComparisonPlan.fileName).path
    try self.init(fileContent: try Files.read(path), of: path)
    if let reason = contradiction {
      throw RunError.malformed(path: path, line: nil, reason: reason)
    }
  }

  private var contradiction: String? {
    guard (1...ComparisonPlan.mostSeeds).contains(seeds) else {
      return "seeds is \(seeds), and 1 to \(ComparisonPlan.mostSeeds) is needed"
    }
    guard !recipes.isEmpty else { return "recipes is empty" }
    let names = recipes.map(\.name)
    // A name becomes a part of a path.
    if let name = names.first(where: { $0.isEmpty || $0.contains("/") || $0.contains("\0") }) {
      return "\(quoted(name)) cannot be the name of a recipe"
    }
    return Set(names).count == names.count ? nil : "two recipes have one name"
  }
}

extension ComparisonPlan: VersionedRecord {
  static var title: String { "the plan" }
}

extension Recipe {
  /// The recipe of a plan's entry.
  ///
  /// - Throws: `RecipeError` for settings that the table does not have or accept.
  public init(_ entry: ComparisonPlan.Entry, table: SettingTable) throws(RecipeError) {
    try self.init(defaultsOf: table)
    for (key, text) in entry.settings.sorted(by: { $0.key < $1.key }) {
      try set(key, to: text, origin: .option("recipe \(entry.name) of \(ComparisonPlan.fileName)"))
    }
  }
}

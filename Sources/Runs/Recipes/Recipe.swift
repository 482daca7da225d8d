// A recipe: a table of settings with one value for each.

/// Everything that is needed to run an experiment again: one value per setting of a table.
///
/// A recipe starts from the defaults and takes changes as text, so that files, `--set` and options
/// share one set of checks. A change that fails leaves the recipe as it was.
public struct Recipe: Sendable {
  /// The settings.
  public let table: SettingTable
  private var values: [String: SettingValue]
  private var givenKeys: Set<String> = []

  /// A recipe of the defaults.
  ///
  /// - Throws: `RecipeError.badTable` if the table contradicts itself.
  public init(defaultsOf table: SettingTable) throws(RecipeError) {
    if let reason = table.contradiction() {
      throw .badTable(recipe: table.name, reason: reason)
    }
    self.table = table
    values = [:]
    for setting in table.settings { values[setting.key] = setting.defaultValue }
  }

  /// The value of a setting.
  public subscript(key: String) -> SettingValue? { values[key] }

  /// Whether somebody chose the value of a setting, be it the default.
  public func isGiven(_ key: String) -> Bool { givenKeys.contains(key) }

  /// Sets one setting from text.
  ///
  /// - Throws: `RecipeError.unknownKey` or `.badValue`, with the nearest valid name.
  public mutating func set(
    _ key: String, to text: String, origin: SettingOrigin = .program
  ) throws(RecipeError) {
    guard let setting = table.setting(key) else {
      throw .unknownKey(
        key: key, nearest: nearestName(to: key, among: table.keys), valid: table.keys,
        recipe: table.name, origin: origin)
    }
    do {
      values[key] = try setting.parse(text)
      givenKeys.insert(key)
    } catch {
      throw .badValue(
        key: key, came: text, problem: error.problem, needed: setting.needed,
        nearest: error.nearest, origin: origin)
    }
  }

  /// Sets one setting from an assignment of the form KEY=VALUE.
  ///
  /// - Throws: `RecipeError.badAssignment`, `.unknownKey` or `.badValue`.
  public mutating func apply(
    assignment: String, origin: SettingOrigin = .option("--set")
  ) throws(RecipeError) {
    guard let equals = assignment.firstIndex(of: "="), equals != assignment.startIndex else {
      throw .badAssignment(came: assignment, origin: origin)
    }
    let key = assignment[..<equals].trimmingSpaces
    let text = assignment[assignment.index(after: equals)...].trimmingSpaces
    try set(key, to: text, origin: origin)
  }

  /// The value of a whole-number setting.
  public func integer(_ key: String) throws(RecipeError) -> Int {
    guard case .integer(let value) = try value(key) else { throw wrongKind(key, "whole number") }
    return value
  }

  /// The value of a real setting.
  public func real(_ key: String) throws(RecipeError) -> Double {
    guard case .real(let value) = try value(key) else { throw wrongKind(key, "real number") }
    return value
  }

  /// The value of a flag.
  public func flag(_ key: String) throws(RecipeError) -> Bool {
    guard case .flag(let value) = try value(key) else { throw wrongKind(key, "flag") }
    return value
  }

  /// The value of a choice or of a text setting.
  public func text(_ key: String) throws(RecipeError) -> String {
    guard case .text(let value) = try value(key) else { throw wrongKind(key, "name or text") }
    return value
  }

  /// The value of a choice as a case of an enumeration whose raw values are the names.
  public func choice<Choice: RawRepresentable>(
    _ key: String, as type: Choice.Type
  ) throws(RecipeError) -> Choice where Choice.RawValue == String {
    let name = try text(key)
    guard let choice = Choice(rawValue: name) else {
      throw .badRequest(key: key, reason: "\(type) has no case \(quoted(name))")
    }
    return choice
  }

  /// The names of a setting that takes several.
  public func list(_ key: String) throws(RecipeError) -> [String] {
    guard case .list(let value) = try value(key) else { throw wrongKind(key, "list of names") }
    return value
  }

  /// The value of a whole-number setting, or nil if it is a word such as "auto".
  public func integerUnlessWord(_ key: String) throws(RecipeError) -> Int? {
    if case .text = try value(key) { return nil }
    return try integer(key)
  }

  /// The value of a real setting, or nil if it is a word such as "auto".
  public func realUnlessWord(_ key: String) throws(RecipeError) -> Double? {
    if case .text = try value(key) { return nil }
    return try real(key)
  }

  private func value(_ key: String) throws(RecipeError) -> SettingValue {
    guard let value = values[key] else {
      throw .badRequest(key: key, reason: "a \(table.name) recipe has no such setting")
    }
    return value
  }

  private func wrongKind(_ key: String, _ kind: String) -> RecipeError {
    .badRequest(key: key, reason: "it does not hold a \(kind)")
  }
}

extension Recipe: Equatable {
  /// Whether two recipes say the same, whichever of their values were chosen.
  public static func == (first: Recipe, second: Recipe) -> Bool {
    first.table == second.table && first.values == second.values
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = firstIndex(where: { !isBlank($0) }),
      let last = lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(self[first...last])
  }
}

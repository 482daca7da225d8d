// What can be wrong with a recipe, with the place it came from and the way out.

/// Where a setting's text came from.
public enum SettingOrigin: Sendable, Equatable, CustomStringConvertible {
  /// A line of a recipe file; lines count from 1.
  case file(String, line: Int)
  /// A command-line option, such as `--set`.
  case option(String)
  /// A program that uses the library.
  case program

  /// The place as a prefix of a message.
  public var description: String {
    switch self {
    case .file(let path, let line): "\(path):\(line): "
    case .option(let name): "\(name): "
    case .program: ""
    }
  }
}

/// A mistake in a recipe, in the text given for a setting, or in a table of settings.
public enum RecipeError: Error, Sendable, Equatable {
  /// No setting has this key.
  case unknownKey(
    key: String, nearest: String?, valid: [String], recipe: String, origin: SettingOrigin)
  /// The text given for a setting is not a value that it accepts.
  case badValue(
    key: String, came: String, problem: String, needed: String, nearest: String?,
    origin: SettingOrigin)
  /// A key stands twice in one file.
  case duplicateKey(key: String, firstLine: Int?, origin: SettingOrigin)
  /// An assignment is not of the form KEY=VALUE.
  case badAssignment(came: String, origin: SettingOrigin)
  /// A file is not a flat mapping of keys to values.
  case malformed(reason: String, origin: SettingOrigin)
  /// A file holds a recipe of another kind.
  case wrongRecipe(came: String, needed: String, origin: SettingOrigin)
  /// A file cannot be read.
  case unreadable(path: String, reason: String)
  /// A program asked for a setting that is not in the table, or as another kind than it has.
  case badRequest(key: String, reason: String)
  /// A table of settings contradicts itself.
  case badTable(recipe: String, reason: String)
}

extension RecipeError: CustomStringConvertible {
  /// The place, what came, what was needed, and the remedy.
  public var description: String {
    switch self {
    case .unknownKey(let key, let nearest, let valid, let recipe, let origin):
      "\(origin)\(quoted(key)) is not a setting of a \(recipe) recipe.\(didYouMean(nearest)) "
        + "Settings: \(valid.joined(separator: ", "))."
    case .badValue(let key, let came, let problem, let needed, let nearest, let origin):
      "\(origin)\(key): \(quoted(came)) \(problem).\(didYouMean(nearest)) Needed: \(needed)."
    case .duplicateKey(let key, let firstLine, let origin):
      "\(origin)\(quoted(key)) is set a second time"
        + "\(firstLine.map { "; the first is on line \($0)" } ?? ""). Remove one of them."
    case .badAssignment(let came, let origin):
      "\(origin)\(quoted(came)) is not an assignment. Needed: KEY=VALUE, such as steps=1000."
    case .malformed(let reason, let origin):
      "\(origin)\(reason). Needed: one `key: value` per line."
    case .wrongRecipe(let came, let needed, let origin):
      "\(origin)this is a \(quoted(came)) recipe. Needed: a \(needed) recipe."
    case .unreadable(let path, let reason):
      "\(path): the recipe cannot be read: \(reason)."
    case .badRequest(let key, let reason):
      "The program asked for the setting \(quoted(key)), but \(reason). This is a bug."
    case .badTable(let recipe, let reason):
      "The table of \(recipe) settings is wrong: \(reason). This is a bug."
    }
  }

  private func didYouMean(_ nearest: String?) -> String {
    nearest.map { " Did you mean \"\($0)\"?" } ?? ""
  }
}

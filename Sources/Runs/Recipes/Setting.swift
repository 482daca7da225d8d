// One setting of a recipe: its key, what it accepts, its default and its line of help.

/// One row of a table of settings.
///
/// The row is the only place where a setting is declared; recipe files, `--set`, help, defaults and
/// error messages are all made from it.
public struct Setting: Sendable, Equatable {
  /// What a setting accepts.
  public enum Kind: Sendable, Equatable {
    /// A whole number in a range.
    case integer(ClosedRange<Int>)
    /// A finite number in a range.
    case real(RealRange)
    /// "true" or "false".
    case flag
    /// One of several names.
    case choice([String])
    /// Any of several names, each at most once, separated by commas; "none" for none of them.
    case choices([String])
    /// One of several names, the path of a file with one of several endings, or any path behind one
    /// of several prefixes and a colon.
    case nameOrFile([String], endings: [String], prefixes: [String])
    /// Free text on one line.
    case text
  }

  /// The key in recipe files and after `--set`, in lower case with hyphens.
  public let key: String
  /// What the setting accepts.
  public let kind: Kind
  /// Words accepted in place of a number, such as "auto".
  public let words: [String]
  /// The value unless one is given.
  public let defaultValue: SettingValue
  /// The unit of a number, such as "steps".
  public let unit: String?
  /// One line of help, without a full stop.
  public let help: String
  /// Whether the value is part of what the recipe is, and so of its hash.
  public let isHashed: Bool

  /// A whole number in a range, or one of some words.
  public static func integer(
    _ key: String, _ range: ClosedRange<Int>, or words: [String] = [], default: SettingValue,
    unit: String? = nil, help: String, isHashed: Bool = true
  ) -> Setting {
    Setting(
      key: key, kind: .integer(range), words: words, defaultValue: `default`, unit: unit,
      help: help, isHashed: isHashed)
  }

  /// A finite number in a range, or one of some words.
  public static func real(
    _ key: String, _ range: RealRange, or words: [String] = [], default: SettingValue,
    unit: String? = nil, help: String, isHashed: Bool = true
  ) -> Setting {
    var value = `default`
    if case .integer(let whole) = value { value = .real(Double(whole)) }
    return Setting(
      key: key, kind: .real(range), words: words, defaultValue: value, unit: unit, help: help,
      isHashed: isHashed)
  }

  /// Yes or no.
  public static func flag(
    _ key: String, default: Bool, help: String, isHashed: Bool = true
  ) -> Setting {
    Setting(
      key: key, kind: .flag, words: [], defaultValue: .flag(`default`), unit: nil, help: help,
      isHashed: isHashed)
  }

  /// One of several names.
  public static func choice(
    _ key: String, _ names: [String], default: String, help: String, isHashed: Bool = true
  ) -> Setting {
    Setting(
      key: key, kind: .choice(names), words: [], defaultValue: .text(`default`), unit: nil,
      help: help, isHashed: isHashed)
  }

  /// One of several names, or the path of a file whose name ends in one of the endings, or any path
  /// behind one of the prefixes, as in `folder:images`.
  public static func nameOrFile(
    _ key: String, _ names: [String], endings: [String], prefixes: [String] = [], default: String,
    help: String, isHashed: Bool = true
  ) -> Setting {
    Setting(
      key: key, kind: .nameOrFile(names, endings: endings, prefixes: prefixes), words: [],
      defaultValue: .text(`default`), unit: nil, help: help, isHashed: isHashed)
  }

  /// Any of several names.
  public static func choices(
    _ key: String, _ names: [String], default: [String] = [], help: String, isHashed: Bool = true
  ) -> Setting {
    Setting(
      key: key, kind: .choices(names), words: [], defaultValue: .list(`default`), unit: nil,
      help: help, isHashed: isHashed)
  }

  /// Free text on one line.
  public static func text(
    _ key: String, default: String, help: String, isHashed: Bool = true
  ) -> Setting {
    Setting(
      key: key, kind: .text, words: [], defaultValue: .text(`default`), unit: nil, help: help,
      isHashed: isHashed)
  }

  /// What the setting accepts, in words: "a whole number from 1 to 10, or auto".
  public var needed: String {
    let base =
      switch kind {
      case .integer(let range):
        range.upperBound == Int.max
          ? "a whole number of at least \(range.lowerBound)"
          : "a whole number from \(range.lowerBound) to \(range.upperBound)"
      case .real(let range): range == .any ? "a finite number" : "a number \(range)"
      case .flag: "true or false"
      case .choice(let names): "one of \(names.joined(separator: ", "))"
      case .choices(let names): "none, or any of \(names.joined(separator: ", "))"
      case .nameOrFile(let names, let endings, let prefixes):
        "one of \(names.joined(separator: ", ")), or a file that ends in "
          + endings.map { ".\($0)" }.joined(separator: ", ")
          + prefixes.map { ", or \($0):PATH" }.joined()
      case .text: "text on one line"
      }
    return ([base] + words).joined(separator: ", or ")
  }
}

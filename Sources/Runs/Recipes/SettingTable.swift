// All settings of one kind of recipe, in the order in which they are shown.

/// The settings of one kind of recipe.
public struct SettingTable: Sendable, Equatable {
  /// The kind of recipe, such as "gan".
  public let name: String
  /// The settings, in the order in which help and recipe files show them.
  public let settings: [Setting]

  /// Creates a table; `Recipe(defaultsOf:)` throws if the rows contradict themselves.
  public init(_ name: String, _ settings: [Setting]) {
    self.name = name
    self.settings = settings
  }

  /// The keys, in table order.
  public var keys: [String] { settings.map(\.key) }

  /// The setting with a key.
  public func setting(_ key: String) -> Setting? {
    settings.first { $0.key == key }
  }

  /// The key under which a recipe file names its kind.
  static let kindKey = "recipe"

  /// The first contradiction in the table, or nil if it is sound.
  func contradiction() -> String? {
    var seen: Set<String> = []
    for setting in settings {
      let key = setting.key
      let isKey =
        !key.isEmpty && key != SettingTable.kindKey
        && key.utf8.allSatisfy {
          (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
        }
      guard isKey else { return "\(quoted(key)) cannot be a key" }
      guard seen.insert(key).inserted else { return "\(key) is there twice" }
      if setting.help.contains(where: \.isNewline) { return "the help of \(key) has several lines" }
      switch setting.kind {
      case .choice(let names), .choices(let names), .nameOrFile(let names, _, _):
        let isSound =
          !names.isEmpty && Set(names).count == names.count
          && names.allSatisfy { !$0.isEmpty && !$0.contains(",") && !$0.contains(" ") }
        guard isSound else { return "the names of \(key) are empty, repeated or hold separators" }
      case .real(let range):
        if range.isEmpty { return "no number is in the range of \(key)" }
      case .integer, .flag, .text: break
      }
      guard (try? setting.parse(setting.defaultValue.text)) == setting.defaultValue else {
        return "the default of \(key), \(quoted(setting.defaultValue.text)), is not a value of it"
      }
    }
    return nil
  }

  /// Help text: per setting one line with key and default, and one with its meaning and values.
  public var help: String {
    let width = (keys.map(\.count).max() ?? 0) + 2
    return settings.map { setting in
      let key = setting.key.padding(toLength: width)
      return """
          \(key)\(setting.help)
          \("".padding(toLength: width))\(setting.needed); default \(setting.shownDefault)

        """
    }.joined()
  }
}

extension Setting {
  fileprivate var shownDefault: String {
    switch defaultValue {
    case .text(""): "empty"
    case .integer, .real: defaultValue.text + (unit.map { " \($0)" } ?? "")
    case .text, .flag, .list: defaultValue.text
    }
  }
}

extension String {
  /// The text followed by enough spaces to fill a column.
  func padding(toLength length: Int) -> String {
    self + String(repeating: " ", count: max(0, length - count))
  }
}

// Writes a recipe as a file, hashes it and compares it with another.

/// One setting in which two recipes differ.
public struct SettingDifference: Sendable, Equatable, CustomStringConvertible {
  /// The key of the setting.
  public let key: String
  /// The text of the value in this recipe, or nil if it has no such setting.
  public let value: String?
  /// The text of the value in the other recipe, or nil if it has no such setting.
  public let other: String?

  /// The difference as one line.
  public var description: String {
    "\(key): \(value ?? "(absent)") instead of \(other ?? "(absent)")"
  }
}

extension Recipe {
  /// The recipe as a file: every setting in table order with its help as a comment.
  ///
  /// Reading it back gives an equal recipe, and equal recipes give equal bytes.
  public var yaml: String {
    let lines = table.settings.map { setting in
      let value = self[setting.key] ?? setting.defaultValue
      return ("\(setting.key): \(yamlScalar(value))", setting)
    }
    let width = min(40, lines.map(\.0.count).max() ?? 0)
    return lines.reduce("\(SettingTable.kindKey): \(table.name)\n") { result, line in
      let unit = line.1.unit.map { " [\($0)]" } ?? ""
      return result + "\(line.0.padding(toLength: width))  # \(line.1.help)\(unit)\n"
    }
  }

  /// What the recipe is, as 16 hexadecimal digits.
  ///
  /// FNV-1a (64 bits) over one line `key=value` per setting that counts, sorted by key, so that the
  /// order of the table is of no account.
  public var hash: String { hash(excluding: []) }

  /// The hash without some settings, such as the seed when runs are grouped.
  public func hash(excluding keys: Set<String>) -> String {
    var hash = FNV1a()
    hash.combine("\(SettingTable.kindKey)=\(table.name)\n")
    let counted = table.settings.filter { $0.isHashed && !keys.contains($0.key) }
    for key in counted.map(\.key).sorted() {
      hash.combine("\(key)=\(self[key]?.text ?? "")\n")
    }
    return hash.hexadecimal
  }

  /// The settings in which this recipe differs from another, in table order.
  public func differences(from other: Recipe) -> [SettingDifference] {
    let added = other.table.keys.filter { table.setting($0) == nil }
    return (table.keys + added).compactMap { key in
      let (mine, theirs) = (self[key], other[key])
      return mine == theirs
        ? nil : SettingDifference(key: key, value: mine?.text, other: theirs?.text)
    }
  }
}

/// A YAML scalar that every reader takes for this value.
private func yamlScalar(_ value: SettingValue) -> String {
  guard case .text(let text) = value else { return value.text }
  // YAML 1.1 readers take these words for a boolean, a number or nothing.
  let reserved: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
  let isWord = text.unicodeScalars.enumerated().allSatisfy { index, scalar in
    switch scalar {
    case "a"..."z", "A"..."Z": true
    case "0"..."9", "-", "_", ".", "/", "+": index > 0
    default: false
    }
  }
  if isWord, !text.isEmpty, !reserved.contains(text.lowercased()) { return text }
  return "\"" + text.unicodeScalars.map(escaped).joined() + "\""
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
  switch scalar.properties.generalCategory {
  case .control, .format, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator:
    let digits = String(scalar.value, radix: 16)
    return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
  default:
    return scalar == "\"" || scalar == "\\" ? "\\\(scalar)" : String(scalar)
  }
}

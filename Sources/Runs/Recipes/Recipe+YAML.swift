// Reads recipe files: flat YAML, every mistake reported with its line. Alone sees Yams.

import Foundation
import Yams

extension Recipe {
  /// The longest recipe file that is read; the longest sensible one is a hundredth of it.
  private static let longestFile = 1 << 20

  /// A recipe of the defaults of a table with the settings of a file.
  ///
  /// - Throws: `RecipeError`; every mistake in the text names the file and the line.
  public init(yaml: String, file: String, table: SettingTable) throws(RecipeError) {
    try self.init(defaultsOf: table)
    try apply(yaml: yaml, file: file)
  }

  /// A recipe of the defaults of a table with the settings of the file at a place.
  ///
  /// - Throws: `RecipeError.unreadable`, or what `init(yaml:file:table:)` throws.
  public init(contentsOf url: URL, table: SettingTable) throws(RecipeError) {
    try self.init(yaml: try Recipe.content(of: url), file: url.path, table: table)
  }

  /// The kind of recipe that the file at a place names; nil where it names none.
  ///
  /// What else the file holds is not looked at.
  /// - Throws: `RecipeError.unreadable`, or `.malformed` or `.duplicateKey` for what is no YAML.
  public static func kind(ofFile url: URL) throws(RecipeError) -> String? {
    guard case .mapping(let mapping)? = try parse(try content(of: url), file: url.path) else {
      return nil
    }
    return mapping.first { $0.key.scalar?.string == SettingTable.kindKey }?.value.scalar?.string
  }

  private static func content(of url: URL) throws(RecipeError) -> String {
    let data: Data
    do {
      data = try Files.read(url.path, limit: longestFile)
    } catch {
      throw .unreadable(path: url.path, reason: error.failure?.reason ?? "\(error)")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw .unreadable(path: url.path, reason: "it is not UTF-8 text")
    }
    return text
  }

  /// Takes the settings of a file over those of the recipe.
  ///
  /// - Throws: `RecipeError`; the recipe is then as it was before.
  public mutating func apply(yaml: String, file: String) throws(RecipeError) {
    guard yaml.utf8.count <= Recipe.longestFile else {
      throw .unreadable(path: file, reason: "it is longer than \(Recipe.longestFile) bytes")
    }
    guard let root = try Recipe.parse(yaml, file: file) else { return }
    if case .scalar(let scalar) = root, scalar.isNothing { return }
    guard case .mapping(let mapping) = root else {
      throw .malformed(
        reason: "the file is not a mapping of keys to values",
        origin: .file(file, line: root.mark?.line ?? 1))
    }
    var changed = self
    var lines: [String: Int] = [:]
    for (keyNode, valueNode) in mapping {
      let line = keyNode.mark?.line ?? 1
      let origin = SettingOrigin.file(file, line: line)
      guard case .scalar(let keyScalar) = keyNode else {
        throw .malformed(reason: "a key is not a plain word", origin: origin)
      }
      let key = keyScalar.string
      // Yams refuses a repeated key itself unless a tag tells them apart.
      if let firstLine = lines.updateValue(line, forKey: key) {
        throw .duplicateKey(key: key, firstLine: firstLine, origin: origin)
      }
      let text = try changed.text(of: valueNode, for: key, origin: origin)
      if key == SettingTable.kindKey {
        guard text == table.name else {
          throw .wrongRecipe(came: text, needed: table.name, origin: origin)
        }
      } else {
        try changed.set(key, to: text, origin: origin)
      }
    }
    self = changed
  }

  private func text(
    of node: Node, for key: String, origin: SettingOrigin
  ) throws(RecipeError) -> String {
    switch node {
    case .scalar(let scalar):
      guard scalar.isNothing, table.setting(key) != nil else { return scalar.string }
      throw .malformed(reason: "\(quoted(key)) has no value", origin: origin)
    case .sequence(let sequence):
      guard let setting = table.setting(key), case .choices = setting.kind else { break }
      let names = sequence.compactMap { $0.scalar?.string }
      guard names.count == sequence.count else { break }
      return names.isEmpty ? "none" : names.joined(separator: ",")
    case .mapping, .alias: break
    }
    throw .malformed(reason: "\(quoted(key)) holds a nested value", origin: origin)
  }

  private static func parse(_ yaml: String, file: String) throws(RecipeError) -> Node? {
    func malformed(_ reason: String, line: Int) -> RecipeError {
      .malformed(reason: reason, origin: .file(file, line: line))
    }
    do {
      return try Parser(yaml: yaml, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      switch error {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
        throw malformed(problem, line: mark.line)
      case .composer(_, let problem, let mark, _):
        let isSecond = problem.contains("another document")
        throw malformed(isSecond ? "a second document begins here" : problem, line: mark.line)
      case .reader(let problem, let offset, _, let text):
        let before = text.prefix(offset ?? 0)
        throw malformed(problem, line: 1 + before.count { $0.isNewline })
      case .duplicatedKeysInMapping(let keys, let context):
        throw duplicate(keys.first ?? "", in: yaml, file: file, mark: context.mark)
      default:
        throw malformed("\(error)", line: 1)
      }
    } catch {
      throw malformed("\(error)", line: 1)
    }
  }

  /// Yams tells which key stands twice, but not where the second one is.
  private static func duplicate(
    _ key: String, in yaml: String, file: String, mark: Mark
  ) -> RecipeError {
    let lines = yaml.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let hits = lines.indices.filter { index in
      let name = lines[index].prefix { $0 != ":" }
      return name.filter { !" \"'{".contains($0) } == key
    }
    guard hits.count > 1 else {
      return .duplicateKey(key: key, firstLine: nil, origin: .file(file, line: mark.line))
    }
    return .duplicateKey(
      key: key, firstLine: hits[0] + 1, origin: .file(file, line: hits[1] + 1))
  }
}

extension Node.Scalar {
  /// Whether the scalar is one of YAML's spellings of nothing.
  fileprivate var isNothing: Bool {
    style == .plain && ["", "~", "null", "Null", "NULL"].contains(string)
  }
}

// Turns the text that came for a setting into a value, or says what is wrong with it.

import Foundation

/// What is wrong with the text given for a setting.
struct SettingFault: Error {
  let problem: String
  let nearest: String?

  init(_ problem: String, nearest: String? = nil) {
    self.problem = problem
    self.nearest = nearest
  }
}

extension Setting {
  /// Longest text that any setting takes; longer is a pasted file, not a value.
  private static let longestText = 4096

  /// The value that a text stands for.
  func parse(_ raw: String) throws(SettingFault) -> SettingValue {
    guard raw.utf8.count <= Setting.longestText else {
      throw SettingFault("is longer than \(Setting.longestText) bytes")
    }
    // A byte order mark pasted along is invisible, and YAML readers drop it.
    let text = raw.trimmingCharacters(in: .whitespaces.union(["\u{FEFF}"]))
    if kind != .text, text.isEmpty { throw SettingFault("is empty") }
    if words.contains(text) { return .text(text) }
    switch kind {
    case .integer(let range): return .integer(try integer(text, in: range))
    case .real(let range): return .real(try real(text, in: range))
    case .flag: return .flag(try flag(text))
    case .choice(let names): return .text(try name(text, among: names))
    case .choices(let names): return .list(try list(text, among: names))
    case .nameOrFile(let names, let endings, let prefixes):
      let isFile =
        endings.contains { text.lowercased().hasSuffix(".\($0)") }
        || prefixes.contains { text.hasPrefix("\($0):") && text.utf8.count > $0.utf8.count + 1 }
      return .text(isFile ? try line(text) : try name(text, among: names))
    case .text: return .text(try line(text))
    }
  }

  private func line(_ text: String) throws(SettingFault) -> String {
    let isOneLine = text.unicodeScalars.allSatisfy { scalar in
      ![.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
    guard isOneLine else { throw SettingFault("holds a line break or a control character") }
    return text
  }

  private func integer(_ text: String, in range: ClosedRange<Int>) throws(SettingFault) -> Int {
    var digits = Substring(text)
    if let sign = digits.first, sign == "-" || sign == "+" { digits = digits.dropFirst() }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw SettingFault("is not a whole number", nearest: nearestName(to: text, among: words))
    }
    guard let value = Int(text), range.contains(value) else {
      throw SettingFault("is out of range")
    }
    return value
  }

  private func real(_ text: String, in range: RealRange) throws(SettingFault) -> Double {
    guard let value = Double(text), Setting.isPlainDecimal(text) else {
      throw SettingFault("is not a number", nearest: nearestName(to: text, among: words))
    }
    guard value.isFinite else { throw SettingFault("is too large for a 64-bit number") }
    let mantissa = text.prefix { $0 != "e" && $0 != "E" }
    if value == 0, mantissa.contains(where: { ("1"..."9").contains($0) }) {
      throw SettingFault("is too small for a 64-bit number")
    }
    guard range.contains(value) else { throw SettingFault("is out of range") }
    if let problem = range.problemOfRounding(value) { throw SettingFault(problem) }
    // Minus zero equals zero, so it must not give another hash.
    return value == 0 ? 0 : value
  }

  /// Whether a text is a decimal number and not one of Swift's other spellings (nan, inf, 0x1p3).
  private static func isPlainDecimal(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
  }

  private func flag(_ text: String) throws(SettingFault) -> Bool {
    switch text {
    case "true": return true
    case "false": return false
    default:
      throw SettingFault(
        "is neither true nor false", nearest: nearestName(to: text, among: ["true", "false"]))
    }
  }

  private func name(_ text: String, among names: [String]) throws(SettingFault) -> String {
    guard names.contains(text) else {
      throw SettingFault(
        "is not a valid name", nearest: nearestName(to: text, among: names))
    }
    return text
  }

  private func list(_ text: String, among names: [String]) throws(SettingFault) -> [String] {
    if text == "none" { return [] }
    var chosen: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let part = part.trimmingCharacters(in: .whitespaces)
      guard names.contains(part) else {
        throw SettingFault(
          "holds \(quoted(part)), which is not a valid name",
          nearest: nearestName(to: part, among: names))
      }
      if chosen.contains(part) { throw SettingFault("names \(quoted(part)) twice") }
      chosen.append(part)
    }
    return chosen
  }
}

// Settings that mean nothing beside others of a recipe: the rows that tables of them are made of.

/// Settings that mean nothing in recipes whose other settings leave them no part.
///
/// A recipe may hold them, as every complete file does; who types one expects it to do something.
public struct UnusedSettings: Sendable {
  /// The keys of the settings.
  public let keys: [String]
  /// A value that is true all the same, such as an alpha of 0 beside mixup off; nil for none.
  public let exception: SettingValue?
  /// What would give them a part, such as "mixup paper or demo".
  public let remedy: String
  /// What leaves them no part in a resolved recipe, such as "mixup off"; nil where they have one.
  public let cause: @Sendable (Recipe) -> String?

  /// A row of a table.
  public init(
    _ keys: String..., except exception: SettingValue? = nil, remedy: String,
    cause: @escaping @Sendable (Recipe) -> String?
  ) {
    self.keys = keys
    self.exception = exception
    self.remedy = remedy
    self.cause = cause
  }
}

extension Recipe {
  /// Settings and their values, such as "mixup off", where a condition holds of every value's text.
  package func naming(_ keys: String..., where condition: (String) -> Bool) -> String? {
    pairs(of: keys, where: condition)
  }

  /// Settings and their values where the text of every value is one of some.
  package func naming(_ keys: String..., in texts: [String]) -> String? {
    pairs(of: keys) { texts.contains($0) }
  }

  /// Settings and their values where the text of no value is one of some.
  package func naming(_ keys: String..., notIn texts: [String]) -> String? {
    pairs(of: keys) { !texts.contains($0) }
  }

  private func pairs(of keys: [String], where condition: (String) -> Bool) -> String? {
    var pairs: [String] = []
    for key in keys {
      guard let text = self[key]?.text, condition(text) else { return nil }
      pairs.append("\(key) \(text)")
    }
    return pairs.joined(separator: " and ")
  }
}

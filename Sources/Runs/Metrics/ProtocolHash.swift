// One word for how a run was measured, so that unlike numbers are not ranked together.

/// The hash of a run's measurement protocols.
public enum ProtocolHash {
  /// 16 hexadecimal digits that are equal where all names and texts are.
  ///
  /// The texts are those of `Manifest.protocols`, sample numbers included, by which runs are ranked.
  /// Lengths are hashed with them, so that no text can pass for the end of a name and the start of
  /// another.
  public static func hash(protocols: [String: String]) -> String {
    var hash = FNV1a()
    for (name, text) in protocols.sorted(by: { $0.key < $1.key }) {
      for part in [name, text] { hash.combine("\(part.utf8.count):\(part)") }
    }
    return hash.hexadecimal
  }
}

// The number format in which matrix products read their operands.

/// How exactly matrix products are computed.
public enum Precision: String, Sendable, CaseIterable {
  /// Single precision throughout.
  case float32 = "f32"
  /// bfloat16 operands in matrix products, rounded to 8 significant bits.
  ///
  /// Sums, master weights, optimizer state, statistics and losses stay in single precision.
  case bfloat16 = "bf16"
}

// The number format in which matrix products and convolutions read their operands.

import CVectorKernels

/// How exactly matrix products and convolutions are computed.
public enum Precision: String, Sendable, CaseIterable {
  /// Single precision throughout.
  case float32 = "f32"
  /// bfloat16 operands in matrix products, rounded to 8 significant bits.
  ///
  /// Convolutions by Winograd's algorithm round what they multiply, which is transformed, where the
  /// processor multiplies bf16 numbers faster; other convolutions stay in single precision.
  /// Sums, master weights, optimizer state, statistics and losses stay in single precision.
  case bfloat16 = "bf16"
}

/// How a processor multiplies bf16 numbers.
public enum BFloat16Units: String, Sendable {
  /// Not at all.
  case none
  /// Slower than it multiplies float32 numbers.
  case slow
  /// Faster than it multiplies float32 numbers.
  case fast

  /// What this processor has; none below the vector level x86-64-v4.
  public static var ofThisProcessor: BFloat16Units {
    switch mk_bf16_support() {
    case MK_BF16_FAST: .fast
    case MK_BF16_SLOW: .slow
    default: .none
    }
  }
}

extension Precision {
  /// The precision that a program should use which was asked for this one: f32 on a processor
  /// without bf16 units, where rounding would cost time and gain none.
  ///
  /// A program that falls back says so: `note` has the words.
  public func available(on units: BFloat16Units = .ofThisProcessor) -> Precision {
    units == .none ? .float32 : self
  }

  /// What a user should know who asked for this precision; nil where products run as the name says.
  public func note(
    on units: BFloat16Units = .ofThisProcessor, with library: KernelLibrary = .standard
  ) -> String? {
    switch (self, units) {
    case (.float32, _): nil
    case (.bfloat16, .none):
      "this processor has no bf16 units: matrix products are computed in f32"
    case (.bfloat16, .slow):
      "matrix products are rounded to bf16 but multiplied in f32, which is faster on this processor"
    case (.bfloat16, .fast):
      library.usesOneDNN
        ? nil
        : "matrix products are rounded to bf16 but multiplied in f32: this build is without "
          + "oneDNN, which has kernels for this processor's bf16 units"
    }
  }
}

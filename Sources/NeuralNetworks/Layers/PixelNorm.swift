// Normalisation of the features of every pixel, as in progressively grown GANs.

import Tensors

/// The features of every row or pixel stretched to a mean square of 1:
/// `y = x / sqrt(mean(x^2) + epsilon)`.
///
/// Karras, Aila, Laine, Lehtinen, "Progressive growing of GANs for improved quality, stability, and
/// variation" (2018), arXiv 1710.10196, section 4.2. Takes and gives `[rows, features]` or
/// `[batch, features, height, width]`. Nothing is learned, and no pixel knows of another, so it is
/// the same in training and in inference.
public struct PixelNorm: Layer {
  /// What is added to the mean square, under the root.
  public let epsilon: Float

  /// - Throws: `ShapeError` for an epsilon that is not above 0 and finite.
  public init(epsilon: Float = 1e-8) throws(ShapeError) {
    try expectEpsilon(epsilon, "pixel norm", "")
    self.epsilon = epsilon
  }

  /// The layer applied to `[rows, features]` or `[batch, features, height, width]`; any other shape
  /// is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard x.dtype == .float32, x.rank == 2 || x.rank == 4 else {
      return x.trace.fail(
        operation: "pixel norm", problem: "\(x.type) came",
        remedy: "pass float32[rows, features] or float32[batch, features, height, width]")
    }
    return x * rsqrt((x * x).mean(along: [1], keepingDimensions: true) + epsilon)
  }
}

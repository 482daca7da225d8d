// Layer normalisation: every row for itself.

import Tensors

/// Every row moved and stretched to mean 0 and variance 1, then scaled and shifted by learned
/// numbers: `y = (x - mean) / sqrt(variance + epsilon) weight + bias`.
///
/// Ba, Kiros, Hinton, "Layer normalization" (2016), arXiv 1607.06450, with the names and defaults of
/// PyTorch's `LayerNorm`. Takes and gives `[rows] + sizes`, such as `[rows, features]` or
/// `[batch, channels, height, width]`; mean and variance are those of all numbers of a row, the
/// variance divided by their count. No row knows of another, so it is the same in training and in
/// inference.
public struct LayerNorm: NamedLayer {
  /// The dotted name, as in a checkpoint.
  public let name: String
  /// The sizes of a row.
  public let sizes: Shape
  /// What is added to a variance, under the root.
  public let epsilon: Float
  private let affine: Affine?

  /// A layer that changes nothing but what its input's statistics are.
  /// - Parameters:
  ///   - sizes: The sizes of a row: `[features]`, or `[channels, height, width]`.
  ///   - isAffine: Whether numbers of shape `sizes` are learned: `<name>.weight`, 1 at first, and
  ///     `<name>.bias`, 0 at first.
  /// - Throws: `ShapeError` for no size or one below 1, or an epsilon that is not above 0 and finite.
  public init(
    _ name: String, sizes: Shape, epsilon: Float = 1e-5, isAffine: Bool = true
  ) throws(ShapeError) {
    guard sizes.rank >= 1, sizes.isPossible, sizes.dimensions.allSatisfy({ $0 >= 1 }) else {
      throw ShapeError(
        operation: "layer norm", problem: "rows of sizes \(sizes) came",
        remedy: "use at least one size, each at least 1, and at most 2,147,483,647 numbers",
        path: name)
    }
    try expectEpsilon(epsilon, "layer norm", name)
    (self.name, self.sizes, self.epsilon) = (name, sizes, epsilon)
    affine = isAffine ? Affine(name, shape: sizes) : nil
  }

  /// Weight, then bias.
  public var parameters: [Variable] { affine?.parameters ?? [] }

  /// The layer applied to `[rows] + sizes`; any other shape is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath("\(lastNamePart) LayerNorm") {
      guard x.dtype == .float32, x.rank == sizes.rank + 1,
        Shape(Array(x.shape.dimensions.dropFirst())) == sizes
      else {
        return x.trace.fail(
          operation: "layer norm", problem: "\(x.type) came, but \(name) takes rows of \(sizes)",
          remedy: "pass float32\(Shape([x.shape.dimensions.first ?? 1] + sizes.dimensions))")
      }
      let y = x.standardized(along: Array(1..<x.rank), epsilon: epsilon)
      return affine.map { y * $0.weight.value + $0.bias.value } ?? y
    }
  }
}

// A table of vectors, one for each class.

import Tensors

/// The rows of a learned table that integers name: `y_i = weight[x_i]`.
///
/// Takes `int32[rows]` and gives `[rows, features]`, as PyTorch's `Embedding` does, whose defaults
/// its table starts from. An integer outside the table takes its nearest row.
public struct Embedding: NamedLayer, WeightedLayer {
  /// The dotted name, as in a checkpoint.
  public let name: String
  /// `<name>.weight` of shape `[count, features]`.
  public private(set) var weight: Variable

  /// A table with freshly drawn rows, normal by default.
  /// - Throws: `ShapeError` if a size is below 1 or the table would have too many elements.
  public init(
    _ name: String, count: Int, features: Int,
    weightInitializer: Initializer = .normal(standardDeviation: 1),
    from random: inout RandomSource
  ) throws(ShapeError) {
    let (size, overflow) = count.multipliedReportingOverflow(by: features)
    guard count >= 1, features >= 1, !overflow, size <= Int(Int32.max) else {
      throw ShapeError(
        operation: "embedding", problem: "\(count) rows of \(features) features came",
        remedy: "use at least 1 of each and at most 2,147,483,647 numbers", path: name)
    }
    self.name = name
    weight = Variable(
      "\(name).weight", try weightInitializer.values([count, features], from: &random))
  }

  /// The layer with another variable as its table.
  public func withWeight(_ weight: Variable) -> Embedding {
    var layer = self
    layer.weight = weight
    return layer
  }

  /// The table.
  public var parameters: [Variable] { [weight] }

  /// The rows that `int32[rows]` name; any other kind of tensor is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath("\(lastNamePart) Embedding") {
      guard x.dtype == .int32, x.rank == 1 else {
        return x.trace.fail(
          operation: "embedding", problem: "\(x.type) came for the table \(weight.name)",
          remedy: "pass the numbers of rows as int32[rows]")
      }
      return weight.value.gathering(rows: x)
    }
  }
}

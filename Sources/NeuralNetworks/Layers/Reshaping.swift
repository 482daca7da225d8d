// Rows as images and images as rows, without a copy.

import Tensors

/// Rows `[batch, features]` as images `[batch, channels, height, width]`, or back, without a copy.
public struct Reshaped: Layer {
  /// The sizes of every axis but the batch.
  public let sizes: [Int]

  /// A layer that changes shapes alone.
  public init(_ sizes: [Int]) {
    self.sizes = sizes
  }

  /// The same numbers as `[batch] + sizes`; a recorded error if their count differs.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.reshaped(to: Shape([x.shape.dimensions.first ?? 1] + sizes))
  }
}

/// Images `[batch, channels, height, width]` as rows `[batch, features]`, without a copy.
public struct Flattened: Layer {
  /// A layer that changes shapes alone.
  public init() {}

  /// The same numbers, one row for each image.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let sizes = x.shape.dimensions
    return x.reshaped(to: [sizes.first ?? 1, sizes.dropFirst().reduce(1, *)])
  }
}

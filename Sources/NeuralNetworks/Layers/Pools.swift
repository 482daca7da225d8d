// Pools of images as layers.

import Tensors

/// The greatest pixel of each window of `[batch, channels, height, width]`, windows side by side.
public struct MaxPool: Layer {
  /// The size of a window.
  public let window: Extent

  /// A pool; rows and columns that fill no window are left out.
  public init(window: Extent) {
    self.window = window
  }

  /// The layer applied to `[batch, channels, height, width]`; any other shape is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.maxPooled(window: window) }
}

/// The mean of each window of `[batch, channels, height, width]`, windows side by side.
public struct AveragePool: Layer {
  /// The size of a window.
  public let window: Extent

  /// A pool; rows and columns that fill no window are left out.
  public init(window: Extent) {
    self.window = window
  }

  /// The layer applied to `[batch, channels, height, width]`; any other shape is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor { x.averagePooled(window: window) }
}

/// Images `[batch, features, height, width]` as the means over their pixels, `[batch, features]`.
public struct GlobalMeanPooling: Layer {
  /// A layer without parameters.
  public init() {}

  /// The means over all pixels; any other shape is a recorded error.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard x.rank == 4 else {
      return x.trace.fail(
        operation: "global mean pooling", problem: "\(x.type) came",
        remedy: "pass images [batch, features, height, width]")
    }
    return x.mean(along: [2, 3])
  }
}

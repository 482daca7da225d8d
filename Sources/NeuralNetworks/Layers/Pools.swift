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

// Dropout: numbers or whole channels that are left out at random in training.

import Tensors

/// Numbers left out at random in training, and the others made greater for it:
/// `y = m x / (1 - rate)`, where m is 0 with probability `rate` and 1 otherwise.
///
/// Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout: a simple way to prevent
/// neural networks from overfitting" (2014); of whole channels Tompson et al., "Efficient object
/// localization using convolutional networks" (2015), arXiv 1411.4280. As PyTorch's `Dropout` and
/// `Dropout2d`: the mean of y is x, and in inference y is x. The mask is drawn from the stream
/// `dropout` of the key of `withRandomKey`; every call draws its own, and gradients see the one that
/// the call has drawn.
public struct Dropout: Layer {
  /// What is left out or kept as a whole.
  public enum Unit: Sendable, Hashable {
    /// Every number for itself.
    case element
    /// A channel of an image of `[batch, channels, height, width]`.
    case channel
  }

  /// The probability of being left out, from 0 to below 1.
  public let rate: Float
  /// What is left out or kept as a whole.
  public let unit: Unit

  /// - Throws: `ShapeError` for a rate outside of [0, 1).
  public init(rate: Float, unit: Unit = .element) throws(ShapeError) {
    guard rate >= 0, rate < 1 else {
      throw ShapeError(
        operation: "dropout", problem: "a rate of \(rate) came",
        remedy: "use the share that is left out, from 0 to below 1")
    }
    (self.rate, self.unit) = (rate, unit)
  }

  /// A recorded error: whether the network trains cannot be guessed.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.trace.fail(
      operation: "dropout", problem: "the network was called without a mode",
      remedy: "call it with mode: .training(updatesStatistics:) or mode: .inference")
  }

  /// The layer applied to numbers of any shape, or to images where it leaves out channels; any other
  /// shape, and training without a key, is a recorded error.
  public func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor {
    guard x.dtype == .float32, unit == .element || x.rank == 4 else {
      return x.trace.fail(
        operation: "dropout", problem: "\(x.type) came, to leave out \(unit)s",
        remedy: unit == .element
          ? "pass float32 numbers" : "pass float32[batch, channels, height, width]")
    }
    guard case .training = mode, rate > 0 else { return x }
    guard let key = RandomKey.current else {
      return x.trace.fail(
        operation: "dropout", problem: "the network was called in training without a random key",
        remedy: "call it inside of withRandomKey(key)")
    }
    let shape = unit == .element ? x.shape : [x.shape[0], x.shape[1], 1, 1]
    let isKept = key.uniform(shape, from: .dropout) .< (1 - rate)
    return select(isKept, x * (1 / (1 - rate)), Tensor(0))
  }
}

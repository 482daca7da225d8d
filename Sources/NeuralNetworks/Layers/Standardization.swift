// Numbers moved and stretched to mean 0 and variance 1: what normalisations of single rows share.

import Tensors

extension Tensor {
  /// `(x - mean) / sqrt(variance + epsilon)` along axes, the variance divided by the count.
  func standardized(along axes: [Int], epsilon: Float) -> Tensor {
    let deviation = self - mean(along: axes, keepingDimensions: true)
    let variance = (deviation * deviation).mean(along: axes, keepingDimensions: true)
    return deviation * rsqrt(variance + epsilon)
  }
}

/// The learned factors and summands after a normalisation: `weight` of ones and `bias` of zeros.
struct Affine {
  /// `<name>.weight`, 1 at first.
  let weight: Variable
  /// `<name>.bias`, 0 at first.
  let bias: Variable

  init(_ name: String, shape: Shape) {
    weight = Variable("\(name).weight", HostTensor(repeating: 1, shape: shape))
    bias = Variable("\(name).bias", HostTensor(repeating: 0, shape: shape))
  }

  /// Weight, then bias.
  var parameters: [Variable] { [weight, bias] }

  /// Numbers of which each channel of `[rows, channels]` or `[batch, channels, height, width]` has
  /// its own factor and summand.
  func appliedToChannels(_ x: Tensor) -> Tensor {
    x * weight.value.spread(over: x) + bias.value.spread(over: x)
  }
}

/// Refuses an epsilon that cannot stand under a root.
func expectEpsilon(_ epsilon: Float, _ operation: String, _ name: String) throws(ShapeError) {
  guard epsilon > 0, epsilon.isFinite else {
    throw ShapeError(
      operation: operation, problem: "epsilon \(epsilon) came",
      remedy: "use a finite number above 0", path: name)
  }
}

// Batch normalisation of the features of rows, or of the channels of images.

import Tensors

/// Every feature moved and stretched to mean 0 and variance 1, then scaled and shifted by learned
/// numbers: `y = (x - mean) / sqrt(variance + epsilon) weight + bias`.
///
/// Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal
/// covariate shift" (2015), with the names, defaults and running statistics of PyTorch's
/// `BatchNorm1d` and `BatchNorm2d`. Takes and gives `[rows, features]`, or `[batch, features,
/// height, width]`, where every pixel counts as a row. In training, mean and variance are those of
/// the batch, the variance divided by the number of rows, and gradients run through both; in
/// inference they are the running ones. Every call that updates the running statistics moves each
/// by `r <- (1 - momentum) r + momentum b` towards the batch's mean and its unbiased variance,
/// divided by one row less.
public struct BatchNorm: NamedLayer {
  /// The dotted name, as in a checkpoint.
  public let name: String
  /// `<name>.weight` of shape `[features]`, 1 at first.
  public let weight: Variable
  /// `<name>.bias` of shape `[features]`, 0 at first.
  public let bias: Variable
  private let running: BatchStatistics

  /// A layer that changes nothing but what its input's statistics are.
  /// - Throws: `ShapeError` for less than 1 feature, a momentum outside of [0, 1], or an epsilon
  ///   that is not above 0 and finite.
  public init(
    _ name: String, features: Int, momentum: Float = 0.1, epsilon: Float = 1e-5
  ) throws(ShapeError) {
    running = try BatchStatistics(name, features: features, momentum: momentum, epsilon: epsilon)
    self.name = name
    weight = Variable("\(name).weight", HostTensor(repeating: 1, shape: [features]))
    bias = Variable("\(name).bias", HostTensor(repeating: 0, shape: [features]))
  }

  /// `<name>.running_mean` of shape `[features]`, 0 at first.
  public var runningMean: Variable { running.mean }
  /// `<name>.running_var` of shape `[features]`, 1 at first.
  public var runningVariance: Variable { running.variance }
  /// The batch's share in every update of the running statistics, from 0 to 1.
  public var momentum: Float { running.momentum }
  /// What is added to a variance, under the root.
  public var epsilon: Float { running.epsilon }

  /// Weight, then bias.
  public var parameters: [Variable] { [weight, bias] }

  /// Running mean, then running variance.
  public var statistics: [Variable] { [runningMean, runningVariance] }

  /// A recorded error: whether the network trains cannot be guessed.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath("\(lastNamePart) BatchNorm") { BatchStatistics.refuseMissingMode(x) }
  }

  /// The layer applied to `[rows, features]` or `[batch, features, height, width]`; any other shape,
  /// and training on fewer than 2 rows, is a recorded error.
  public func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor {
    withPath("\(lastNamePart) BatchNorm") {
      guard let (deviation, variance) = running.moments(of: x, mode: mode) else { return x }
      return deviation * (rsqrt(variance + epsilon) * weight.value).spread(over: x)
        + bias.value.spread(over: x)
    }
  }
}

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
  /// `<name>.running_mean` of shape `[features]`, 0 at first.
  public let runningMean: Variable
  /// `<name>.running_var` of shape `[features]`, 1 at first.
  public let runningVariance: Variable
  /// The batch's share in every update of the running statistics, from 0 to 1.
  public let momentum: Float
  /// What is added to a variance, under the root.
  public let epsilon: Float

  /// A layer that changes nothing but what its input's statistics are.
  /// - Throws: `ShapeError` for less than 1 feature, a momentum outside of [0, 1], or an epsilon
  ///   that is not above 0 and finite.
  public init(
    _ name: String, features: Int, momentum: Float = 0.1, epsilon: Float = 1e-5
  ) throws(ShapeError) {
    guard (1...Int(Int32.max)).contains(features) else {
      throw ShapeError(
        operation: "batch norm", problem: "\(features) features came",
        remedy: "use at least 1 and at most 2,147,483,647", path: name)
    }
    guard (0...1).contains(momentum), epsilon > 0, epsilon.isFinite else {
      throw ShapeError(
        operation: "batch norm", problem: "momentum \(momentum) and epsilon \(epsilon) came",
        remedy: "use a momentum from 0 to 1 and a finite epsilon above 0", path: name)
    }
    self.name = name
    self.momentum = momentum
    self.epsilon = epsilon
    let variable = { (part: String, value: Float) in
      Variable("\(name).\(part)", HostTensor(repeating: value, shape: [features]))
    }
    weight = variable("weight", 1)
    bias = variable("bias", 0)
    runningMean = variable("running_mean", 0)
    runningVariance = variable("running_var", 1)
  }

  /// Weight, then bias.
  public var parameters: [Variable] { [weight, bias] }

  /// Running mean, then running variance.
  public var statistics: [Variable] { [runningMean, runningVariance] }

  /// A recorded error: whether the network trains cannot be guessed.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    withPath("\(lastNamePart) BatchNorm") {
      x.trace.fail(
        operation: "batch norm", problem: "the network was called without a mode",
        remedy: "call it with mode: .training(updatesStatistics:) or mode: .inference")
    }
  }

  /// The layer applied to `[rows, features]` or `[batch, features, height, width]`; any other shape,
  /// and training on fewer than 2 rows, is a recorded error.
  public func callAsFunction(_ x: Tensor, mode: LayerMode) -> Tensor {
    withPath("\(lastNamePart) BatchNorm") {
      let features = weight.shape[0]
      guard x.dtype == .float32, x.rank == 2 || x.rank == 4, x.shape[1] == features else {
        return x.trace.fail(
          operation: "batch norm",
          problem: "\(x.type) came, but \(weight.name) takes \(features) features",
          remedy: "pass float32[rows, \(features)] or float32[batch, \(features), height, width]")
      }
      guard case .training(let updatesStatistics) = mode else {
        return scaled(x - spread(runningMean.value, over: x), variance: runningVariance.value)
      }
      let axes = x.rank == 2 ? [0] : [0, 2, 3]
      let rows = axes.reduce(1) { $0 * x.shape[$1] }
      guard rows >= 2 else {
        return x.trace.fail(
          operation: "batch norm", problem: "a batch of \(rows) rows came for training",
          remedy: "pass at least 2, which have a variance")
      }
      let mean = x.mean(along: axes)
      let deviation = x - spread(mean, over: x)
      let variance = (deviation * deviation).mean(along: axes)
      if updatesStatistics { update(mean: mean, variance: variance, rows: rows) }
      return scaled(deviation, variance: variance)
    }
  }

  private func scaled(_ deviation: Tensor, variance: Tensor) -> Tensor {
    deviation * spread(rsqrt(variance + epsilon) * weight.value, over: deviation)
      + spread(bias.value, over: deviation)
  }

  /// One number for each feature, in a shape that stretches over `x`.
  private func spread(_ vector: Tensor, over x: Tensor) -> Tensor {
    x.rank == 2 ? vector : vector.reshaped(to: [1, vector.shape[0], 1, 1])
  }

  private func update(mean: Tensor, variance: Tensor, rows: Int) {
    let unbiased = variance * (Float(rows) / Float(rows - 1))
    for (running, batch) in [(runningMean, mean), (runningVariance, unbiased)] {
      running.assign((1 - momentum) * running.value + momentum * batch.stoppingGradient())
    }
  }
}

// Mean and variance of batches, and the running ones that stand in for them in inference.

import Tensors

/// What batch normalisation knows of its input: one mean and one variance for each feature.
struct BatchStatistics {
  /// `<name>.running_mean` of shape `[features]`, 0 at first.
  let mean: Variable
  /// `<name>.running_var` of shape `[features]`, 1 at first.
  let variance: Variable
  /// The batch's share in every update of the running statistics, from 0 to 1.
  let momentum: Float
  /// What is added to a variance, under the root.
  let epsilon: Float
  private let name: String

  /// - Throws: `ShapeError` for less than 1 feature, a momentum outside of [0, 1], or an epsilon
  ///   that is not above 0 and finite.
  init(_ name: String, features: Int, momentum: Float, epsilon: Float) throws(ShapeError) {
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
    mean = Variable("\(name).running_mean", HostTensor(repeating: 0, shape: [features]))
    variance = Variable("\(name).running_var", HostTensor(repeating: 1, shape: [features]))
  }

  /// How far `[rows, features]` or `[batch, features, height, width]` are from their mean, and the
  /// variance of each feature; nil, with the error recorded, for any other shape and for training
  /// on fewer than 2 rows.
  func moments(of x: Tensor, mode: LayerMode) -> (deviation: Tensor, variance: Tensor)? {
    let features = mean.shape[0]
    guard x.dtype == .float32, x.rank == 2 || x.rank == 4, x.shape[1] == features else {
      _ = x.trace.fail(
        operation: "batch norm",
        problem: "\(x.type) came, but \(name).weight takes \(features) features",
        remedy: "pass float32[rows, \(features)] or float32[batch, \(features), height, width]")
      return nil
    }
    let share: Float?
    switch mode {
    case .inference: return (x - mean.value.spread(over: x), variance.value)
    case .training(let updatesStatistics): share = updatesStatistics ? momentum : nil
    case .recalibration: share = 1
    }
    let axes = x.rank == 2 ? [0] : [0, 2, 3]
    let rows = axes.reduce(1) { $0 * x.shape[$1] }
    guard rows >= 2 else {
      _ = x.trace.fail(
        operation: "batch norm", problem: "a batch of \(rows) rows came for training",
        remedy: "pass at least 2, which have a variance")
      return nil
    }
    let batchMean = x.mean(along: axes)
    let deviation = x - batchMean.spread(over: x)
    let batchVariance = (deviation * deviation).mean(along: axes)
    if let share { update(mean: batchMean, variance: batchVariance, rows: rows, share: share) }
    return (deviation, batchVariance)
  }

  /// Records that no mode came.
  static func refuseMissingMode(_ x: Tensor) -> Tensor {
    x.trace.fail(
      operation: "batch norm", problem: "the network was called without a mode",
      remedy: "call it with mode: .training(updatesStatistics:) or mode: .inference")
  }

  private func update(mean: Tensor, variance: Tensor, rows: Int, share: Float) {
    let unbiased = variance * (Float(rows) / Float(rows - 1))
    for (running, batch) in [(self.mean, mean), (self.variance, unbiased)] {
      let new = batch.stoppingGradient()
      running.assign(share == 1 ? new : (1 - share) * running.value + share * new)
    }
  }
}

extension Tensor {
  /// One number for each feature, in a shape that stretches over `[rows, features]` or
  /// `[batch, features, height, width]`.
  func spread(over x: Tensor) -> Tensor {
    x.rank == 2 ? self : reshaped(to: [1, shape[0], 1, 1])
  }
}

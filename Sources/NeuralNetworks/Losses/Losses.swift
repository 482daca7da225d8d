// The losses that networks are trained on.

import TensorGraph
import Tensors

/// The cross entropy of labels in [0, 1] and the probabilities `sigmoid(logits)`.
///
/// `softplus(s) - y s` for logit s and label y, which is `-y ln p - (1 - y) ln(1 - p)` and
/// overflows nowhere. Labels may be soft, as mixup makes them. Their derivative by a logit is
/// `sigmoid(s) - y`.
/// - Parameters:
///   - logits: Any shape.
///   - labels: The same shape, or one that is stretched to it.
public func binaryCrossEntropy(
  logits: Tensor, labels: Tensor, reduction: LossReduction = .mean
) -> Tensor {
  withPath("binaryCrossEntropy") {
    guard labels.stretches(to: logits) else { return labels.refused(beside: logits, "labels") }
    return reduction(softplus(logits) - labels * logits)
  }
}

/// The cross entropy of label distributions and the probabilities `softmax(logits)`.
///
/// `sum_k y_k (ln sum_j exp(s_j) - s_k)` for every row of logits s and labels y. Labels may be
/// soft, as mixup makes them: rows of numbers in [0, 1] with sum 1.
/// - Parameters:
///   - logits: `[..., classes]`.
///   - labels: The same shape, or one that is stretched to it; class indices go through
///     `oneHot(depth:)` first.
/// - Returns: The mean or sum over rows, or the loss of each row, of shape `[...]`.
public func softmaxCrossEntropy(
  logits: Tensor, labels: Tensor, reduction: LossReduction = .mean
) -> Tensor {
  withPath("softmaxCrossEntropy") {
    guard logits.rank >= 1 else {
      return logits.trace.fail(
        operation: "loss", problem: "logits of shape \(logits.shape) came",
        remedy: "pass one logit for each class along the last axis")
    }
    guard labels.stretches(to: logits) else { return labels.refused(beside: logits, "labels") }
    let last = [logits.rank - 1]
    let surprise = logits.logSumExp(along: last, keepingDimensions: true) - logits
    return reduction((labels * surprise).sum(along: last))
  }
}

/// The squared difference of predictions and targets.
/// - Parameters:
///   - predictions: Any shape.
///   - targets: The same shape, or one that is stretched to it.
public func meanSquaredError(
  predictions: Tensor, targets: Tensor, reduction: LossReduction = .mean
) -> Tensor {
  withPath("meanSquaredError") {
    guard targets.stretches(to: predictions) else {
      return targets.refused(beside: predictions, "targets")
    }
    let difference = predictions - targets
    return reduction(difference * difference)
  }
}

extension Tensor {
  /// Whether the other tensor keeps its shape when the two are combined.
  ///
  /// A column beside a row would silently make a square.
  fileprivate func stretches(to other: Tensor) -> Bool {
    Shape.broadcast(shape, other.shape) == other.shape
  }

  fileprivate func refused(beside other: Tensor, _ role: String) -> Tensor {
    trace.fail(
      operation: "loss", problem: "\(role) of shape \(shape) came beside shape \(other.shape)",
      remedy: "give \(role) the shape \(other.shape)")
  }
}

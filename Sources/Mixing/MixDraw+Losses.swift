// Losses and accuracies of mixtures whose labels are kept apart.

import Tensors

extension MixDraw {
  /// The labels of each row, those of its partner, `[rows, classes]`, and the weight of the first,
  /// `[rows, 1]`: the form of the authors' code, `lambda loss(first) + (1 - lambda) loss(second)`.
  ///
  /// Equal to the loss of `targets` where the loss is linear in the target, as the cross entropies
  /// are; for other losses (focal, margin) the two differ. Where nothing is mixed the labels stand
  /// twice, with weight 1; nil for more than two ways.
  public var pairs: (first: Tensor, second: Tensor, lambda: Tensor)? {
    guard labels.count <= 2 else { return nil }
    return (labels[0], labels[labels.count - 1], labelWeights[0])
  }

  /// The mean over rows of the losses for each label, weighted: `sum_k lambda_k loss(label_k)`.
  /// - Parameter perRow: The losses `[rows]` for targets `[rows, classes]`; called once for each
  ///   label of a mixture.
  public func loss(_ perRow: (Tensor) -> Tensor) -> Tensor {
    withPath("mixing") {
      let terms = zip(labels, labelWeights).map { label, weight in
        let losses = perRow(label)
        guard losses.shape == [label.rowCount] else {
          return losses.trace.fail(
            operation: "loss", problem: "\(losses.type) came for \(label.rowCount) rows",
            remedy: "return one loss for each row; `reduction: .none` does")
        }
        return labels.count == 1 ? losses : weight.reshaped(to: losses.shape) * losses
      }
      return terms.dropFirst().reduce(terms[0], +).mean()
    }
  }

  /// The mean over rows of the weights of those labels that the network guesses:
  /// `sum_k lambda_k [argmax logits = argmax label_k]`.
  ///
  /// What the authors' code shows as training accuracy. It is no accuracy on real samples: a perfect
  /// guess of the heavier label alone reaches E[max(lambda, 1 - lambda)].
  /// - Parameter logits: `[rows, classes]`.
  public func weightedAccuracy(logits: Tensor) -> Tensor {
    withPath("mixing") {
      guard logits.type == targets.type, (logits.shape.dimensions.last ?? 0) > 1 else {
        return logits.trace.fail(
          operation: "weighted accuracy", problem: "\(logits.type) came for labels \(targets.type)",
          remedy: "pass one logit for each of at least two classes")
      }
      let guess = logits.argmax(along: 1)
      let hits = zip(labels, labelWeights).map { label, weight in
        (label.argmax(along: 1) .== guess).converted(to: .float32)
          * weight.reshaped(to: [label.rowCount])
      }
      return hits.dropFirst().reduce(hits[0], +).mean()
    }
  }
}

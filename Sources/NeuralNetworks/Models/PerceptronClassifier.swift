// The fully connected classifier, in stages.

import Tensors

/// A perceptron as a classifier, with two hidden layers of 128 ReLU units by default.
///
/// Those are what Zhang et al. 2018 use for tables of numbers (section 3.6). Takes `[batch, inputs]`,
/// or images of as many numbers, and gives logits `[batch, classes]`. The parameters bear the same
/// names, and start from the same numbers, as those of `multilayerPerceptron`, with and without
/// dropout. Every linear layer begins a stage, which its activation and dropout belong to.
/// - Parameters:
///   - hidden: the widths of the hidden layers.
///   - dropout: the share of every hidden layer that is left out in training.
/// - Throws: `ShapeError` for a size below 1, and for a share outside of [0, 1).
public func perceptronClassifier(
  _ name: String, inputs: Int, hidden: [Int] = [128, 128], classes: Int,
  activation: Activation = .relu, dropout: Float = 0, from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  let chain = try multilayerPerceptron(
    name, sizes: [inputs] + hidden + [classes], activation: activation, from: &random)
  return Sequential(name, chain.stagedRows(name, dropout: try Dropout(rate: dropout)))
}

extension Sequential {
  /// Linear layers with activations between them as stages `<network>.stage<first>` and so on, of
  /// which the first takes images, too.
  func stagedRows(
    _ network: String, from first: Int = 0, dropout: Dropout
  ) -> [Sequential] {
    stride(from: 0, to: layers.count, by: 2).map { start in
      var parts: [any Layer] = start == 0 ? [Flattened()] : []
      parts += layers[start..<min(start + 2, layers.count)]
      if start + 2 < layers.count { parts.append(dropout) }
      return Sequential("\(network).stage\(first + start / 2)", parts)
    }
  }
}

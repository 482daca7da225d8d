// Parameters that an optimizer treats alike.

import Tensors

/// Parameters with settings of their own.
public struct ParameterGroup {
  /// The variables to be learned.
  public let parameters: [Variable]
  /// Replaces the rule's weight decay; nil keeps it.
  public let weightDecay: Float?
  /// What the learning rate is multiplied with.
  public let learningRateFactor: Float

  /// A group that the rule's own settings hold for, unless others come.
  public init(
    _ parameters: [Variable], weightDecay: Float? = nil, learningRateFactor: Float = 1
  ) {
    self.parameters = parameters
    self.weightDecay = weightDecay
    self.learningRateFactor = learningRateFactor
  }
}

extension Layer {
  /// The parameters in two groups: weights, of two axes and more, with weight decay, and all others,
  /// such as biases and what normalisations scale with, without.
  ///
  /// Goyal et al., "Accurate, large minibatch SGD" (2017), arXiv 1706.02677, leave the parameters of
  /// batch normalisation out; biases, too, are no weights that a penalty need keep small.
  public func parameterGroups(decaying weightDecay: Float) -> [ParameterGroup] {
    [
      ParameterGroup(parameters.filter { $0.shape.rank >= 2 }, weightDecay: weightDecay),
      ParameterGroup(parameters.filter { $0.shape.rank < 2 }, weightDecay: 0),
    ]
  }
}

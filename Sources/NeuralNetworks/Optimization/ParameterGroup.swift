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

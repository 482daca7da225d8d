// Averages of weights over the steps of training.

import Tensors

/// The exponential moving average (EMA) of parameters, with which generators are often better;
/// Yazici et al., "The unusual effectiveness of averaging in GAN training" (2019).
public final class ExponentialMovingAverage {
  /// The share of the average that every update keeps, in [0, 1].
  public let decay: Float
  private let name: String
  private let entries: [(parameter: Variable, average: Variable)]

  /// An average that starts as a copy of the parameters.
  /// - Parameter name: What the names of the averages begin with: `<name>.<parameter name>`.
  public init(of parameters: [Variable], decay: Float, name: String) {
    self.decay = decay
    self.name = name
    entries = parameters.map { ($0, Variable("\(name).\($0.name)", copying: $0)) }
  }

  /// Moves the average towards the parameters' present values: `a <- d a + (1 - d) w`.
  ///
  /// A decay outside of [0, 1] is a recorded error.
  /// - Parameter step: the number of the training step, from 1, a scalar. With it, d is the smaller
  ///   of the decay and `(1 + step) / (10 + step)`, so that the first weights, which know nothing,
  ///   are soon forgotten: after t steps a decay of 0.999 would still keep 0.999^t of them.
  public func update(step: Tensor? = nil) {
    withPath(name) {
      let early = step.map { step in
        let count = step.converted(to: .float32)
        return (1 + count) / (10 + count)
      }
      for (parameter, average) in entries {
        let (old, new) = (average.value, parameter.value)
        guard (0...1).contains(decay) else {
          _ = old.trace.fail(
            operation: "moving average", problem: "the decay is \(decay)",
            remedy: "choose one from 0 to 1")
          return
        }
        let kept = early.map { minimum($0, Tensor(decay)) } ?? Tensor(decay)
        average.assign(kept * old + (1 - kept) * new)
      }
    }
  }

  /// The parameters with their averages, for `withValues` in the function being traced.
  public var values: [(Variable, Tensor)] {
    entries.map { ($0.parameter, $0.average.value) }
  }

  /// The averages, which a checkpoint must hold.
  public var variables: [Variable] { entries.map(\.average) }
}

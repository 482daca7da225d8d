// What becomes of the losses of a batch.

import Tensors

/// What becomes of the losses of the elements of a batch.
public enum LossReduction: String, Hashable, Sendable, CaseIterable {
  /// They are returned one by one.
  case none
  /// Their arithmetic mean.
  case mean
  /// Their sum.
  case sum

  func callAsFunction(_ losses: Tensor) -> Tensor {
    switch self {
    case .none: losses
    case .mean: losses.mean()
    case .sum: losses.sum()
    }
  }
}

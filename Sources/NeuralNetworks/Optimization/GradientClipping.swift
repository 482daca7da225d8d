// Keeps gradients from growing too large.

import Tensors

/// The Euclidean norm of all elements of all tensors together; 0 for none.
///
/// It has no derivative where it is 0.
public func globalNorm(_ tensors: [Tensor]) -> Tensor {
  withPath("globalNorm") {
    guard let first = tensors.first else { return Tensor(0) }
    return sqrt(tensors.dropFirst().reduce((first * first).sum()) { $0 + ($1 * $1).sum() })
  }
}

/// The gradients scaled down together so that their global norm is at most `limit`.
///
/// `g min(1, limit / norm)`; Pascanu et al., "On the difficulty of training recurrent neural
/// networks" (2013). A limit that is not above 0 is a recorded error.
public func clipped(_ gradients: [Tensor], toGlobalNorm limit: Float) -> [Tensor] {
  withPath("clipped") {
    guard limit > 0, limit.isFinite else { return gradients.map { $0.refusing(limit) } }
    let norm = globalNorm(gradients)
    let scale = limit / maximum(norm, Tensor(limit))
    return gradients.map { $0 * scale }
  }
}

/// The gradients with every element moved into `[-limit, limit]`.
///
/// A limit that is not above 0 is a recorded error.
public func clipped(_ gradients: [Tensor], toAbsoluteValue limit: Float) -> [Tensor] {
  withPath("clipped") {
    guard limit > 0, limit.isFinite else { return gradients.map { $0.refusing(limit) } }
    return gradients.map { $0.clamped(to: -limit...limit) }
  }
}

extension Tensor {
  fileprivate func refusing(_ limit: Float) -> Tensor {
    trace.fail(
      operation: "clip", problem: "the limit is \(limit)",
      remedy: "pass a finite number above 0")
  }
}

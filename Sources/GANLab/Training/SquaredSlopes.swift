// How steep a network is at points: what penalties and measurements of slopes are made from.

import Tensors

/// The squared slope of every row's score, `||grad_x D(x)||_2^2` of shape `[rows]`.
///
/// Every row must be scored by itself.
func squaredSlopes(of scores: Tensor, at points: Tensor) -> Tensor {
  let slopes = gradients(of: scores.sum(), withRespectTo: [points])[0]
  return (slopes * slopes).sum(along: Array(1..<max(1, points.rank)))
}

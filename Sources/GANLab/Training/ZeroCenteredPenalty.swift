// The penalty of R1 and R2: flattens a discriminator at real or at generated points.

import Tensors

/// How steep a discriminator is: `mean(||grad_x D(x)||_2^2)` over the rows of x.
///
/// The penalty that Mescheder, Geiger, Nowozin, "Which training methods for GANs do actually
/// converge?" (2018), arXiv 1801.04406, call R1 at real points and R2 at generated ones, before it
/// is multiplied with `gamma / 2`. Squares are summed over all numbers of a row, so for packs over
/// all their points. The result can be differentiated by the discriminator's parameters. Every row
/// must be scored by itself, which rules out batch normalisation.
/// - Parameters:
///   - discriminator: Maps `[rows, ...]` to scores `[rows, 1]`.
///   - points: Where the slopes are taken, `[rows, ...]`.
/// - Returns: float32 scalar.
public func zeroCenteredPenalty(
  of discriminator: (Tensor) -> Tensor, at points: Tensor
) -> Tensor {
  withPath("zeroCenteredPenalty") { squaredSlopes(of: discriminator(points), at: points).mean() }
}

// The gradient penalty of WGAN-GP: keeps a critic's slope near 1 between real and fake points.

import Mixing
import Tensors

/// What is added to the squared norm of a gradient, under the root.
///
/// The slope of the root at 0 is infinite, and infinity times a gradient of 0 is NaN. Beside a norm
/// of 1, where the penalty pulls, the number vanishes in single precision.
private let normGuard: Float = 1e-12

/// How far a critic's slopes are from 1: `mean((||grad_x D(x)||_2 - 1)^2)` over the rows of x.
///
/// Gulrajani, Ahmed, Arjovsky, Dumoulin, Courville, "Improved training of Wasserstein GANs" (2017),
/// arXiv 1704.00028. The result can be differentiated by the critic's parameters. Every row must be
/// scored by itself, which rules out batch normalisation. The norm is `sqrt(||g||^2 + 1e-12)`, so
/// that the penalty's derivative is 0 and not NaN where the gradient is 0.
/// - Parameters:
///   - critic: Maps `[rows, ...]` to scores `[rows, 1]`.
///   - points: Where the slopes are taken, `[rows, ...]`.
/// - Returns: float32 scalar.
public func gradientPenalty(of critic: (Tensor) -> Tensor, at points: Tensor) -> Tensor {
  withPath("gradientPenalty") {
    let excess = sqrt(squaredSlopes(of: critic(points), at: points) + normGuard) - 1
    return (excess * excess).mean()
  }
}

/// Points on the lines between reals and fakes, `e x + (1 - e) g` with e uniform on [0, 1) for each
/// row, drawn from the stream `lambda`.
public func interpolated(real: Tensor, fake: Tensor, _ key: RandomKey) -> Tensor {
  mixed(real, fake, lambda: key.uniform([real.shape[0], 1], from: .lambda))
}

// Two half circles that reach into one another.

import Tensors

extension PointLaw {
  /// Two interleaving half circles of radius 2 with noise of standard deviation 0.2.
  ///
  /// 2 p + (-1, -0.2), where p is (cos t, sin t) or (1 - cos t, 0.5 - sin t) with equal chances and
  /// t uniform on [0, pi], plus noise of standard deviation 0.1. `moons` in `toy_data.py` of FFJORD
  /// (Grathwohl et al. 2019), from scikit-learn's `make_moons(noise=0.1)`, whose angles are evenly
  /// spaced and not random.
  public static let moons = PointLaw(
    name: "moons", summary: "two half circles with noise of standard deviation 0.2",
    frame: Frame(around: -3...3, -1.2...1.8, noise: 0.2)
  ) { draws in
    let t = draws.uniform(in: 0...(.pi))
    let isInner = draws.wholeNumbers(below: 2) .> 0.5
    let x = select(isInner, 1 - cos(t), cos(t))
    let y = select(isInner, 0.5 - sin(t), sin(t))
    let scaled = 2 * (points(x, y) + draws.noise(deviation: 0.1))
    return scaled + Tensor(HostTensor([-1, -0.2]))
  }
}

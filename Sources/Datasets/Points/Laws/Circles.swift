// Two circles around one centre.

import Tensors

extension PointLaw {
  /// Two circles of radii 3 and 1.5 with noise of standard deviation 0.24.
  ///
  /// `circles` in `toy_data.py` of FFJORD (Grathwohl et al. 2019): 3 times scikit-learn's
  /// `make_circles(factor=0.5, noise=0.08)`, whose angles are evenly spaced and not random. Each
  /// circle has half of the points.
  public static let circles = PointLaw(
    name: "circles", summary: "two circles with noise of standard deviation 0.24",
    frame: Frame(around: -3...3, -3...3, noise: 0.24)
  ) { draws in
    let t = draws.uniform(in: 0...(2 * .pi))
    let radius = 1 - 0.5 * draws.wholeNumbers(below: 2)
    return 3 * (points(radius * cos(t), radius * sin(t)) + draws.noise(deviation: 0.08))
  }
}

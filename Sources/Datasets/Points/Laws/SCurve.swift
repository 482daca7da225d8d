// The S-curve: two arcs that turn against one another.

import Tensors

extension PointLaw {
  /// The curve (sin t, sign(t) (cos t - 1)) without noise.
  ///
  /// t is uniform on [-1.5 pi, 1.5 pi]. Columns 0 and 2 of scikit-learn's `make_s_curve()`.
  public static let sCurve = PointLaw(
    name: "s-curve", summary: "an S without noise", frame: Frame(around: -1...1, -2...2)
  ) { draws in
    let t = draws.uniform(in: (-1.5 * .pi)...(1.5 * .pi))
    return points(sin(t), sign(t) * (cos(t) - 1))
  }
}

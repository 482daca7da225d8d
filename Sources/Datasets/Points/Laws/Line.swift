// A straight line: the simplest set that fills no area.

import Tensors

extension PointLaw {
  /// The diagonal (t, t) without noise, t uniform on [-2.5, 2.5].
  ///
  /// `line` in `toy_data.py` of FFJORD (Grathwohl et al. 2019).
  public static let line = PointLaw(
    name: "line", summary: "a diagonal without noise", frame: Frame(around: -2.5...2.5, -2.5...2.5)
  ) { draws in
    let t = draws.uniform(in: -2.5...2.5)
    return points(t, t)
  }
}

// Two spiral arms around one centre.

import Tensors

extension PointLaw {
  /// Two arms of a turn and a half with noise of standard deviation 0.1.
  ///
  /// s (-t cos t + u, t sin t + v) / 3 plus normal noise, with t = 3 pi sqrt(w), u and v uniform on
  /// [0, 0.5], w uniform on [0, 1], and the sign s, which tells the arms apart, of equal chances.
  /// `2spirals` in `toy_data.py` of FFJORD (Grathwohl et al. 2019).
  public static let spirals = PointLaw(
    name: "spirals", summary: "two spiral arms with noise of standard deviation 0.1",
    // The extrema of the arms with their offsets, divided by 3.
    frame: Frame(around: -3.31...3.31, -2.81...2.81, noise: 0.1)
  ) { draws in
    let t = 3 * Float.pi * sqrt(draws.uniform(in: 0...1))
    let x = draws.uniform(in: 0...0.5) - t * cos(t)
    let y = draws.uniform(in: 0...0.5) + t * sin(t)
    let arm = 2 * draws.wholeNumbers(below: 2) - 1
    return arm * points(x, y) / 3 + draws.noise(deviation: 0.1)
  }
}

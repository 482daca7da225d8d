// The dark squares of a board.

import Tensors

extension PointLaw {
  /// Uniform points on eight squares of side 2, the dark ones of a board on [-4, 4]^2.
  ///
  /// 2 (a, b - 2 c + (floor(a) mod 2)) with a uniform on [-2, 2], b on [0, 1], and c 0 or 1 with
  /// equal chances. `checkerboard` in `toy_data.py` of FFJORD (Grathwohl et al. 2019).
  public static let checkerboard = PointLaw(
    name: "checkerboard", summary: "eight squares of a board",
    frame: Frame(around: -4...4, -4...4)
  ) { draws in
    let x = draws.uniform(in: -2...2)
    let column = floor(x)
    let odd = column - 2 * floor(column / 2)
    let y = draws.uniform(in: 0...1) - 2 * draws.wholeNumbers(below: 2) + odd
    return 2 * points(x, y)
  }
}

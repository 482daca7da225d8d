// Five bent arms of Gaussian points.

import Tensors

extension PointLaw {
  /// Five arms: Gaussians stretched along the radius and bent round the centre.
  ///
  /// 2 (r cos a + s sin a, s cos a - r sin a) with r of mean 1 and standard deviation 0.3, s of mean
  /// 0 and standard deviation 0.1, and the angle a = 2 pi k / 5 + 0.25 e^r of arm k. `pinwheel` in
  /// `toy_data.py` of FFJORD (Grathwohl et al. 2019), after Johnson et al. 2016.
  public static let pinwheel = PointLaw(
    name: "pinwheel", summary: "five bent arms of Gaussian points",
    // The arms are taken to two standard deviations of the radius: 2 (1 + 2 * 0.3).
    frame: Frame(around: -3.2...3.2, -3.2...3.2, noise: 0.2)
  ) { draws in
    let radial = 1 + draws.normal(deviation: 0.3)
    let tangential = draws.normal(deviation: 0.1)
    let angle = (2 * .pi / 5) * draws.wholeNumbers(below: 5) + 0.25 * exp(radial)
    let x = radial * cos(angle) + tangential * sin(angle)
    let y = tangential * cos(angle) - radial * sin(angle)
    return 2 * points(x, y)
  }
}

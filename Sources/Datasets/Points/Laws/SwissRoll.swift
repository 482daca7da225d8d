// The swiss roll: a spiral of one and a half turns.

import Tensors

extension PointLaw {
  /// The spiral t (cos t, sin t) / 7.5 with noise of standard deviation 0.25 / 7.5.
  ///
  /// t is uniform on [1.5 pi, 4.5 pi]. `swissroll` in `gan_toy.py` of WGAN-GP (Gulrajani et al.
  /// 2017): columns 0 and 2 of scikit-learn's `make_swiss_roll(noise=0.25)`, divided by 7.5.
  public static let swissRoll = PointLaw(
    name: "swiss-roll", summary: "a spiral with noise of standard deviation 0.0333",
    // The extrema of t cos t and t sin t over the range, divided by 7.5.
    frame: Frame(around: -1.264...1.681, -1.472...1.885, noise: 0.25 / 7.5)
  ) { draws in
    let t = draws.uniform(in: (1.5 * .pi)...(4.5 * .pi))
    return (points(t * cos(t), t * sin(t)) + draws.noise(deviation: 0.25)) / 7.5
  }
}

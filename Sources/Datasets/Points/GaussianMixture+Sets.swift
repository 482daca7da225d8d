// The rings and grids of Gaussians in the literature, which differ in radius, spacing and width.

import Foundation

extension GaussianMixture {
  /// Eight Gaussians of standard deviation 0.01 on the unit circle.
  ///
  /// The centres are (sin t, cos t) for multiples t of pi/4, as in the code of Zhang et al. 2018.
  /// PacGAN's ring (Lin et al. 2018) counts the same centres from another one: the law is the same.
  public static let ring = GaussianMixture(
    name: "ring", centers: ringCenters(radius: 1), sigma: 0.01)

  /// Twenty-five Gaussians of standard deviation 0.01 on a lattice.
  ///
  /// Coordinates are -1, -0.5, 0, 0.5 and 1, as in the code of Zhang et al. 2018.
  public static let grid = GaussianMixture(
    name: "grid", centers: gridCenters(spacing: 0.5), sigma: 0.01)

  /// Twenty-five Gaussians of standard deviation 0.05 on the lattice {-4, -2, 0, 2, 4}^2.
  ///
  /// The grid of PacGAN's code (Lin et al. 2018), which draws 100,000 training points from it once:
  /// `FinitePoints(drawing:from:seed:)`. Self-conditioned GAN (Liu et al. 2020, variance 0.0025)
  /// and Dive into Deep Learning use the same law.
  public static let gridPacGAN = GaussianMixture(
    name: "grid-pacgan", centers: gridCenters(spacing: 2), sigma: 0.05)

  /// Eight Gaussians of standard deviation 0.02 at radius 2, all divided by 1.414.
  ///
  /// `8gaussians` in `gan_toy.py` of WGAN-GP (Gulrajani et al. 2017).
  public static let ringWGANGP = GaussianMixture(
    name: "ring-wgan-gp", centers: ringCenters(radius: 2 / 1.414), sigma: 0.02 / 1.414)

  /// Twenty-five Gaussians of standard deviation 0.05 and spacing 2, all divided by 2.828.
  ///
  /// `25gaussians` in `gan_toy.py` of WGAN-GP (Gulrajani et al. 2017), which draws 100,000 points,
  /// 4,000 of each Gaussian, once.
  public static let gridWGANGP = GaussianMixture(
    name: "grid-wgan-gp", centers: gridCenters(spacing: 2 / 2.828), sigma: 0.05 / 2.828)

  /// Eight Gaussians of variance 0.0001 at radius 2.
  ///
  /// The ring of the code of self-conditioned GAN (Liu et al. 2020).
  public static let ringSelfConditioned = GaussianMixture(
    name: "ring-self-conditioned", centers: ringCenters(radius: 2), sigma: 0.01)

  /// One Gaussian of standard deviation 1 around the origin.
  public static let gaussian = GaussianMixture(name: "gaussian", centers: [0, 0], sigma: 1)

  /// Eight centres (r sin t, r cos t) for multiples t of pi/4.
  private static func ringCenters(radius: Double) -> [Float] {
    (0..<8).flatMap { mode -> [Float] in
      let angle = Double(mode) * .pi / 4
      return [Float(radius * sin(angle)), Float(radius * cos(angle))]
    }
  }

  /// Five by five centres around the origin.
  private static func gridCenters(spacing: Double) -> [Float] {
    let coordinates = (-2...2).map { Float(Double($0) * spacing) }
    return coordinates.flatMap { x in coordinates.flatMap { y in [x, y] } }
  }
}

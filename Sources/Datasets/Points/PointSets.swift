// All distributions of points that have a name.

/// The point sets of the literature by name.
public enum PointSets {
  /// Every set: mixtures first, then curves and areas.
  public static let all: [any PointDistribution] = [
    GaussianMixture.ring, GaussianMixture.grid, GaussianMixture.gridPacGAN,
    GaussianMixture.ringWGANGP, GaussianMixture.gridWGANGP, GaussianMixture.ringSelfConditioned,
    GaussianMixture.gaussian, PointLaw.swissRoll, PointLaw.moons, PointLaw.circles,
    PointLaw.spirals, PointLaw.checkerboard, PointLaw.pinwheel, PointLaw.sCurve, PointLaw.line,
  ]

  /// The set of a name, or nil if there is none.
  public static func named(_ name: String) -> (any PointDistribution)? {
    all.first { $0.name == name }
  }
}

// Mixtures of equal round Gaussians: the toy problems on which GANs lose modes.

import Foundation
import Tensors

/// Equally likely isotropic Gaussians around known centres.
public struct GaussianMixture: PointDistribution {
  /// The name that recipes and pictures use.
  public let name: String
  /// The centres, x and y in turn.
  public let centers: [Float]
  /// The standard deviation of each coordinate around a centre.
  public let sigma: Float
  /// What pictures show.
  public let frame: Frame

  /// A mixture of the given centres, x and y in turn.
  ///
  /// The frame reaches 0.3 beyond the outermost centres.
  public init(name: String, centers: [Float], sigma: Float) {
    self.name = name
    self.centers = centers
    self.sigma = sigma
    let margin: Float = 0.3
    let range = { (values: [Float]) in
      ((values.min() ?? 0) - margin)...((values.max() ?? 0) + margin)
    }
    frame = Frame(
      x: range(stride(from: 0, to: centers.count, by: 2).map { centers[$0] }),
      y: range(stride(from: 1, to: centers.count, by: 2).map { centers[$0] }))
  }

  /// The number of Gaussians.
  public var modeCount: Int { centers.count / 2 }

  /// Eight Gaussians of standard deviation 0.01 on the unit circle.
  ///
  /// The centres are (sin t, cos t) for multiples t of pi/4, as in the code of Zhang et al. 2018.
  public static let ring = GaussianMixture(
    name: "ring",
    centers: (0..<8).flatMap { mode -> [Float] in
      let angle = Double(mode) * .pi / 4
      return [Float(sin(angle)), Float(cos(angle))]
    }, sigma: 0.01)

  /// Twenty-five Gaussians of standard deviation 0.01 on a lattice.
  ///
  /// Coordinates are -1, -0.5, 0, 0.5 and 1, as in the code of Zhang et al. 2018.
  public static let grid = GaussianMixture(
    name: "grid",
    centers: (0..<25).flatMap { mode -> [Float] in
      [Float(mode / 5) * 0.5 - 1, Float(mode % 5) * 0.5 - 1]
    }, sigma: 0.01)

  /// Independent points, `[count, 2]`: a uniformly chosen centre plus normal noise.
  public func sample(_ count: Int, _ key: RandomKey, from stream: RandomStreamName) -> Tensor {
    withPath(name) {
      let modes = key.integers(below: modeCount, [count], from: stream)
      let noise = key.normal([count, 2], from: stream)
      let table = Tensor(HostTensor(centers)).reshaped(to: [modeCount, 2])
      return table.gathering(rows: modes) + sigma * noise
    }
  }
}

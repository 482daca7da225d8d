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
  /// The frame reaches beyond the outermost centres by 0.3 of half their longer extent, and by at
  /// least three standard deviations.
  public init(name: String, centers: [Float], sigma: Float) {
    self.name = name
    self.centers = centers
    self.sigma = sigma
    frame = Frame(around: centers, noise: sigma)
  }

  /// The number of Gaussians.
  public var modeCount: Int { centers.count / 2 }

  /// The number of Gaussians and their width.
  public var summary: String {
    let sigma = String(format: "%.3g", Double(sigma))
    return "\(modeCount) Gaussian\(modeCount == 1 ? "" : "s") of standard deviation \(sigma)"
  }

  /// The mixture.
  public var mixture: GaussianMixture? { self }

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

// The Frechet distance between Gaussians fitted to classifier features.

/// The classifier-feature Frechet distance of generated samples to real ones.
///
/// `|m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))` with the means m and the unbiased covariances C of
/// the features; the trace of the root is the sum of the roots of the eigenvalues of
/// `C1^(1/2) C2 C1^(1/2)`, which is symmetric. The square of a distance, as in Heusel et al. 2017,
/// "GANs Trained by a Two Time-Scale Update Rule", but with the features of a small classifier of
/// our own: never comparable with a published FID. It falls with the number of samples, so compare
/// equal numbers, and the floor between two halves of the real samples. Units are those of squared
/// features.
public struct ClassifierFrechetDistance: Sendable {
  private let real: ClassifierFeatures
  private let moments: FeatureMoments
  /// A W with W' W = C1: the eigenvectors of C1 as rows, times the roots of their eigenvalues.
  private let root: DenseMatrix

  private static let metric = "classifier_frechet"

  /// Fits the Gaussian of the real samples, once for all distances to them.
  ///
  /// - Throws: `FeatureMetricError.tooFew` for less than two samples for each feature: below one
  ///   for each, a covariance is singular and the distance says nothing.
  public init(real: ClassifierFeatures) throws(FeatureMetricError) {
    self.real = real
    moments = try FeatureMoments(of: real, metric: Self.metric, samples: "real samples")
    let problem = try SymmetricEigenproblem(moments.covariance, vectors: true)
    var root = problem.vectors
    for row in 0..<root.rows {
      // Rounding puts eigenvalues that are 0 on either side of it.
      let factor = max(0, problem.values[row]).squareRoot()
      for column in 0..<root.columns { root[row, column] *= factor }
    }
    self.root = root
  }

  /// The distance of generated samples, 0 or more.
  ///
  /// - Throws: `FeatureMetricError.tooFew` for less than two samples for each feature, `.unlike`
  ///   for features of another classifier.
  public func distance(to generated: ClassifierFeatures) throws(FeatureMetricError) -> Double {
    try real.check(against: generated)
    let other = try FeatureMoments(
      of: generated, metric: Self.metric, samples: "generated samples")
    var product = root.product(other.covariance).product(root.transposed)
    for row in 0..<product.rows {
      for column in 0..<row {
        let mean = (product[row, column] + product[column, row]) / 2
        product[row, column] = mean
        product[column, row] = mean
      }
    }
    let values = try SymmetricEigenproblem(product, vectors: false).values
    let rootTrace = values.reduce(0) { $0 + max(0, $1).squareRoot() }
    let shift = zip(moments.mean, other.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let traces = moments.covariance.trace + other.covariance.trace
    // Equal samples come out at 0 but for rounding.
    return max(0, shift + traces - 2 * rootTrace)
  }
}

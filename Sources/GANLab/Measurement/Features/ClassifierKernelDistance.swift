// The squared maximum mean discrepancy of classifier features under a cubic kernel.

/// An estimate, and how far it is from what more samples would give.
public struct KernelDistanceEstimate: Sendable, Equatable {
  /// The mean over subsets.
  public let mean: Double
  /// The standard error of the mean: the subsets' standard deviation over the root of their number.
  public let standardError: Double
  /// The samples of each kind in a subset.
  public let subsetSize: Int
  /// The number of subsets.
  public let subsetCount: Int
}

/// The classifier-feature kernel distance of generated samples to real ones.
///
/// The unbiased estimate of the squared maximum mean discrepancy with the kernel
/// `k(x, y) = (x . y / d + 1)^3` over d features: `mean k(x, x') + mean k(g, g') - 2 mean k(x, g)`,
/// the first two means over pairs of different samples. Binkowski et al. 2018, "Demystifying MMD
/// GANs", with the features of a classifier of our own. 0 is expected of a perfect sampler at any
/// number of samples, so that it may be slightly negative.
///
/// Samples are dealt to subsets that share none, so that the standard error is an honest one; the
/// seed decides about the deal. The published code draws overlapping subsets, with the same mean.
public struct ClassifierKernelDistance: Sendable {
  /// The sizes that a subset may have.
  public static let subsetSizes = 50...1000

  private static let metric = "classifier_kernel"
  private static let fewestSubsets = 2

  private let real: ClassifierFeatures
  private let size: Int?
  private let seed: UInt64

  /// - Parameters:
  ///   - subsetSize: the samples of each kind in a subset; nil for a tenth of the samples, within
  ///     `subsetSizes`.
  ///   - seed: what decides which samples come together.
  /// - Throws: `FeatureMetricError.badSetting` for a size outside of `subsetSizes`, `.tooFew` for
  ///   less than two subsets of real samples.
  public init(
    real: ClassifierFeatures, subsetSize: Int? = nil, seed: UInt64 = 0
  ) throws(FeatureMetricError) {
    if let subsetSize, !Self.subsetSizes.contains(subsetSize) {
      throw .badSetting(
        name: "subset size of \(Self.metric)", value: subsetSize,
        needed: "\(Self.subsetSizes.lowerBound) to \(Self.subsetSizes.upperBound)")
    }
    self.real = real
    size = subsetSize
    self.seed = seed
    try check(real.count, "real samples")
  }

  private func check(_ count: Int, _ samples: String) throws(FeatureMetricError) {
    let needed = Self.fewestSubsets * (size ?? Self.subsetSizes.lowerBound)
    guard count >= needed else {
      throw .tooFew(
        metric: Self.metric, samples: samples, count: count, needed: needed,
        remedy: "take more samples\(size == nil ? "" : ", or smaller subsets")")
    }
  }

  /// The estimate for generated samples.
  ///
  /// - Throws: `FeatureMetricError.tooFew` for less than two subsets, `.unlike` for features of
  ///   another classifier.
  public func squared(
    to generated: ClassifierFeatures
  ) throws(FeatureMetricError) -> KernelDistanceEstimate {
    try real.check(against: generated)
    try check(generated.count, "generated samples")
    let count = min(real.count, generated.count)
    let tenth = count / 10
    let sizes = Self.subsetSizes
    let size = size ?? min(max(tenth, sizes.lowerBound), sizes.upperBound)
    let subsets = count / size
    let realPlaces = shuffledPlaces(real.count, seed: seed, draw: .realSubsets)
    let places = shuffledPlaces(generated.count, seed: seed, draw: .generatedSubsets)
    let estimates = (0..<subsets).map { index in
      let range = index * size..<(index + 1) * size
      return Self.unbiasedSquare(real.rows(realPlaces[range]), generated.rows(places[range]))
    }
    let mean = estimates.reduce(0, +) / Double(subsets)
    let squares = estimates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let variance = squares / Double(subsets - 1)
    return KernelDistanceEstimate(
      mean: mean, standardError: (variance / Double(subsets)).squareRoot(), subsetSize: size,
      subsetCount: subsets)
  }

  /// The estimate for one subset of each kind, equally many samples of one classifier.
  package static func unbiasedSquare(
    _ real: ClassifierFeatures, _ generated: ClassifierFeatures
  ) -> Double {
    let (first, second) = (real.matrix, generated.matrix)
    let count = Double(real.count)
    let within =
      sumOfKernels(first, first, skipsDiagonal: true)
      + sumOfKernels(second, second, skipsDiagonal: true)
    let between = sumOfKernels(first, second, skipsDiagonal: false)
    return within / (count * (count - 1)) - 2 * between / (count * count)
  }

  private static func sumOfKernels(
    _ first: DenseMatrix, _ second: DenseMatrix, skipsDiagonal: Bool
  ) -> Double {
    let products = first.product(second.transposed)
    let factor = 1 / Double(first.columns)
    var sum = 0.0
    for row in 0..<products.rows {
      for column in 0..<products.columns where !(skipsDiagonal && row == column) {
        let base = products[row, column] * factor + 1
        sum += base * base * base
      }
    }
    return sum
  }
}

extension ClassifierFeatures {
  /// The features in double precision.
  fileprivate var matrix: DenseMatrix {
    DenseMatrix(rows: count, columns: dimension, values: values.map(Double.init))
  }
}

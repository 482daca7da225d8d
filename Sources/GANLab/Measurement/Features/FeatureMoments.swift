// The mean and the covariance of features: the Gaussian that is fitted to them.

/// Mean and unbiased covariance of rows of features, in double precision.
struct FeatureMoments: Sendable {
  /// `[dimension]`.
  let mean: [Double]
  /// `[dimension, dimension]`, sums over samples divided by their number minus 1.
  let covariance: DenseMatrix

  /// Rows that are centred at a time, which bounds memory.
  private static let blockSize = 512

  /// - Parameter metric: the metric that asks, for messages.
  /// - Parameter samples: what the rows are, for messages.
  /// - Throws: `FeatureMetricError.tooFew` for less than two samples for each feature.
  init(
    of features: ClassifierFeatures, metric: String, samples: String
  ) throws(FeatureMetricError) {
    let (count, dimension) = (features.count, features.dimension)
    guard count / 2 >= dimension else {
      throw .tooFew(
        metric: metric, samples: "\(samples) of \(dimension) features", count: count,
        needed: 2 * dimension,
        remedy: "twice as many as features; take more samples, or a narrower layer of features")
    }
    var sums = [Double](repeating: 0, count: dimension)
    for row in 0..<count {
      for column in 0..<dimension {
        sums[column] += Double(features.values[row * dimension + column])
      }
    }
    let mean = sums.map { $0 / Double(count) }
    var covariance = DenseMatrix(rows: dimension, columns: dimension)
    for start in stride(from: 0, to: count, by: Self.blockSize) {
      let size = min(Self.blockSize, count - start)
      var block = DenseMatrix(rows: size, columns: dimension)
      for row in 0..<size {
        for column in 0..<dimension {
          let value = Double(features.values[(start + row) * dimension + column])
          block[row, column] = value - mean[column]
        }
      }
      covariance.add(block.transposed, times: block)
    }
    let factor = 1 / Double(count - 1)
    for index in covariance.values.indices { covariance.values[index] *= factor }
    self.mean = mean
    self.covariance = covariance
  }
}

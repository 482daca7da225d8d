// The nearest training sample of each generated one: is it a copy?

import Mixing

/// The training sample that is nearest to a sample.
public struct NearestNeighbour: Sendable, Hashable {
  /// Its place in the training samples, the first of equally near ones.
  public let index: Int
  /// The Euclidean distance of the features.
  public let distance: Float
}

extension ClassifierFeatures {
  /// The nearest of the training samples for each sample of this set.
  ///
  /// Distances near 0 are copies. Compare with the distances of held-out real samples, which are
  /// what a sampler without memory would have.
  /// - Throws: `FeatureMetricError.unlike` for features of another classifier.
  public func nearestNeighbours(
    in training: ClassifierFeatures
  ) throws(FeatureMetricError) -> [NearestNeighbour] {
    try check(against: training)
    var best = [(index: Int, squared: Float)](repeating: (0, .infinity), count: count)
    PairwiseDistances.forEachBlock(featureRows, training.featureRows) { block in
      for row in block.rows {
        for (offset, squared) in block.distances(from: row).enumerated()
        where squared < best[row].squared {
          best[row] = (block.columns.lowerBound + offset, squared)
        }
      }
    }
    return best.map { NearestNeighbour(index: $0.index, distance: $0.squared.squareRoot()) }
  }

  /// The squared distance of each sample to its `neighbours`-th nearest other one.
  ///
  /// `neighbours` is at least 1 and less than the number of samples.
  func squaredRadii(neighbours: Int) -> [Float] {
    var nearest = [Float](repeating: .infinity, count: count * neighbours)
    PairwiseDistances.forEachBlock(featureRows, featureRows) { block in
      nearest.withUnsafeMutableBufferPointer { nearest in
        for row in block.rows {
          let start = row * neighbours
          var farthest = nearest[start + neighbours - 1]
          for (offset, squared) in block.distances(from: row).enumerated()
          where squared < farthest && block.columns.lowerBound + offset != row {
            var place = start + neighbours - 1
            while place > start, nearest[place - 1] > squared {
              nearest[place] = nearest[place - 1]
              place -= 1
            }
            nearest[place] = squared
            farthest = nearest[start + neighbours - 1]
          }
        }
      }
    }
    return (0..<count).map { nearest[($0 + 1) * neighbours - 1] }
  }
}

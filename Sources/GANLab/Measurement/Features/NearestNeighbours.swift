// How far the nearest other samples of a set are.

import Mixing

extension ClassifierFeatures {
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

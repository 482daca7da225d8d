// The nearest neighbours of every sample of a set, as partners for mixing.

import Tensors

/// The nearest neighbours of every sample of a set, among all classes or within its own.
///
/// Partners for `BatchMixing.Partners.given`: each sample meets a random one of its neighbours, as
/// in the rows "AC + KNN" and "SC + KNN" of the paper's Table 5, the latter being SMOTE (Chawla et
/// al. 2002).
public struct NearestNeighbours: Sendable, Equatable {
  /// `[count, k]`, row-major: the neighbours of each sample, the nearest first.
  public let indices: [Int32]
  /// How many neighbours each sample has.
  public let k: Int

  /// Finds the neighbours as `indices(of:count:dimension:k:labels:)` does.
  /// - Throws: `NeighbourError` for samples that are not finite, of another number, or too few.
  public init(
    of features: [Float], count: Int, dimension: Int, k: Int, labels: [Int32]? = nil
  ) throws(NeighbourError) {
    indices = try Self.indices(
      of: features, count: count, dimension: dimension, k: k, labels: labels)
    self.k = k
  }

  /// One of the neighbours of a sample.
  /// - Parameters:
  ///   - row: The place of the sample, one of those in the set.
  ///   - draw: A random number that decides which.
  public func partner(of row: Int, draw: UInt64) -> Int {
    Int(indices[row * k + Int(draw % UInt64(k))])
  }

  /// One of the neighbours of each sample of a batch, in a compiled function.
  /// - Parameters:
  ///   - rows: The places of the samples in the set, `int32[rows]`.
  ///   - key: Which is drawn from its stream `lambda`.
  /// - Returns: The places of the neighbours, `int32[rows]`.
  public func partners(of rows: Tensor, key: RandomKey) -> Tensor {
    let draws = key.integers(below: k, rows.shape, from: .lambda)
    return Tensor(HostTensor(indices)).gathering(rows: rows * Float(k) + draws)
  }

  /// The `k` nearest other samples of every sample, by Euclidean distance; of equally near ones
  /// those that come first in the set.
  ///
  /// Exact: all pairs are compared, each once, in blocks. Time grows with `count * count *
  /// dimension`; memory holds the neighbours and one block.
  /// - Parameters:
  ///   - features: `[count, dimension]`, row-major.
  ///   - k: How many neighbours each sample has, at least 1.
  ///   - labels: The class of each sample, to look within it; nil to look among all.
  /// - Returns: `[count, k]`, row-major, the nearest first.
  /// - Throws: `NeighbourError` for samples that are not finite, of another number, or too few.
  public static func indices(
    of features: [Float], count: Int, dimension: Int, k: Int, labels: [Int32]? = nil
  ) throws(NeighbourError) -> [Int32] {
    guard dimension > 0, count >= 0,
      count.multipliedReportingOverflow(by: dimension)
        == (features.count, false)
    else { throw .badShape(values: features.count, count: count, dimension: dimension) }
    guard k >= 1 else { throw .badNumber(k) }
    if let place = features.firstIndex(where: { !$0.isFinite }) {
      throw .badValue(sample: place / dimension, value: features[place])
    }
    guard let labels else {
      guard count > k else { throw .tooFew(label: nil, samples: count, neighbours: k) }
      return nearest(FeatureRows(features, dimension: dimension), k).flatMap { $0 }
    }
    guard labels.count == count else { throw .badLabels(count: labels.count, samples: count) }
    var result = [Int32](repeating: 0, count: count * k)
    let classes = Dictionary(grouping: 0..<count) { labels[$0] }
    for (label, members) in classes.sorted(by: { $0.key < $1.key }) {
      guard members.count > k else {
        throw .tooFew(label: label, samples: members.count, neighbours: k)
      }
      let rows = members.flatMap { features[($0 * dimension)..<(($0 + 1) * dimension)] }
      let found = nearest(FeatureRows(rows, dimension: dimension), k)
      for (member, neighbours) in zip(members, found) {
        for (rank, place) in neighbours.enumerated() {
          result[member * k + rank] = Int32(members[Int(place)])
        }
      }
    }
    return result
  }

  /// The places of the `k` nearest other rows of each row, the nearest first.
  private static func nearest(_ rows: FeatureRows, _ k: Int) -> [[Int32]] {
    var heaps = NeighbourHeaps(rows: rows.count, capacity: k)
    PairwiseDistances.forEachBlock(rows, rows, pairsOnce: true) { block in
      for row in block.rows {
        let distances = block.distances(from: row)
        for column in max(
          row + 1, block.columns.lowerBound)..<max(row + 1, block.columns.upperBound)
        {
          let distance = distances[column - block.columns.lowerBound]
          heaps.offer(column, at: distance, to: row)
          heaps.offer(row, at: distance, to: column)
        }
      }
    }
    return (0..<rows.count).map(heaps.sorted)
  }
}

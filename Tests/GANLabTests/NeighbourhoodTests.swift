// Precision, recall, density, coverage and nearest neighbours, against NumPy and closed forms.

import GANLab
import Mixing
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct NeighbourhoodTests {
    /// Values of NumPy in double precision, by the definitions of the papers.
    @Test(
      arguments: [
        (40, 5, [0.98, 1.0, 0.924, 1.0]),
        (
          300, 16,
          [0.9838709677419355, 0.9966666666666667, 0.9812903225806452, 0.9933333333333333]
        ),
      ])
    func agreesWithNumPy(count: Int, dimension: Int, expected: [Double]) throws {
      let scores = try RealNeighbourhoods(
        real: remainderFeatures(count, dimension, 613, shift: 1)
      ).scores(of: remainderFeatures(count + 10, dimension, 331, shift: 4))
      let values = [scores.precision, scores.recall, scores.density, scores.coverage]
      for (value, expected) in zip(values, expected) { #expect(abs(value - expected) < 1e-12) }
    }

    /// Each point is in its own ball and, but for ties, in those of k others: density 1 + 1 / k.
    @Test(arguments: [1, 5, 20])
    func equalSamplesScoreOne(neighbours: Int) throws {
      let sample = try normalFeatures(700, 6, seed: 4)
      let scores = try RealNeighbourhoods(real: sample, neighbours: neighbours).scores(of: sample)
      #expect(scores.precision == 1 && scores.recall == 1 && scores.coverage == 1)
      #expect(abs(scores.density - (1 + 1 / Double(neighbours))) < 1e-12)
    }

    /// Density 1, and coverage 1 - product of (n - i) / (2n - i) for i from 1 to k, whatever the law.
    ///
    /// From section 3.2 of Naeem and others 2020.
    @Test func perfectSamplersScoreAsThePaperSays() throws {
      let count = 1500
      let scores = try RealNeighbourhoods(real: normalFeatures(count, 8, seed: 5))
        .scores(of: normalFeatures(count, 8, seed: 6))
      let misses = (1...5).reduce(1) { $0 * Double(count - $1) / Double(2 * count - $1) }
      #expect(abs(scores.coverage - (1 - misses)) < 0.02)
      #expect(abs(scores.density - 1) < 0.1)
    }

    /// Generated samples on one of two far clusters: all precise, half of the data missing.
    @Test func missingKindsLowerRecallAndCoverageOnly() throws {
      let near = try normalFeatures(400, 4, seed: 7).values
      let far = try normalFeatures(400, 4, seed: 8, shift: 100).values
      let neighbourhoods = try RealNeighbourhoods(
        real: ClassifierFeatures(near + far, dimension: 4))
      let scores = try neighbourhoods.scores(of: normalFeatures(800, 4, seed: 9))
      #expect(scores.precision > 0.9)
      #expect(scores.recall > 0.4 && scores.recall <= 0.5)
      #expect(scores.coverage > 0.45 && scores.coverage <= 0.5)
      let lost = try neighbourhoods.scores(of: normalFeatures(50, 4, seed: 9, shift: 1000))
      #expect(lost.precision == 0 && lost.recall == 0 && lost.density == 0 && lost.coverage == 0)
    }

    /// Points on a line at 0, 1, 3 and 7: balls of one neighbour reach 1, 1, 2 and 4.
    @Test func ballsHoldTheirBorder() throws {
      let real = try ClassifierFeatures([0, 1, 3, 7], dimension: 1)
      let scores = try RealNeighbourhoods(real: real, neighbours: 1)
        .scores(of: ClassifierFeatures([-1, -1.5, 11, 11.5], dimension: 1))
      #expect(scores.precision == 0.5 && scores.density == 0.5 && scores.coverage == 0.5)
      #expect(scores.recall == 0)
    }

    /// The nearest of some samples for each of others, the first of equally near ones.
    private func nearest(
      to features: ClassifierFeatures, in training: ClassifierFeatures
    ) -> [(index: Int, distance: Float)] {
      var best = [(index: Int, distance: Float)](repeating: (0, .infinity), count: features.count)
      let rows = [features, training].map { FeatureRows($0.values, dimension: $0.dimension) }
      PairwiseDistances.forEachBlock(rows[0], rows[1]) { block in
        for row in block.rows {
          for (offset, squared) in block.distances(from: row).enumerated()
          where squared < best[row].distance {
            best[row] = (block.columns.lowerBound + offset, squared)
          }
        }
      }
      return best.map { ($0.index, $0.distance.squareRoot()) }
    }

    @Test func nearestAgreesWithNumPy() throws {
      let nearest = nearest(
        to: try remainderFeatures(310, 16, 331, shift: 4),
        in: try remainderFeatures(300, 16, 613, shift: 1))
      #expect(nearest.count == 310)
      for (row, index, distance) in [
        (0, 0, 0.15911435949907413), (77, 114, 0.1266785902855701), (309, 170, 0.9463703823802299),
      ] {
        #expect(nearest[row].index == index)
        #expect(abs(Double(nearest[row].distance) - distance) < 1e-6)
      }
    }

    /// Counts around the sizes of blocks and tiles.
    @Test(arguments: [1, 3, 7, 9, 31, 33, 511, 513, 1030], [1, 2, 33])
    func copiesAreFoundWhereverTheyStand(count: Int, dimension: Int) throws {
      let training = try normalFeatures(count, dimension, seed: 10)
      let shuffled = (0..<count).map { $0 * 1031 % count }
      let copies = try ClassifierFeatures(
        shuffled.flatMap { row in
          training.values[row * dimension..<(row + 1) * dimension]
        }, dimension: dimension)
      let nearest = nearest(to: copies, in: training)
      #expect(nearest.map(\.index) == shuffled)
      #expect(nearest.allSatisfy { $0.distance == 0 })
    }

    @Test func refusals() throws {
      let sample = try normalFeatures(5, 2, seed: 1)
      let text = errorText { _ = try RealNeighbourhoods(real: sample) }
      #expect(text.contains("5 real samples came. Needed: at least 6"), "\(text)")
      let neighbourhoods = try RealNeighbourhoods(real: normalFeatures(6, 2, seed: 1))
      #expect(throws: FeatureMetricError.self) { try neighbourhoods.scores(of: sample) }
      #expect(throws: FeatureMetricError.self) {
        try neighbourhoods.scores(of: normalFeatures(9, 3, seed: 1))
      }
      for neighbours in [0, -1, 101, .max] {
        #expect(throws: FeatureMetricError.self) {
          try RealNeighbourhoods(real: sample, neighbours: neighbours)
        }
      }
    }
  }
}

// Finite sets of points: drawing rows, drawing sets once, splitting, refusing.

import Datasets
import Foundation
import Tensors
import TestSupport
import Testing

@Suite(.serialized, .exclusive) struct FinitePointsTests {
  private func rows(_ points: [Float]) -> [[Float]] {
    stride(from: 0, to: points.count, by: 2).map { [points[$0], points[$0 + 1]] }
  }

  /// Pearson's statistic against equal shares.
  private func statistic(_ counts: [Int]) -> Double {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    return counts.map { pow(Double($0) - expected, 2) / expected }.reduce(0, +)
  }

  @Test func drawsRowsUniformly() throws {
    let set = try FinitePoints(name: "ten", points: (0..<20).map(Float.init))
    #expect(set.count == 10)
    #expect(set.summary == "10 points")
    #expect(set.mixture == nil)
    var counts = [Int](repeating: 0, count: 10)
    for row in rows(try set.hostSample(20_000, seed: 4)) {
      #expect(row[1] == row[0] + 1)
      counts[Int(row[0]) / 2] += 1
    }
    // The 0.9999 quantile with 9 degrees of freedom.
    #expect(statistic(counts) < 33.7)
    #expect(try set.hostSample(50, seed: 4) != set.hostSample(50, seed: 5))
  }

  @Test func aSinglePointIsDrawnAlways() throws {
    let set = try FinitePoints(name: "one", points: [3, -2])
    #expect(try set.hostSample(3, seed: 0) == [3, -2, 3, -2, 3, -2])
    #expect(set.summary == "1 point")
    #expect(set.frame == Frame(x: (3 - 0.3)...(3 + 0.3), y: (-2 - 0.3)...(-2 + 0.3)))
  }

  @Test func largeSetsReachTheirLastRow() throws {
    let count = 300_000
    let points = (0..<count).flatMap { [Float($0), -Float($0)] }
    let set = try FinitePoints(name: "large", points: points)
    let drawn = rows(try set.hostSample(100_000, seed: 1))
    #expect(drawn.allSatisfy { $0[0] == -$0[1] && (0..<Float(count)).contains($0[0]) })
    // Each row is missed by 100,000 draws with probability exp(-1/3): the ends are near all the same.
    let indices = drawn.map { $0[0] }
    #expect((indices.min() ?? 1e9) < 100)
    #expect((indices.max() ?? 0) > Float(count - 100))
    #expect(abs(Double(Set(indices).count) / Double(count) - (1 - exp(-1.0 / 3))) < 0.005)
  }

  @Test func setsDrawnOnceKeepTheirSource() throws {
    let set = try FinitePoints(drawing: 500, from: GaussianMixture.gridPacGAN, seed: 9)
    #expect(set.count == 500)
    #expect(set.name == "grid-pacgan")
    #expect(set.frame == GaussianMixture.gridPacGAN.frame)
    #expect(set.mixture?.modeCount == 25)
    #expect(set.summary == "500 points of 25 Gaussians of standard deviation 0.05")
    let again = try FinitePoints(drawing: 500, from: GaussianMixture.gridPacGAN, seed: 9)
    #expect(again.points == set.points)
    let other = try FinitePoints(drawing: 500, from: GaussianMixture.gridPacGAN, seed: 10)
    #expect(other.points != set.points)
    // Neither training's first step nor a measurement meets the same points.
    let mixture = GaussianMixture.gridPacGAN
    #expect(try mixture.hostSample(500, seed: 9, step: 1, from: .data) != set.points)
    #expect(try mixture.hostSample(500, seed: 9) != set.points)
    #expect(throws: FinitePointsError.badCount(0, largest: 10_000_000)) {
      try FinitePoints(drawing: 0, from: GaussianMixture.ring, seed: 0)
    }
  }

  @Test(arguments: [(2, 0.2, 1), (3, 0.9999, 2), (10, 0.2, 2), (101, 0.5, 51), (5, 0.001, 1)])
  func splitsAreDisjointAndComplete(count: Int, share: Double, heldOut: Int) throws {
    let set = try FinitePoints(
      name: "set", points: (0..<count).flatMap { [Float($0), -Float($0)] }, mixture: .ring)
    let split = try PointSplit(set, heldOut: share, seed: 3)
    #expect(split.heldOut.count == 2 * heldOut)
    #expect(split.training.count == count - heldOut)
    #expect(Set(rows(split.heldOut)).isDisjoint(with: rows(split.training.points)))
    let all = rows(split.heldOut) + rows(split.training.points)
    #expect(Set(all) == Set(rows(set.points)))
    let again = try PointSplit(set, heldOut: share, seed: 3)
    #expect(again.heldOut == split.heldOut)
    #expect(again.training.points == split.training.points)
    #expect(split.training.mixture?.modeCount == 8)
    #expect(split.training.frame == set.frame)
    #expect(split.training.summary == "\(count) points, \(heldOut) of \(count) held out")
  }

  @Test func splitsFollowTheSeedAndNothingElse() throws {
    let set = try FinitePoints(drawing: 8_000, from: GaussianMixture.ring, seed: 5)
    let split = try PointSplit(set, seed: 5)
    #expect(split.heldOut.count == 2 * 1_600)
    #expect(try PointSplit(set, seed: 6).heldOut != split.heldOut)
    // The same seed drew the points; the modes must have equal shares in both parts all the same.
    for points in [split.heldOut, split.training.points] {
      var counts = [Int](repeating: 0, count: 8)
      for row in rows(points) {
        let angle = atan2(Double(row[0]), Double(row[1])) / (.pi / 4)
        counts[(Int(angle.rounded()) + 8) % 8] += 1
      }
      #expect(statistic(counts) < 29.9)
    }
  }

  @Test func whatCannotBeASetIsRefused() throws {
    for (points, error): ([Float], FinitePointsError) in [
      ([], .badCount(0, largest: 10_000_000)), ([1, 2, 3], .oddCount(3)),
      ([0, 0, .infinity, 1], .notFinite(point: 1, value: .infinity)),
    ] {
      #expect(throws: error) { try FinitePoints(name: "bad", points: points) }
    }
    let one = try FinitePoints(name: "one", points: [1, 2])
    #expect(throws: FinitePointsError.cannotSplit(count: 1)) { try PointSplit(one, seed: 0) }
    let two = try FinitePoints(name: "two", points: [1, 2, 3, 4])
    for share in [0, 1, -0.5, 2, .infinity] {
      #expect(throws: FinitePointsError.badShare(share)) {
        try PointSplit(two, heldOut: share, seed: 0)
      }
    }
    #expect(throws: FinitePointsError.self) { try PointSplit(two, heldOut: .nan, seed: 0) }
    #expect(
      FinitePointsError.badShare(2).description
        == "A share of 2.0 was to be held out. Needed: more than 0 and less than 1.")
  }
}

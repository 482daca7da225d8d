// The ring and the grid: their centres, frames and the law of their points.

import Datasets
import Foundation
import Tensors
import TestSupport
import Testing

@Suite(.serialized, .exclusive) struct GaussianMixtureTests {
  private func centers(_ mixture: GaussianMixture) -> [SIMD2<Double>] {
    (0..<mixture.modeCount).map {
      [Double(mixture.centers[2 * $0]), Double(mixture.centers[2 * $0 + 1])]
    }
  }

  private func distance(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double {
    let difference = a - b
    return (difference * difference).sum().squareRoot()
  }

  private func nearestDistances(_ mixture: GaussianMixture) -> [Double] {
    let all = centers(mixture)
    return all.indices.map { mode in
      all.indices.filter { $0 != mode }.map { distance(all[mode], all[$0]) }.min() ?? 0
    }
  }

  @Test func ringHasEightCentersOnTheUnitCircle() {
    let ring = GaussianMixture.ring
    #expect(ring.name == "ring")
    #expect(ring.modeCount == 8)
    for (mode, center) in centers(ring).enumerated() {
      let angle = Double(mode) * .pi / 4
      #expect(distance(center, [sin(angle), cos(angle)]) < 1e-6)
    }
    // The chord of an eighth of the circle is 2 sin(pi / 8).
    #expect(nearestDistances(ring).allSatisfy { abs($0 - 0.7653669) < 1e-6 })
  }

  @Test func gridHasTwentyFiveCentersHalfAUnitApart() {
    let grid = GaussianMixture.grid
    #expect(grid.name == "grid")
    let steps = [-1, -0.5, 0, 0.5, 1]
    let expected = Set(steps.flatMap { x in steps.map { y in SIMD2(x, y) } })
    #expect(grid.modeCount == 25)
    #expect(Set(centers(grid)) == expected)
    #expect(nearestDistances(grid).allSatisfy { $0 == 0.5 })
  }

  @Test func framesReachBeyondTheCenters() {
    #expect(GaussianMixture.grid.frame == Frame(x: -1.3...1.3, y: -1.3...1.3))
    let own = GaussianMixture(name: "own", centers: [2, -1, 5, 7], sigma: 0.1)
    #expect(own.frame == Frame(x: 1.7...5.3, y: -1.3...7.3))
  }

  private func sample(_ mixture: GaussianMixture, _ count: Int, step: Int = 1) throws -> [Float] {
    let function = compile { key in mixture.sample(count, RandomKey(key), from: .data) }
    let points = try function(RandomKey.host(seed: 11, step: step))[0]
    #expect(points.shape == [count, 2])
    return points.floats
  }

  /// Moments within four standard errors; Pearson's statistic below its 0.9999 quantile.
  @Test(arguments: [(GaussianMixture.ring, 29.9), (.grid, 60.0)])
  func pointsFollowTheLaw(mixture: GaussianMixture, quantile: Double) throws {
    let count = 40_000
    let points = try sample(mixture, count)
    let all = centers(mixture)
    var counts = [Int](repeating: 0, count: mixture.modeCount)
    var deviations: [Double] = []
    for index in 0..<count {
      let point: SIMD2 = [Double(points[2 * index]), Double(points[2 * index + 1])]
      let mode = all.indices.min { distance(all[$0], point) < distance(all[$1], point) } ?? 0
      counts[mode] += 1
      deviations += [point.x - all[mode].x, point.y - all[mode].y]
    }
    let expected = Double(count) / Double(mixture.modeCount)
    let statistic = counts.map { pow(Double($0) - expected, 2) / expected }.reduce(0, +)
    #expect(statistic < quantile)

    let sigma = 0.01
    let draws = Double(deviations.count)
    let mean = deviations.reduce(0, +) / draws
    let variance = deviations.map { $0 * $0 }.reduce(0, +) / draws
    let fourth = deviations.map { pow($0, 4) }.reduce(0, +) / draws
    #expect(abs(mean) < 4 * sigma / draws.squareRoot())
    #expect(abs(variance / (sigma * sigma) - 1) < 4 * (2 / draws).squareRoot())
    #expect(abs(fourth / (3 * pow(sigma, 4)) - 1) < 4 * (96 / draws).squareRoot() / 3)
  }

  @Test func pointsDependOnTheStepAlone() throws {
    let first = try sample(.ring, 100, step: 1)
    #expect(try sample(.ring, 100, step: 1) == first)
    #expect(try sample(.ring, 100, step: 2) != first)
  }

  @Test func noPointsAreNoPoints() throws {
    #expect(try sample(.grid, 0).isEmpty)
  }
}

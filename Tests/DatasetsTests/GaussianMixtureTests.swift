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
    #expect(GaussianMixture.ring.frame == Frame(x: -1.3...1.3, y: -1.3...1.3))
    // Half the longer extent is 4, so the margin is 1.2; where that is less, three deviations.
    let own = GaussianMixture(name: "own", centers: [2, -1, 5, 7], sigma: 0.1)
    #expect(own.frame == Frame(x: (2 - 1.2)...(5 + 1.2), y: (-1 - 1.2)...(7 + 1.2)))
    let wide = GaussianMixture(name: "wide", centers: [0, 0, 2, 0], sigma: 1)
    #expect(wide.frame == Frame(x: -3...5, y: -3...3))
    let point = GaussianMixture(name: "point", centers: [0, 0], sigma: 0)
    #expect(point.frame == Frame(x: -0.3...0.3, y: -0.3...0.3))
    let lost = GaussianMixture(name: "lost", centers: [.nan, .infinity], sigma: .nan)
    #expect(lost.frame == point.frame)
  }

  @Test func setsOfTheLiteratureDifferInScale() {
    let root = 2.0.squareRoot()
    let rings: [(GaussianMixture, Double)] = [
      (.ring, 1), (.ringWGANGP, 2 / 1.414), (.ringSelfConditioned, 2),
    ]
    for (ring, radius) in rings {
      #expect(ring.modeCount == 8)
      #expect(centers(ring).allSatisfy { abs(distance($0, [0, 0]) - radius) < 1e-6 })
      let chord = radius * (2 - root).squareRoot()
      #expect(nearestDistances(ring).allSatisfy { abs($0 - chord) < 1e-6 })
    }
    let grids: [(GaussianMixture, Double)] = [
      (.grid, 0.5), (.gridPacGAN, 2), (.gridWGANGP, 2 / 2.828),
    ]
    for (grid, spacing) in grids {
      #expect(grid.modeCount == 25)
      #expect(nearestDistances(grid).allSatisfy { abs($0 - spacing) < 1e-6 })
      let sum = centers(grid).reduce([0, 0], +)
      #expect(distance(sum, [0, 0]) < 1e-6)
      #expect(abs((grid.centers.max() ?? 0) - Float(2 * spacing)) < 1e-6)
    }
    #expect(GaussianMixture.gaussian.centers == [0, 0])
  }

  @Test func summariesNameCountAndWidth() {
    #expect(GaussianMixture.ring.summary == "8 Gaussians of standard deviation 0.01")
    #expect(GaussianMixture.gaussian.summary == "1 Gaussian of standard deviation 1")
    #expect(GaussianMixture.gridWGANGP.summary == "25 Gaussians of standard deviation 0.0177")
    #expect(GaussianMixture.grid.mixture?.centers == GaussianMixture.grid.centers)
  }

  private func sample(_ mixture: GaussianMixture, _ count: Int, step: Int = 1) throws -> [Float] {
    let function = compile { key in mixture.sample(count, RandomKey(key), from: .data) }
    let points = try function(RandomKey.host(seed: 11, step: step))[0]
    #expect(points.shape == [count, 2])
    return points.floats
  }

  /// Moments within four standard errors; Pearson's statistic below its 0.9999 quantile.
  @Test(arguments: [
    (GaussianMixture.ring, 0.01), (.grid, 0.01), (.gridPacGAN, 0.05), (.ringWGANGP, 0.02 / 1.414),
    (.gridWGANGP, 0.05 / 2.828), (.ringSelfConditioned, 0.01), (.gaussian, 1),
  ])
  func pointsFollowTheLaw(mixture: GaussianMixture, sigma: Double) throws {
    let quantiles: [Int: Double] = [1: 1e-9, 8: 29.9, 25: 60]
    let quantile = try #require(quantiles[mixture.modeCount])
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

// Distances between samples, against SciPy, all permutations, closed forms and plain loops.

import Datasets
import Foundation
import GANLab
import Tensors
import TestSupport
import Testing

/// A 20 by 20 lattice of exact binary fractions, moved.
private func lattice(_ x: Double = 0, _ y: Double = 0) -> [Float] {
  points(400) { (Double($0 / 20) / 16 + x, Double($0 % 20) / 16 + y) }
}

/// The point at an index of x and y in turn.
private func point(_ points: [Float], _ index: Int) -> (x: Double, y: Double) {
  (Double(points[2 * index]), Double(points[2 * index + 1]))
}

private func distance(_ first: (x: Double, y: Double), _ second: (x: Double, y: Double)) -> Double {
  hypot(first.x - second.x, first.y - second.y)
}

/// All orders of the numbers below `count`.
private func permutations(_ count: Int) -> [[Int]] {
  guard count > 0 else { return [[]] }
  return permutations(count - 1).flatMap { shorter in
    (0..<count).map { place in
      Array(shorter[..<place]) + [count - 1] + Array(shorter[place...])
    }
  }
}

extension GANLabTests {
  @Suite struct DistancesTests {
    /// Values of SciPy 1.17 (linear_sum_assignment) and NumPy in double precision.
    @Test(
      arguments: [
        (7, 0.16979429159757758, 0.20014376939807474, 0.09620077223657027),
        (100, 0.0932031908062051, 0.10738155424744066, 0.04591132018768467),
        (300, 0.05587542204364343, 0.06573028948639016, 0.024431054008629383),
      ])
    func agreesWithSciPy(count: Int, first: Double, second: Double, sliced: Double) throws {
      let distances = try SampleDistances(
        scattered(count, 271, 97, 3), scattered(count, 613, 331, 5))
      #expect(abs(distances.wasserstein(.first) - first) < 1e-7)
      #expect(abs(distances.wasserstein(.second) - second) < 1e-7)
      #expect(abs(distances.slicedWasserstein - sliced) < 1e-12)
    }

    @Test func agreesWithSciPyOnThreeModesAgainstTwentyFive() throws {
      let distances = try SampleDistances(
        clustered(250, shift: 4) { $0 * $0 % 3 }, clustered(250, shift: 9) { $0 % 25 })
      #expect(abs(distances.wasserstein(.first) - 1.3331057638616235) < 1e-7)
      #expect(abs(distances.wasserstein(.second) - 1.490530376965863) < 1e-7)
    }

    @Test(arguments: 1...6)
    func noPermutationIsShorter(count: Int) throws {
      for shift in 0..<20 {
        let (first, second) = (scattered(count, 271, 97, shift), scattered(count, 613, 331, 7))
        var (sums, squares) = (Double.infinity, Double.infinity)
        for order in permutations(count) {
          let lengths = order.enumerated().map {
            distance(point(first, $0.offset), point(second, $0.element))
          }
          sums = min(sums, lengths.reduce(0, +))
          squares = min(squares, lengths.reduce(0) { $0 + $1 * $1 })
        }
        let distances = try SampleDistances(first, second)
        #expect(abs(distances.wasserstein(.first) - sums / Double(count)) < 1e-7)
        #expect(
          abs(distances.wasserstein(.second) - (squares / Double(count)).squareRoot()) < 1e-7)
      }
    }

    @Test func shiftsCostTheirLength() throws {
      let distances = try SampleDistances(lattice(), lattice(0.75, -1))
      #expect(abs(distances.wasserstein(.first) - 1.25) < 1e-12)
      #expect(abs(distances.wasserstein(.second) - 1.25) < 1e-12)
      #expect(abs(distances.slicedWasserstein - 1.25 / 2.0.squareRoot()) < 1e-12)
    }

    @Test func orderAndSidesDoNotMatter() throws {
      let (first, second) = (scattered(200, 271, 97, 3), clustered(200, shift: 1) { $0 % 9 })
      let shuffled = points(200) { point(first, $0 * 77 % 200) }
      let distances = try SampleDistances(first, second)
      let turned = try SampleDistances(second, shuffled)
      for order in WassersteinOrder.allCases {
        #expect(abs(distances.wasserstein(order) - turned.wasserstein(order)) < 1e-7)
        #expect(try SampleDistances(first, shuffled).wasserstein(order) == 0)
      }
      #expect(abs(distances.slicedWasserstein - turned.slicedWasserstein) < 1e-12)
      #expect(try SampleDistances(first, shuffled).slicedWasserstein < 1e-12)
    }

    /// An eighth of the points must move from one mode to the one that is missing beside it.
    @Test func oneModeOff() throws {
      let centers = GaussianMixture.ring.centers
      let real = points(160) { point(centers, $0 % 8) }
      let generated = points(160) { point(centers, max(1, $0 % 8)) }
      let length = 2 * sin(Double.pi / 8)
      let distances = try SampleDistances(generated, real)
      #expect(abs(distances.wasserstein(.first) - length / 8) < 1e-7)
      #expect(abs(distances.wasserstein(.second) - length / 8.0.squareRoot()) < 1e-7)
    }

    @Test func wassersteinIsAtLeastSlicedAndGrowsWithItsOrder() throws {
      let distances = try SampleDistances(
        clustered(128, shift: 4) { $0 % 5 }, clustered(128, shift: 9) { $0 % 25 })
      #expect(distances.wasserstein(.first) < distances.wasserstein(.second))
      #expect(distances.slicedWasserstein < distances.wasserstein(.second))
    }

    @Test func fewPoints() throws {
      let none = try SampleDistances([], [])
      #expect(none.wasserstein(.first).isNaN && none.wasserstein(.second).isNaN)
      #expect(none.slicedWasserstein.isNaN)
      let one = try SampleDistances([0, 0], [3, 4])
      #expect(one.wasserstein(.first) == 5 && one.wasserstein(.second) == 5)
      let same = try SampleDistances([1, 1, 1, 1], [1, 1, 1, 1])
      #expect(same.wasserstein(.first) == 0 && same.slicedWasserstein == 0)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func pointsThatAreNotFiniteAreInfinitelyFar(value: Float) throws {
      for distances in [
        try SampleDistances([0, 0, value, 0], [0, 0, 1, 1]),
        try SampleDistances([0, 0, 1, 1], [0, value, 1, 1]),
      ] {
        #expect(distances.wasserstein(.first) == .infinity)
        #expect(distances.wasserstein(.second) == .infinity)
        #expect(distances.slicedWasserstein == .infinity)
      }
    }

    @Test func hugeAndTinyCoordinates() throws {
      let most = Float.greatestFiniteMagnitude
      let huge = try SampleDistances([most, most, 0, 0], [0, 0, -most, -most])
      let expected = Double(most) * 2.0.squareRoot()
      #expect(abs(huge.wasserstein(.first) / expected - 1) < 1e-6)
      #expect(abs(huge.wasserstein(.second) / expected - 1) < 1e-6)
      let least = Float.leastNonzeroMagnitude
      let tiny = try SampleDistances([0, 0], [least, 0])
      #expect(tiny.wasserstein(.first) == Double(least))
    }

    @Test func samplesOfUnlikeSizes() throws {
      for (first, second) in [([0, 0, 1, 1], [0, 0]), ([0], [0])] as [([Float], [Float])] {
        let text = errorText { _ = try SampleDistances(first, second) }
        #expect(text.contains("equally many points"), "\(text)")
      }
      let leading = SampleDistances(leading: 5, of: [0, 0, 9, 9], and: [3, 4])
      #expect(leading.count == 1)
      #expect(leading.wasserstein(.first) == 5)
      #expect(SampleDistances(leading: -1, of: [0, 0], and: [3, 4]).count == 0)
    }
  }
}

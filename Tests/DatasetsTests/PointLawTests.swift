// The curves and areas: their moments, and where their points lie.

import Datasets
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .exclusive) struct PointLawTests {
  private func sample(_ law: PointLaw, _ count: Int) throws -> [SIMD2<Double>] {
    let points = try law.hostSample(count, seed: 21)
    return (0..<count).map { [Double(points[2 * $0]), Double(points[2 * $0 + 1])] }
  }

  /// A law with the means of x, y, x squared and y squared, worked out by hand.
  struct Moments: Sendable {
    let law: PointLaw
    let expected: [Double]
  }

  /// Means over t of the spirals' t^2, t cos t and t sin t, whose density is 2 t / (3 pi)^2.
  private static let end = 3 * Double.pi
  private static let cosine = -4 / (3 * Double.pi)
  private static let sine = 2 * (9 * Double.pi * Double.pi - 4) / (9 * Double.pi * Double.pi)
  /// The sum of x^2 and y^2 of an arm before division by 3: E t^2 and the offsets u, v.
  private static let spiral =
    (end * end / 2 + 2 * (0.25 / 3) + 2 * 0.25 * (sine - cosine)) / 9 + 2 * 0.01

  static let moments: [Moments] = [
    Moments(law: .swissRoll, expected: [2 / 7.5, 2 / (3 * .pi) / 7.5]),
    Moments(
      law: .moons,
      expected: [0, 0.3, 4 * 0.76, 4 * (0.5725 - 1 / .pi) + 0.09]),
    Moments(law: .circles, expected: [0, 0, 9 * (0.3125 + 0.0064), 9 * (0.3125 + 0.0064)]),
    Moments(law: .spirals, expected: [0, 0]),
    Moments(law: .checkerboard, expected: [0, 0, 16.0 / 3, 16.0 / 3]),
    Moments(law: .pinwheel, expected: [0, 0, 2.2, 2.2]),
    Moments(law: .sCurve, expected: [0, 0, 0.5, 1.5 + 4 / (3 * .pi)]),
    Moments(law: .line, expected: [0, 0, 25.0 / 12, 25.0 / 12]),
  ]

  @Test(arguments: moments) func momentsAreThoseOfTheFormula(moments: Moments) throws {
    let points = try sample(moments.law, 100_000)
    let columns: [[Double]] = [
      points.map(\.x), points.map(\.y), points.map { $0.x * $0.x }, points.map { $0.y * $0.y },
    ]
    for (column, expected) in zip(columns, moments.expected) {
      expectMean(of: column, expected)
    }
  }

  @Test func secondMomentsOfTheSpirals() throws {
    let squares = { (points: [SIMD2<Double>]) in points.map { ($0 * $0).sum() } }
    let (a, b) = (1.5 * Double.pi, 4.5 * Double.pi)
    let roll = (b * b * b - a * a * a) / (3 * (b - a))
    expectMean(of: squares(try sample(.swissRoll, 100_000)), (roll + 2 * 0.0625) / 56.25)
    expectMean(of: squares(try sample(.spirals, 100_000)), Self.spiral)
  }

  /// A mean within five standard errors.
  private func expectMean(of values: [Double], _ expected: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / count
    #expect(abs(mean - expected) < 5 * (variance / count).squareRoot())
  }

  /// A law with its curve, dense enough that the nearest point of it stands for the curve.
  struct Curve: Sendable {
    let law: PointLaw
    let noise: Double
    let arms: [@Sendable (Double) -> SIMD2<Double>]
  }

  static let curves: [Curve] = [
    Curve(
      law: .swissRoll, noise: 0.25 / 7.5,
      arms: [
        { u in
          let t = 1.5 * .pi * (1 + 2 * u)
          return [t * cos(t) / 7.5, t * sin(t) / 7.5]
        }
      ]),
    Curve(
      law: .moons, noise: 0.2,
      arms: [
        { u in [2 * cos(.pi * u) - 1, 2 * sin(.pi * u) - 0.2] },
        { u in [1 - 2 * cos(.pi * u), 0.8 - 2 * sin(.pi * u)] },
      ]),
    Curve(
      law: .circles, noise: 0.24,
      arms: [3, 1.5].map { radius in
        { u in [radius * cos(2 * .pi * u), radius * sin(2 * .pi * u)] }
      }),
    Curve(
      law: .sCurve, noise: 0,
      arms: [
        { u in
          let t = 3 * .pi * (u - 0.5)
          return [sin(t), (t < 0 ? -1 : 1) * (cos(t) - 1)]
        }
      ]),
    Curve(law: .line, noise: 0, arms: [{ u in [5 * u - 2.5, 5 * u - 2.5] }]),
  ]

  @Test(arguments: curves) func pointsLieAboutTheCurve(curve: Curve) throws {
    let pieces = 2_000
    let dense = curve.arms.flatMap { arm in
      (0...pieces).map { arm(Double($0) / Double(pieces)) }
    }
    let distances = try sample(curve.law, 3_000).map { point in
      dense.map { center in ((point - center) * (point - center)).sum() }.min()?.squareRoot() ?? 1
    }
    guard curve.noise > 0 else {
      #expect(distances.allSatisfy { $0 < 0.005 })
      return
    }
    // Across a curve the noise is one normal number; four standard errors and some for its bends.
    for (factor, share) in [(1.0, 0.6827), (2.0, 0.9545)] {
      let near = Double(distances.count { $0 < factor * curve.noise }) / 3_000
      #expect(abs(near - share) < 4 * (share * (1 - share) / 3_000).squareRoot() + 0.01)
    }
  }

  @Test func circlesHaveTheRadiiOfTheFormula() throws {
    let radii = try sample(.circles, 100_000).map { ($0 * $0).sum().squareRoot() }
    for (radius, part) in [(1.5, radii.filter { $0 < 2.25 }), (3, radii.filter { $0 >= 2.25 })] {
      #expect(abs(Double(part.count) / 100_000 - 0.5) < 0.01)
      // Noise along the circle lengthens the mean radius by sigma^2 / (2 radius).
      let mean = part.reduce(0, +) / Double(part.count)
      #expect(abs(mean - radius - 0.0576 / (2 * radius)) < 0.01)
    }
  }

  @Test func spiralsHaveTwoArmsOfAThickness() throws {
    let points = try sample(.spirals, 4_000)
    // The middle of the offsets u and v moves the arm by (1/12, 1/12).
    let arm = (0...4_000).map { index -> SIMD2<Double> in
      let t = 3 * .pi * Double(index) / 4_000
      return SIMD2(0.25 - t * cos(t), 0.25 + t * sin(t)) / 3
    }
    let distance = { (point: SIMD2<Double>) in
      arm.map { (($0 - point) * ($0 - point)).sum() }.min()?.squareRoot() ?? 1
    }
    var first = 0
    for point in points {
      let (own, opposite) = (distance(point), distance(-point))
      #expect(min(own, opposite) < 0.25 / 3 * 2.0.squareRoot() + 0.45)
      if own < opposite { first += 1 }
    }
    #expect(abs(Double(first) - 2_000) < 4 * 1_000.0.squareRoot())
  }

  @Test func checkerboardFillsEightSquaresAlike() throws {
    var counts: [SIMD2<Double>: Int] = [:]
    for point in try sample(.checkerboard, 16_000) {
      let square = (point / 2).rounded(.down)
      counts[square, default: 0] += 1
      #expect((square.x + square.y).truncatingRemainder(dividingBy: 2) == 0)
    }
    #expect(counts.count == 8)
    #expect(statistic(Array(counts.values)) < 29.9)
  }

  @Test func pinwheelHasFiveArms() throws {
    var counts = [Int](repeating: 0, count: 5)
    var near = 0
    let spacing = 2 * Double.pi / 5
    for point in try sample(.pinwheel, 20_000) {
      let radius = (point * point).sum().squareRoot() / 2
      let turns = (-atan2(point.y, point.x) - 0.25 * exp(radius)) / spacing
      let arm = turns.rounded()
      counts[(Int(arm) % 5 + 5) % 5] += 1
      if abs(turns - arm) * spacing < 0.3 { near += 1 }
    }
    #expect(statistic(counts) < 23.5)
    // Off its arm a point is turned by about 0.1 radians: the tangential deviation over the radius.
    #expect(near > 19_000)
  }

  /// Pearson's statistic against equal shares.
  private func statistic(_ counts: [Int]) -> Double {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    return counts.map { pow(Double($0) - expected, 2) / expected }.reduce(0, +)
  }
}

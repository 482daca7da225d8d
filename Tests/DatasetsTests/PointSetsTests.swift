// What all named point sets have in common: names, frames, determinism, independent streams.

import Datasets
import Foundation
import Tensors
import TestSupport
import Testing

@Suite(.serialized, .exclusive) struct PointSetsTests {
  static let names = [
    "ring", "grid", "grid-pacgan", "ring-wgan-gp", "grid-wgan-gp", "ring-self-conditioned",
    "gaussian", "swiss-roll", "moons", "circles", "spirals", "checkerboard", "pinwheel", "s-curve",
    "line",
  ]

  @Test func namesLeadToSets() {
    #expect(PointSets.all.map(\.name) == Self.names)
    for name in Self.names { #expect(PointSets.named(name)?.name == name) }
    #expect(PointSets.named("Ring") == nil)
    #expect(PointSets.named("swiss-roll")?.mixture == nil)
    #expect(PointSets.named("ring")?.mixture?.modeCount == 8)
  }

  @Test(arguments: names) func framesHoldThePoints(name: String) throws {
    let set = try #require(PointSets.named(name))
    #expect(!set.summary.isEmpty)
    let points = try set.hostSample(20_000, seed: 1)
    #expect(points.count == 40_000)
    let inside = (0..<20_000).count {
      set.frame.x.contains(points[2 * $0]) && set.frame.y.contains(points[2 * $0 + 1])
    }
    #expect(inside >= 19_850)
    // No frame is so wide that the points are a speck in it.
    let xs = stride(from: 0, to: 40_000, by: 2).map { points[$0] }
    let width = (xs.max() ?? 0) - (xs.min() ?? 0)
    #expect(width > (set.frame.x.upperBound - set.frame.x.lowerBound) / 2)
  }

  @Test(arguments: names) func pointsDependOnSeedStepAndStreamAlone(name: String) throws {
    let set = try #require(PointSets.named(name))
    let count = 5_000
    let points = try set.hostSample(count, seed: 7)
    #expect(try set.hostSample(count, seed: 7) == points)
    let others = [
      try set.hostSample(count, seed: 8), try set.hostSample(count, seed: 7, step: 1),
      try set.hostSample(count, seed: 7, from: .data),
    ]
    for other in others {
      // Of independent points the correlation has a standard deviation of 1 / sqrt(count).
      for axis in 0..<2 {
        #expect(abs(correlation(points, other, axis: axis)) < 5 / Double(count).squareRoot())
      }
    }
  }

  private func correlation(_ a: [Float], _ b: [Float], axis: Int) -> Double {
    let column = { (points: [Float]) in
      let values = stride(from: axis, to: points.count, by: 2).map { Double(points[$0]) }
      let mean = values.reduce(0, +) / Double(values.count)
      return values.map { $0 - mean }
    }
    let (x, y) = (column(a), column(b))
    let product = { (x: [Double], y: [Double]) in zip(x, y).map(*).reduce(0, +) }
    return product(x, y) / (product(x, x) * product(y, y)).squareRoot()
  }

  @Test(arguments: names) func impossibleCountsAreRefused(name: String) throws {
    let set = try #require(PointSets.named(name))
    #expect(throws: ShapeError.self) { try set.hostSample(-1, seed: 0) }
    #expect(try set.hostSample(0, seed: 0).isEmpty)
    #expect(try set.hostSample(1, seed: 0).count == 2)
  }

  @Test func lawsOfOnesOwn() throws {
    let own = PointLaw(
      name: "own", summary: "a segment", frame: Frame(around: 1...3, 0...0)
    ) { draws in
      concatenate([draws.uniform(in: 1...3), 0 * draws.uniform(in: 0...1)], along: 1)
    }
    let points = try own.hostSample(100, seed: 3)
    #expect(stride(from: 0, to: 200, by: 2).allSatisfy { (1..<3).contains(points[$0]) })
    #expect(stride(from: 1, to: 200, by: 2).allSatisfy { points[$0] == 0 })
    #expect(own.mixture == nil)
    #expect(own.frame == Frame(x: (1 - 0.3)...(3 + 0.3), y: -0.3...0.3))
  }
}

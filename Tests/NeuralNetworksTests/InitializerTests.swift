// First weights: their laws, and what they depend on.

import Foundation
import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct InitializerTests {
    struct Law: Sendable, CustomTestStringConvertible {
      let initializer: Initializer
      let shape: Shape
      /// The end of a uniform law, or the standard deviation of a normal one.
      let spread: Double

      var testDescription: String { "\(initializer) \(shape)" }
    }

    @Test(arguments: [
      Law(initializer: .linearDefault, shape: [300, 100], spread: 0.1),
      Law(initializer: .glorotUniform, shape: [200, 100], spread: 0.02.squareRoot()),
      Law(initializer: .heUniform, shape: [200, 150], spread: 0.2),
      Law(initializer: .heUniform, shape: [32, 24, 5, 5], spread: 0.1),
      Law(initializer: .uniform(lower: -3, upper: 3), shape: [30_000], spread: 3),
    ])
    func uniformLaw(_ law: Law) throws {
      var random = RandomSource(seed: 11)
      let values = try law.initializer.values(law.shape, from: &random).floats.map(Double.init)
      let count = Double(values.count)
      #expect(values.allSatisfy { abs($0) <= law.spread * 1.000001 })
      // Mean 0, variance b^2 / 3, fourth moment b^4 / 5, each within five standard errors.
      let (b, moment) = (law.spread, { power in values.reduce(0) { $0 + pow($1, power) } / count })
      #expect(abs(moment(1)) < 5 * b * (1 / 3 / count).squareRoot())
      #expect(abs(moment(2) - b * b / 3) < 5 * b * b * (4.0 / 45 / count).squareRoot())
      #expect(abs(moment(4) - pow(b, 4) / 5) < 5 * pow(b, 4) * (16.0 / 225 / count).squareRoot())
      #expect((values.max() ?? 0) > 0.99 * b && (values.min() ?? 0) < -0.99 * b)
    }

    @Test(arguments: [
      Law(initializer: .normal(standardDeviation: 0.02), shape: [30_000], spread: 0.02),
      Law(initializer: .glorotNormal, shape: [300, 100], spread: 0.005.squareRoot()),
      Law(initializer: .heNormal, shape: [200, 200], spread: 0.1),
      Law(initializer: .heNormal, shape: [50, 8, 5, 5], spread: 0.1),
    ])
    func normalLaw(_ law: Law) throws {
      var random = RandomSource(seed: 12)
      let values = try law.initializer.values(law.shape, from: &random).floats.map(Double.init)
      let count = Double(values.count)
      let (s, moment) = (law.spread, { power in values.reduce(0) { $0 + pow($1, power) } / count })
      #expect(abs(moment(1)) < 5 * s / count.squareRoot())
      #expect(abs(moment(2) - s * s) < 5 * s * s * (2 / count).squareRoot())
      #expect(abs(moment(4) - 3 * pow(s, 4)) < 5 * pow(s, 4) * (96 / count).squareRoot())
    }

    @Test func meanAndConstants() throws {
      var random = RandomSource(seed: 1)
      let shifted = try Initializer.normal(mean: 5, standardDeviation: 0.5)
        .values([10_000], from: &random).floats
      #expect(abs(shifted.reduce(0, +) / 10_000 - 5) < 0.025)
      #expect(try Initializer.zeros.values([2], from: &random).floats == [0, 0])
      #expect(try Initializer.constant(7).values([2], from: &random).floats == [7, 7])
    }

    @Test(arguments: [[1 << 20, 1 << 20], [.max, 8]] as [Shape])
    func moreMemoryThanThereIsIsRefused(shape: Shape) throws {
      var random = RandomSource(seed: 1)
      let refusal = #expect(throws: ShapeError.self) {
        try Initializer.heNormal.values(shape, from: &random)
      }
      let text = try #require(refusal).description
      #expect(text.hasPrefix("initializer: a parameter of shape \(shape)"), "\(text)")
      #expect(text.hasSuffix("use a smaller width, batch or count"), "\(text)")
    }

    @Test(arguments: [(64, 64), (80, 20), (7, 30), (1, 5), (5, 1)], [Float(1), 1.5])
    func orthogonal(size: (Int, Int), gain: Float) throws {
      let (rows, columns) = size
      var random = RandomSource(seed: 5)
      let values = try Initializer.orthogonal(gain: gain).values([rows, columns], from: &random)
        .floats.map(Double.init)
      let count = min(rows, columns)
      for first in 0..<count {
        for second in 0...first {
          var product = 0.0
          for place in 0..<max(rows, columns) {
            product +=
              rows < columns
              ? values[first * columns + place] * values[second * columns + place]
              : values[place * columns + first] * values[place * columns + second]
          }
          let expected = first == second ? Double(gain * gain) : 0
          #expect(abs(product - expected) < 1e-6 * Double(gain * gain))
        }
      }
    }

    @Test func orthogonalTakesEverySign() throws {
      // A factorization that leaves the signs to chance gives the first element one sign.
      var positive = 0
      for seed in 0..<200 {
        var random = RandomSource(seed: UInt64(seed))
        let values = try Initializer.orthogonal().values([3, 3], from: &random).floats
        if values[0] > 0 { positive += 1 }
      }
      #expect((65...135).contains(positive))
    }

    @Test func biasStartsAsPyTorchs() throws {
      var random = RandomSource(seed: 2)
      let layer = try Linear("head", inputs: 16, outputs: 4_000, from: &random)
      let values = try #require(layer.bias).hostValue.floats
      #expect(values.allSatisfy { abs($0) <= 0.25 })
      #expect((values.max() ?? 0) > 0.24 && (values.min() ?? 0) < -0.24)
    }

    @Test func seedAloneDecides() throws {
      func weights(_ seed: UInt64, _ sizes: [Int]) throws -> [HostTensor] {
        var random = RandomSource(seed: seed)
        return try multilayerPerceptron("net", sizes: sizes, from: &random).parameters
          .map(\.hostValue)
      }
      let small = try weights(7, [2, 8, 3])
      #expect(try weights(7, [2, 8, 3]) == small)
      let other = try weights(8, [2, 8, 3])
      #expect(zip(small, other).allSatisfy { $0 != $1 })
      #expect(try Array(weights(7, [2, 8, 3, 5]).prefix(4)) == small)
      // Two parameters of one network are two draws.
      let twins = try weights(7, [3, 3, 3])
      #expect(twins[0] != twins[2] && twins[1] != twins[3])
    }

    @Test(arguments: [
      Initializer.linearDefault, .glorotUniform, .glorotNormal, .heUniform, .heNormal,
      .orthogonal(),
    ])
    func fansNeedTwoAxes(_ initializer: Initializer) {
      var random = RandomSource(seed: 1)
      #expect(throws: ShapeError.self) { try initializer.values([4], from: &random) }
    }
  }
}

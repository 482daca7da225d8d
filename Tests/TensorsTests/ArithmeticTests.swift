// Operators and functions against values worked out by hand.

import Foundation
import Tensors
import Testing

extension TensorsTests {
  @Suite struct ArithmeticTests {
    @Test func operatorsOfTwoTensors() throws {
      let results = try evaluateAll {
        let (a, b) = (vector(6, -2, 0.5), vector(2, 4, -1))
        return [a + b, a - b, a * b, a / b, -a, maximum(a, b), minimum(a, b)]
      }
      let expected: [[Float]] = [
        [8, 2, -0.5], [4, -6, 1.5], [12, -8, -0.5], [3, -0.5, -0.5], [-6, 2, -0.5], [6, 4, 0.5],
        [2, -2, -1],
      ]
      #expect(results.map(\.floats) == expected)
    }

    @Test func operatorsOfTensorAndNumber() throws {
      let results = try evaluateAll {
        let a = vector(6, -2)
        return [a + 1, 1 + a, a - 1, 1 - a, a * 3, 3 * a, a / 2, a .> 0, a .< 0]
      }
      let expected: [[Float]] = [
        [7, -1], [7, -1], [5, -3], [-5, 3], [18, -6], [18, -6], [3, -1], [1, 0], [0, 1],
      ]
      #expect(results.map(\.floats) == expected)
    }

    @Test func integersStayIntegers() throws {
      let results = try evaluateAll {
        let a = integers(7, -2)
        return [a + 1, 3 * a, -a, a - integers(5), abs(a), sign(a), a.clamped(to: -1...3)]
      }
      let expected: [[Int32]] = [
        [8, -1], [21, -6], [-7, 2], [2, -7], [7, 2], [1, -1], [3, -1],
      ]
      #expect(results.map(\.storage) == expected.map { .int32($0) })
    }

    @Test func comparisonsAndLogic() throws {
      let results = try evaluateAll {
        let (a, b) = (vector(1, 2, 3), vector(3, 2, 1))
        let (less, more) = (a .< b, a .> b)
        return [
          a .== b, a .!= b, less, a .<= b, more, a .>= b, less .| more, less .& (.!more),
          less .& more,
        ]
      }
      let expected = [
        [false, true, false], [true, false, true], [true, false, false], [true, true, false],
        [false, false, true], [false, true, true], [true, false, true], [true, false, false],
        [false, false, false],
      ]
      #expect(results.map(\.storage) == expected.map { .bool($0) })
    }

    @Test func broadcastingMatchesFromTheLastAxis() throws {
      let matrix = try rows([1, 2, 3], [4, 5, 6])
      let column = try rows([10], [20])
      let results = try evaluateAll {
        [
          Tensor(matrix) + vector(100, 200, 300), Tensor(column) + Tensor(matrix),
          Tensor(column) + vector(1, 2, 3), Tensor(matrix) * Tensor(2),
          select(vector(1, 0, 1) .> 0, Tensor(matrix), Tensor(column)),
        ]
      }
      #expect(results.map(\.shape) == [Shape](repeating: [2, 3], count: 5))
      #expect(results[0].floats == [101, 202, 303, 104, 205, 306])
      #expect(results[1].floats == [11, 12, 13, 24, 25, 26])
      #expect(results[2].floats == [11, 12, 13, 21, 22, 23])
      #expect(results[3].floats == [2, 4, 6, 8, 10, 12])
      #expect(results[4].floats == [1, 10, 3, 4, 20, 6])
    }

    @Test func functions() throws {
      let numbers: [Double] = [-2, -0.5, 0.5, 2]
      let results = try evaluateAll {
        let x = vector(-2, -0.5, 0.5, 2)
        return [
          exp(x), log(abs(x)), log1p(abs(x)), tanh(x), sigmoid(x), softplus(x), relu(x),
          leakyReLU(x, slope: 0.1), sqrt(abs(x)), rsqrt(abs(x)), sign(x), sin(x), cos(x), floor(x),
          pow(abs(x), 1.5), pow(2, x), pow(abs(x), x), x.clamped(to: -1...0.75),
        ]
      }
      let expected: [(Double) -> Double] = [
        { exp($0) }, { log(abs($0)) }, { log1p(abs($0)) }, { tanh($0) }, { 1 / (1 + exp(-$0)) },
        { log(1 + exp($0)) }, { max($0, 0) }, { $0 > 0 ? $0 : 0.1 * $0 }, { abs($0).squareRoot() },
        { 1 / abs($0).squareRoot() }, { $0 > 0 ? 1 : -1 }, { sin($0) }, { cos($0) },
        { $0.rounded(.down) }, { pow(abs($0), 1.5) }, { pow(2, $0) }, { pow(abs($0), $0) },
        { min(max($0, -1), 0.75) },
      ]
      for (result, function) in zip(results, expected) {
        expectClose(result.floats, numbers.map(function))
      }
    }

    @Test func finiteness() throws {
      let truths = try evaluateAll { [isFinite(vector(0, .infinity, -.infinity, .nan, 3e38))] }[0]
      #expect(truths.storage == .bool([true, false, false, false, true]))
    }

    @Test func productsReadTransposed() throws {
      let a = try rows([1, 2], [3, 4], [5, 6])
      let b = try rows([1, 0, -1], [2, 1, 0])
      let results = try evaluateAll {
        let (a, b) = (Tensor(a), Tensor(b))
        return [
          matmul(a, b), matmul(a, a, transposeA: true), matmul(b, b, transposeB: true),
          matmul(a, b, transposeA: true, transposeB: true),
        ]
      }
      #expect(results[0].floats == [5, 2, -1, 11, 4, -3, 17, 6, -5])
      #expect(results[1].floats == [35, 44, 44, 56])
      #expect(results[2].floats == [2, 2, 2, 5])
      #expect(results[3].floats == [-4, 5, -4, 8])
    }
  }
}

// Sums, means, extrema and what is made of them, against values worked out by hand.

import Foundation
import Tensors
import Testing

extension TensorsTests {
  @Suite struct ReductionTests {
    @Test func alongEachAxisAndAll() throws {
      let matrix = try rows([1, 2, 6], [-4, 0, 1])
      let results = try evaluateAll {
        let x = Tensor(matrix)
        return [
          x.sum(), x.sum(along: [0]), x.sum(along: [1]), x.mean(), x.mean(along: [0]),
          x.mean(along: [1]), x.max(), x.max(along: [0]), x.min(along: [1]), x.sum(along: []),
        ]
      }
      let expected: [[Float]] = [
        [6], [-3, 2, 7], [9, -3], [1], [-1.5, 1, 3.5], [3, -1], [6], [1, 2, 6], [1, -4],
        [1, 2, 6, -4, 0, 1],
      ]
      #expect(results.map(\.floats) == expected)
    }

    @Test func dimensionsAreKeptWhereAsked() throws {
      let results = try evaluateAll {
        let x = Tensor(repeating: 2, shape: [2, 3, 4])
        return [
          x.sum(along: [1], keepingDimensions: true), x.mean(keepingDimensions: true),
          x.max(along: [0, 2], keepingDimensions: true), x.variance(along: [2]),
          x.variance(along: [2], keepingDimensions: true), x.logSumExp(along: [0]),
          x.logSumExp(along: [0], keepingDimensions: true), x.logSumExp(),
        ]
      }
      #expect(
        results.map(\.shape) == [
          [2, 1, 4], [1, 1, 1], [1, 3, 1], [2, 3], [2, 3, 1], [3, 4], [1, 3, 4], [],
        ])
    }

    @Test func emptyArrays() throws {
      let results = try evaluateAll {
        let x = Tensor(repeating: 2, shape: [0, 3])
        return [x.sum(along: [0]), x.max(along: [0]), x.min(along: [0]), x.mean(along: [0])]
      }
      #expect(results[0].floats == [0, 0, 0])
      #expect(results[1].floats == [-.infinity, -.infinity, -.infinity])
      #expect(results[2].floats == [.infinity, .infinity, .infinity])
      #expect(results[3].floats.allSatisfy { $0.isNaN })
    }

    @Test func varianceDividesByTheCount() throws {
      let matrix = try rows([1, 2, 3, 4], [5, 5, 5, 9])
      let results = try evaluateAll {
        [Tensor(matrix).variance(along: [1]), Tensor(matrix).variance()]
      }
      #expect(results[0].floats == [1.25, 3])
      expectClose(results[1].floats, [41.5 / 8])
    }

    @Test func varianceOfNumbersFarFromZero() throws {
      // The mean of the squares less the square of the mean would be lost in rounding.
      #expect(try evaluate { vector(10_001, 10_002, 10_003).variance() * 3 } == [2])
    }

    @Test func logSumExp() throws {
      let matrix = try rows(
        [0, 0, 0], [1, 2, 3], [1000, 1000, -1000], [-2000, -2000, -2000],
        [-.infinity, -.infinity, -.infinity], [-.infinity, 5, -.infinity], [.infinity, 0, 1],
        [.nan, 0, 1])
      let came = try evaluate { Tensor(matrix).logSumExp(along: [1]) }
      expectClose(
        Array(came.dropLast()),
        [
          log(3), 3 + log(1 + exp(-1) + exp(-2)), 1000 + log(2), -2000 + log(3), -.infinity, 5,
          .infinity,
        ])
      #expect(came.last?.isNaN == true)
    }

    @Test func logSumExpSlopesAreShares() throws {
      let matrix = try rows([1, 2, 3], [1000, 1000, -1000])
      let came = try evaluate {
        let x = Tensor(matrix)
        return gradients(of: x.logSumExp(along: [1]).sum(), withRespectTo: [x])[0]
      }
      let total = exp(1.0) + exp(2.0) + exp(3.0)
      expectClose(came, [exp(1) / total, exp(2) / total, exp(3) / total, 0.5, 0.5, 0])
    }

    @Test func argmaxTakesTheFirst() throws {
      let matrix = try rows([1, 7, 7], [4, 2, 4])
      let results = try evaluateAll {
        [Tensor(matrix).argmax(along: 1), Tensor(matrix).argmax(along: 0)]
      }
      #expect(results.map(\.storage) == [.int32([1, 0]), .int32([1, 0, 0])])
    }
  }
}

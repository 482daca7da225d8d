// Norms and clipping by closed form.

import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct GradientClippingTests {
    private let gradients: [HostTensor]

    init() throws {
      gradients = [vector(1, -2), try matrix([[2], [-4]])]
    }

    @Test func globalNormSpansAllTensors() throws {
      #expect(try evaluate { globalNorm(self.gradients.map { Tensor($0) }) } == [5])
      #expect(try evaluate { globalNorm([]) } == [0])
    }

    @Test(arguments: [
      Float(2.5): [Float(0.5), -1, 1, -2], 5: [1, -2, 2, -4], 100: [1, -2, 2, -4],
    ])
    func globalNormIsLimited(limit: Float, expected: [Float]) throws {
      let results = try evaluate {
        clipped(self.gradients.map { Tensor($0) }, toGlobalNorm: limit)
      }
      #expect(results.flatMap(\.floats) == expected)
      #expect(results.map(\.shape) == gradients.map(\.shape))
    }

    @Test func zerosStayZeros() throws {
      let results = try evaluate { clipped([Tensor(vector(0, 0))], toGlobalNorm: 1) }
      #expect(results[0].floats == [0, 0])
    }

    @Test func elementsAreLimited() throws {
      let results = try evaluate {
        clipped(self.gradients.map { Tensor($0) }, toAbsoluteValue: 3.5)
      }
      #expect(results.flatMap(\.floats) == [1, -2, 2, -3.5])
    }

    @Test(arguments: [Float(0), -1, .nan, .infinity])
    func limitsAreAboveZero(limit: Float) {
      let byNorm = compileError { clipped([Tensor(1)], toGlobalNorm: limit) }
      #expect(byNorm.hasPrefix("clipped: clip: the limit is \(limit)"))
      let byValue = compileError { clipped([Tensor(1)], toAbsoluteValue: limit) }
      #expect(byValue.hasPrefix("clipped: clip: the limit is \(limit)"))
    }
  }
}

// Maxout layers and the networks made of them.

import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct MaxoutTests {
    /// Two units of three pieces; the numbers are NumPy's.
    private func layer() throws -> Maxout {
      var random = RandomSource(seed: 1)
      let layer = try Maxout("net.0", inputs: 2, units: 2, pieces: 3, from: &random)
      try layer.parameters[0].setHostValue(
        matrix([[1, 0.5], [-1, 2], [0.25, -0.75], [2, 1], [0, -1], [-0.5, 0.5]]))
      try layer.parameters[1].setHostValue(vector(0.1, -0.2, 0.3, 0, 0.5, -1))
      return layer
    }

    @Test(arguments: [true, false])
    func takesTheGreatestPieceOfEachUnit(oneDNN: Bool) throws {
      let layer = try layer()
      let x = try matrix([[1, -2], [0.5, 3], [-1, 0]])
      let function = compile(options: testOptions(oneDNN: oneDNN)) { (x: Tensor) in
        let y = layer(x)
        return [y] + gradients(of: y.sum(), withRespectTo: [x])
          + gradients(of: y.sum(), withRespectTo: layer.parameters)
      }
      let results = try function(x)
      #expect(results[0].shape == [3, 2])
      expectClose(results[0].floats, [2.5, 0, 2.1, 5.3, 0.5, 0.8])
      // The winning pieces: 3 and 2, 1 and 1, 3 and 1.
      expectClose(results[1].floats, [2, 0, 0, 2.5, -1, 1])
      expectClose(results[2].floats, [0.5, 3, -0.5, 3, 0, 0, 1, -2, 0, -2, 0, 0])
      expectClose(results[3].floats, [1, 2, 0, 1, 2, 0])
    }

    @Test func networkOfPacGAN() throws {
      var random = RandomSource(seed: 1)
      let network = try multilayerPerceptron(
        "discriminator", sizes: [2, 200, 200, 200, 1], units: .maxout(pieces: 5),
        weightInitializer: .normal(standardDeviation: 0.02), biasInitializer: .zeros,
        from: &random)
      #expect(network.parameterCount == 405_201)
      #expect(network.layers.count == 4)
      #expect(
        network.parameters.map(\.shape).prefix(4) == [[1000, 2], [1000], [1000, 200], [1000]])
      #expect(network.parameters.last?.name == "discriminator.3.bias")
      let weights = network.parameters[2].hostValue.floats
      let square = weights.reduce(0.0) { $0 + Double($1 * $1) } / Double(weights.count)
      #expect(abs(square.squareRoot() - 0.02) < 2e-4)
      #expect(network.parameters[1].hostValue.floats.allSatisfy { $0 == 0 })
    }

    @Test func mistakesNameTheLayer() throws {
      var random = RandomSource(seed: 1)
      for (units, pieces) in [(0, 5), (5, 0), (Int.max, 2), (1 << 20, 1 << 20)] {
        #expect(throws: ShapeError.self) {
          try Maxout("net.0", inputs: 2, units: units, pieces: pieces, from: &random)
        }
      }
      let layer = try layer()
      let x = try matrix([[1, 2, 3]])
      let error = #expect(throws: ShapeError.self) { _ = try compile { layer($0) }(x) }
      #expect(error?.path == "0 Maxout")
      #expect(error?.problem == "float32[1, 3] came, but net.0.weight takes 2 inputs")
    }
  }
}

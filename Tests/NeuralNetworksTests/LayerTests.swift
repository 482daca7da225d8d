// Layers: what they compute, what they are called, and what they refuse.

import Foundation
import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct LayerTests {
    @Test func linearIsProductWithTransposedWeightPlusBias() throws {
      var random = RandomSource(seed: 1)
      let layer = try Linear("head", inputs: 2, outputs: 3, from: &random)
      try layer.weight.setHostValue(matrix([[1, 2], [3, 4], [-1, 0.5]]))
      try layer.bias?.setHostValue(vector(10, 20, 30))
      let x = try matrix([[1, 1], [2, -1]])
      let y = try compile(options: testOptions()) { layer($0) }(x)[0]
      #expect(y.shape == [2, 3])
      #expect(y.floats == [13, 27, 29.5, 10, 22, 27.5])
    }

    @Test func linearWithoutBias() throws {
      var random = RandomSource(seed: 1)
      let layer = try Linear(
        "head", inputs: 2, outputs: 1, bias: false, weightInitializer: .constant(0.5),
        from: &random)
      #expect(layer.parameters.map(\.name) == ["head.weight"])
      let x = try matrix([[3, 5]])
      #expect(try compile { layer($0) }(x)[0].floats == [4])
    }

    @Test(arguments: [(1, 527_361), (2, 527_874)])
    func parameterCount(outputs: Int, count: Int) throws {
      var random = RandomSource(seed: 1)
      let network = try multilayerPerceptron(
        "net", sizes: [2, 512, 512, 512, outputs], from: &random)
      #expect(network.parameterCount == count)
      #expect(Activation.relu.parameterCount == 0)
    }

    @Test func namesCountActivations() throws {
      var random = RandomSource(seed: 1)
      let network = try multilayerPerceptron("discriminator", sizes: [2, 5, 4, 1], from: &random)
      #expect(
        network.parameters.map(\.name) == [
          "discriminator.0.weight", "discriminator.0.bias", "discriminator.2.weight",
          "discriminator.2.bias", "discriminator.4.weight", "discriminator.4.bias",
        ])
      #expect(
        network.parameters.map(\.shape) == [[5, 2], [5], [4, 5], [4], [1, 4], [1]])
      #expect(network.layers.count == 5)
    }

    @Test func appendHandsOutNames() throws {
      var random = RandomSource(seed: 1)
      var network = Sequential("net")
      try network.append { try Linear($0, inputs: 2, outputs: 2, from: &random) }
      network.append { _ in Activation.tanh }
      try network.append { try Linear($0, inputs: 2, outputs: 1, bias: false, from: &random) }
      #expect(network.parameters.map(\.name) == ["net.0.weight", "net.0.bias", "net.2.weight"])
    }

    @Test func perceptronComposesItsLayers() throws {
      var random = RandomSource(seed: 3)
      let network = try multilayerPerceptron(
        "net", sizes: [1, 2, 1], activation: .leakyReLU(slope: 0.25), from: &random)
      let values: [HostTensor] = [
        try matrix([[1], [-1]]), vector(0.5, 0.5), try matrix([[2, 3]]), vector(1),
      ]
      for (parameter, value) in zip(network.parameters, values) {
        try parameter.setHostValue(value)
      }
      // Hidden values 2.5 and -1.5 at x = 2: 2 * 2.5 - 3 * 0.25 * 1.5 + 1.
      let x = try matrix([[2]])
      #expect(try compile(options: testOptions()) { network($0) }(x)[0].floats == [4.875])
    }

    @Test(arguments: [
      (Activation.identity, [-2, 0, 3]), (.relu, [0, 0, 3]),
      (.leakyReLU(slope: 0.2), [-0.4, 0, 3]), (.tanh, [-0.9640275801, 0, 0.9950547537]),
      (.sigmoid, [0.1192029220, 0.5, 0.9525741268]),
      (.softplus, [0.1269280110, 0.6931471806, 3.0485873516]),
    ])
    func activation(_ activation: Activation, expected: [Double]) throws {
      expectClose(
        try evaluate { activation(Tensor(vector(-2, 0, 3))) }, expected, 1e-6,
        "\(activation)")
    }

    @Test func wrongWidthNamesTheLayer() throws {
      var random = RandomSource(seed: 1)
      let network = Sequential(
        "discriminator",
        [
          try Linear("discriminator.0", inputs: 2, outputs: 8, from: &random), Activation.relu,
          try Linear("discriminator.2", inputs: 9, outputs: 1, from: &random),
        ])
      let x = HostTensor(repeating: 0, shape: [4, 2])
      let error = #expect(throws: ShapeError.self) { _ = try compile { network($0) }(x) }
      #expect(
        error?.description
          == "discriminator/2 Linear: linear: float32[4, 8] came, but discriminator.2.weight takes "
          + "9 inputs; pass float32[batch, 9]")
    }

    @Test(arguments: [Shape([2]), [4, 2, 1], [], [4, 3]])
    func wrongShapeIsAnErrorNotATrap(shape: Shape) throws {
      var random = RandomSource(seed: 1)
      let network = try multilayerPerceptron("net", sizes: [2, 3, 1], from: &random)
      let x = HostTensor(repeating: 0, shape: shape)
      let error = #expect(throws: ShapeError.self) {
        _ = try compile { x in binaryCrossEntropy(logits: network(x), labels: Tensor(1)) }(x)
      }
      #expect(error?.path == "net/0 Linear")
    }

    @Test func integersAreRefused() throws {
      var random = RandomSource(seed: 1)
      let layer = try Linear("head", inputs: 2, outputs: 1, from: &random)
      let x = try HostTensor([Int32(1), 2], shape: [1, 2])
      let error = #expect(throws: ShapeError.self) { _ = try compile { layer($0) }(x) }
      #expect(error?.problem == "int32[1, 2] came, but head.weight takes 2 inputs")
    }

    @Test func pathsNameEveryLayer() throws {
      struct Doubling: Layer {
        func callAsFunction(_ x: Tensor) -> Tensor { x * 2 }
      }
      var random = RandomSource(seed: 1)
      let inner = Sequential(
        "net.2", [try Linear("net.2.0", inputs: 2, outputs: 2, from: &random), Activation.tanh])
      let network = Sequential("net", [Doubling(), Activation.relu, inner])
      let function = compile { network($0) }
      let paths = try function.trace([TensorType([1, 2])]).graph.nodes.map(\.path)
      for path in ["net/0 Doubling", "net/1 relu", "net/2/0 Linear", "net/2/1 tanh"] {
        #expect(paths.contains(path), "\(path)")
      }
    }

    @Test func impossibleSizesThrow() {
      var random = RandomSource(seed: 1)
      #expect(throws: ShapeError.self) {
        try Linear("head", inputs: 0, outputs: 1, from: &random)
      }
      #expect(throws: ShapeError.self) {
        try Linear("head", inputs: 1 << 20, outputs: 1 << 20, from: &random)
      }
      let error = #expect(throws: ShapeError.self) {
        try multilayerPerceptron("net", sizes: [2], from: &random)
      }
      #expect(error?.path == "net")
    }
  }
}

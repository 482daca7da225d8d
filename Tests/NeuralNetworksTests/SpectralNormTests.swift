// Spectral normalisation against PyTorch, known singular values and central differences.

import GraphCompiler
import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct SpectralNormTests {
    private static let updating = LayerMode.training(updatesStatistics: true)
    private static let resting = LayerMode.training(updatesStatistics: false)

    /// A layer with the weight and the first u that PyTorch was given.
    private func layer(isConvolution: Bool) throws -> SpectralNorm {
      var random = RandomSource(seed: 1)
      let layer: SpectralNorm
      if isConvolution {
        layer = try SpectralNorm(
          Convolution2D("c", inputs: 2, outputs: 3, kernel: 2, from: &random), from: &random)
      } else {
        layer = try SpectralNorm(Linear("c", inputs: 2, outputs: 3, from: &random), from: &random)
      }
      let weight = layer.parameters[0]
      try weight.setHostValue(sequence(weight.shape, modulus: 13, stride: 5))
      try layer.parameters[1].setHostValue(vector(0.1, 0.2, -0.3))
      try layer.leftVector.setHostValue(vector(0.6, 0.8, 0))
      return layer
    }

    /// Training, then inference with the vectors that training left.
    private func run(_ layer: SpectralNorm, _ x: HostTensor, oneDNN: Bool) throws -> [[Float]] {
      let training = compile(options: testOptions(oneDNN: oneDNN)) { (x: Tensor) in
        let y = layer(x, mode: Self.updating)
        let weights = (try? sequence(y.shape, modulus: 7, stride: 2)).map { Tensor($0) } ?? y
        return [y]
          + gradients(of: (weights * y * y).sum(), withRespectTo: layer.parameters)
      }
      let results = try training(x).map(\.floats)
      let vectors = layer.statistics.map(\.hostValue)
      let inference = compile(options: testOptions(oneDNN: oneDNN)) { (x: Tensor) in
        [layer(x, mode: .inference), layer(x, mode: Self.resting)]
      }
      let still = try inference(x).map(\.floats)
      #expect(layer.statistics.map(\.hostValue) == vectors)
      return results + vectors.map(\.floats) + still
    }

    @Test(arguments: [true, false]) func linearAgreesWithPyTorch(oneDNN: Bool) throws {
      let results = try run(
        layer(isConvolution: false), sequence([2, 2], stride: 3), oneDNN: oneDNN)
      let y = [0.755863393, -0.298456179, -0.929628858, -0.031172679, 0.01635825, 0.487036072]
      for index in [0, 5, 6] { expectClose(results[index], y, 2e-6, "y \(index)") }
      expectClose(
        results[1],
        [0.881398626, 0.650336977, 0.026293973, -0.742786251, -0.616010493, 0.468455072], 1e-5,
        "by weight")
      expectClose(results[2], [-1.524195858, 0.331974215, -0.017777315], 1e-5, "by bias")
      expectClose(results[3], [-0.252255151, 0.615502569, -0.746675248], 2e-6, "u")
      expectClose(results[4], [0.384615385, -0.923076923], 2e-6, "v")
    }

    @Test(arguments: [true, false]) func convolutionAgreesWithPyTorch(oneDNN: Bool) throws {
      let results = try run(
        layer(isConvolution: true), sequence([1, 2, 3, 3], stride: 3), oneDNN: oneDNN)
      let y = [
        1.123603314, -0.155900829, -0.168086582, 1.233275098, 0.68743015, 0.699615903,
        -0.214315627, 0.736173164, 0.126501381, 0.163058642, -0.702129873, 0.272730426,
      ]
      for index in [0, 5, 6] { expectClose(results[index], y, 1e-5, "y \(index)") }
      expectClose(
        results[1],
        [
          0.267073792, 0.276328445, -0.068842771, 0.307073881, 0.224960911, -0.334044647,
          0.21064459, 0.264961, 0.456047668, 0.229128441, -0.195148934, 0.403444872,
          -0.014298829, -0.379497585, 0.160017602, -0.066901625, -0.235720291, 0.151858222,
          0.224151642, -0.144597036, 0.186059034, -0.120764236, 0.077835373, 0.277182288,
        ], 2e-5, "by weight")
      expectClose(results[2], [-1.499580962, -3.131927291, -0.934245744], 2e-5, "by bias")
      expectClose(results[3], [0.544161709, 0.572552755, 0.613246587], 2e-6, "u")
      expectClose(
        results[4],
        [
          -0.481503476, 0.062129481, 0.605762437, -0.264050293, 0.279582663, 0.01553237,
          -0.046597111, 0.497035846,
        ], 2e-6, "v")
    }

    /// A new layer knows its sigma at once; a diagonal matrix's is its greatest element.
    @Test(
      arguments: [
        ([3, 0, 0, 0, -1, 0, 0, 0, 2], 3), ([2, 4, 6, -1, -2, -3, 0, 0, 0], 70.0.squareRoot()),
      ] as [([Float], Double)])
    func sigmaOfKnownMatrices(values: [Float], sigma: Double) throws {
      var random = RandomSource(seed: 2)
      let inner = try Linear("c", inputs: 3, outputs: 3, bias: false, from: &random)
      try inner.weight.setHostValue(HostTensor(values, shape: [3, 3]))
      let layer = try SpectralNorm(inner, from: &random)
      let x = try matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
      let y = try compile(options: testOptions()) { layer($0, mode: .inference) }(x)[0].floats
      let expected = (0..<9).map { Double(values[$0 % 3 * 3 + $0 / 3]) / sigma }
      expectClose(y, expected, 1e-4)
    }

    /// Every call that updates makes one step: errors fall by (2 / 3)^2 each, from a bad start.
    @Test func sigmaConvergesOverCalls() throws {
      var random = RandomSource(seed: 2)
      let inner = try Linear(
        "c", inputs: 2, outputs: 2, bias: false, weightInitializer: .zeros, from: &random)
      let layer = try SpectralNorm(inner, from: &random)
      try layer.parameters[0].setHostValue(matrix([[3, 0], [0, 2]]))
      try layer.leftVector.setHostValue(vector(0.1, 1))
      let training = compile(options: testOptions()) { layer($0, mode: Self.updating) }
      let x = try matrix([[1, 0]])
      let sigmas = try (0..<12).map { _ in try 3 / training(x)[0].floats[0] }
      #expect(sigmas[0] < 2.1)
      #expect(zip(sigmas, sigmas.dropFirst()).allSatisfy { $0 <= $1 + 1e-6 })
      #expect(abs((sigmas.last ?? 0) - 3) < 1e-4)
    }

    @Test func derivativesAgreeWithCentralDifferences() throws {
      for isConvolution in [false, true] {
        let layer = try layer(isConvolution: isConvolution)
        let columns = layer.rightVector.shape
        try layer.rightVector.setHostValue(sequence(columns, modulus: 5, stride: 2))
        let x = try sequence(isConvolution ? [1, 2, 3, 2] : [3, 2])
        try expectDerivatives(by: layer.parameters, at: x) { layer($0, mode: Self.resting) }
      }
    }

    @Test func zerosStayZerosAndOneNumberBecomesItsSign() throws {
      var random = RandomSource(seed: 2)
      let zeros = try SpectralNorm(
        Linear("z", inputs: 2, outputs: 1, weightInitializer: .zeros, from: &random), from: &random)
      try zeros.parameters[1].setHostValue(vector(0.5))
      let one = try SpectralNorm(
        Linear(
          "o", inputs: 1, outputs: 1, bias: false, weightInitializer: .constant(-4), from: &random),
        from: &random)
      let y = try compile(options: testOptions()) { (x: Tensor) in
        [zeros(concatenate([x, x], along: 1), mode: Self.updating), one(x, mode: Self.updating)]
      }(matrix([[7]]))
      #expect(y[0].floats == [0.5])
      expectClose(y[1].floats, [-7])
    }

    @Test func tablesAreDividedToo() throws {
      var random = RandomSource(seed: 2)
      let table = try Embedding("t", count: 2, features: 2, from: &random)
      try table.weight.setHostValue(matrix([[0, 5], [1, 0]]))
      let layer = try SpectralNorm(table, from: &random)
      let y = try compile { layer($0, mode: Self.updating) }(HostTensor([Int32(1), 0]))[0]
      expectClose(y.floats, [0.2, 0, 0, 1], 1e-5)
    }

    @Test func namesAreThoseOfPyTorchAndRowsStayApart() throws {
      let layer = try layer(isConvolution: true)
      #expect(layer.parameters.map(\.name) == ["c.weight_orig", "c.bias"])
      #expect(layer.statistics.map(\.name) == ["c.weight_u", "c.weight_v"])
      #expect(layer.statistics.map(\.shape) == [[3], [8]])
      let network = Sequential("net", [layer])
      #expect(!network.dependsOnBatch && !network.statistics.isEmpty)
      #expect(Sequential("net", [layer, try BatchNorm("b", features: 3)]).dependsOnBatch)
    }

    @Test func aModeIsNeeded() throws {
      let layer = try layer(isConvolution: false)
      let x = try matrix([[1, 2]])
      let error = #expect(throws: ShapeError.self) { _ = try compile { layer($0) }(x) }
      #expect(error?.path == "c Linear/spectralNorm")
      #expect(error?.problem == "the network was called without a mode")
    }
  }
}

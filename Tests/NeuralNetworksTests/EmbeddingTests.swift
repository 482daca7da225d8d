// Tables of vectors, and batch normalisation that takes its scale and shift from one.

import GraphCompiler
import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct EmbeddingTests {
    private static let training = LayerMode.training(updatesStatistics: true)

    @Test func rowsAreLookedUpAndTheirSlopesAddUp() throws {
      var random = RandomSource(seed: 1)
      let layer = try Embedding("table", count: 3, features: 2, from: &random)
      try layer.weight.setHostValue(matrix([[1, 2], [3, 4], [5, 6]]))
      let results = try compile(options: testOptions()) { (x: Tensor) in
        let y = layer(x)
        return [y] + gradients(of: (y * y).sum(), withRespectTo: layer.parameters)
      }(HostTensor([Int32(2), 0, 2]))
      #expect(results[0].shape == [3, 2])
      #expect(results[0].floats == [5, 6, 1, 2, 5, 6])
      #expect(results[1].floats == [2, 4, 0, 0, 20, 24])
    }

    @Test func tablesStartNormalAndBearPyTorchsName() throws {
      var random = RandomSource(seed: 1)
      let layer = try Embedding("d.table", count: 100, features: 100, from: &random)
      #expect(layer.parameters.map(\.name) == ["d.table.weight"])
      let values = layer.weight.hostValue.floats.map(Double.init)
      let square = values.reduce(0) { $0 + $1 * $1 } / 10_000
      #expect(abs(square - 1) < 0.06 && abs(values.reduce(0, +) / 10_000) < 0.04)
    }

    @Test func derivativesAgreeWithCentralDifferences() throws {
      var random = RandomSource(seed: 1)
      let layer = try Embedding("table", count: 3, features: 2, from: &random)
      let rows = HostTensor([Int32(2), 0, 2])
      try expectDerivatives(by: layer.parameters, at: sequence([3, 2])) { x in
        layer(Tensor(rows)) * x
      }
    }

    @Test func mistakesAreErrors() throws {
      var random = RandomSource(seed: 1)
      let layer = try Embedding("net.table", count: 1, features: 1, from: &random)
      let error = #expect(throws: ShapeError.self) {
        _ = try compile { layer($0) }(try matrix([[1]]))
      }
      #expect(error?.path == "table Embedding")
      #expect(error?.problem == "float32[1, 1] came for the table net.table.weight")
      for (count, features) in [(0, 1), (1, 0), (1 << 20, 1 << 20), (Int.max, 2)] {
        #expect(throws: ShapeError.self) {
          try Embedding("table", count: count, features: features, from: &random)
        }
      }
    }

    private func conditional() throws -> ConditionalBatchNorm {
      let layer = try ConditionalBatchNorm("norm", classes: 3, features: 2)
      let factors = sequence(6, modulus: 7, stride: 3).map { 1 + $0 / 2 }
      try layer.scales.weight.setHostValue(HostTensor(factors, shape: [3, 2]))
      try layer.shifts.weight.setHostValue(sequence([3, 2], modulus: 5, stride: 2))
      return layer
    }

    private static let classes = HostTensor([Int32(1), 0, 1, 2])

    @Test(arguments: [true, false]) func conditionalNormAgreesWithPyTorch(oneDNN: Bool) throws {
      let layer = try conditional()
      let weights = try sequence([4, 2, 2, 1], modulus: 13, stride: 5)
      let x = try sequence([4, 2, 2, 1])
      let results = try compile(options: testOptions(oneDNN: oneDNN)) { (x: Tensor, c: Tensor) in
        let y = layer(x, classes: c, mode: Self.training)
        let loss = (Tensor(weights) * y * y).sum()
        return [y] + gradients(of: loss, withRespectTo: [x])
          + gradients(of: loss, withRespectTo: layer.parameters)
      }(x, Self.classes).map(\.floats)
      expectClose(
        results[0],
        [
          -1.809415903, 0.841386761, -1.397109377, 0.05672215, -0.698772425, -1.387292597,
          0.141750779, -0.807690218, -1.430729808, 1.220072856, -1.189419159, -2.020180032,
          0.546715237, -0.830325108, -0.265666729, -0.977747477,
        ], 2e-6, "y")
      expectClose(
        results[1],
        [
          3.206672027, -0.168242209, -1.804135423, 0.667655385, -1.146088575, -5.995005769,
          0.722359326, -0.538808577, 1.18577293, 1.252534496, -1.918156733, 2.929747,
          0.961031199, 0.703325902, 0.738339199, -0.797000178,
        ], 1e-5, "by x")
      expectClose(
        results[2],
        [2.672030418, 0.28292684, -7.225923125, 1.071130952, -0.093519109, -0.072524495], 1e-5,
        "by scales")
      expectClose(
        results[3],
        [-4.443437211, -1.349004661, 6.396028642, -4.100747291, 2.3167085, -1.955494953], 1e-5,
        "by shifts")
      expectClose(layer.statistics[0].hostValue.floats, [-0.015, 0.0175])
      expectClose(layer.statistics[1].hostValue.floats, [0.938571429, 0.951928571])
      let inference = compile(options: testOptions()) { (x: Tensor, c: Tensor) in
        layer(x, classes: c, mode: .inference)
      }
      expectClose(
        try inference(x, Self.classes)[0].floats,
        [
          -1.31838913, 0.271199481, -1.099536712, -0.09510223, -0.889038457, -1.301918616,
          0.041608149, -0.614349064, -1.091305043, 0.498283568, -0.956046071, -1.530008633,
          0.028363165, -0.797397153, -0.395801911, -0.887769821,
        ], 2e-6)
    }

    @Test func conditionalNormStartsAsBatchNormAndNamesItsTables() throws {
      let (layer, plain) = (
        try ConditionalBatchNorm("g.1", classes: 3, features: 2),
        try BatchNorm("g.1", features: 2)
      )
      let results = try compile { (x: Tensor, c: Tensor) in
        [layer(x, classes: c, mode: Self.training), plain(x, mode: Self.training)]
      }(sequence([4, 2]), Self.classes)
      expectClose(results[0].floats, results[1].floats.map(Double.init))
      #expect(layer.parameters.map(\.name) == ["g.1.gammas.weight", "g.1.betas.weight"])
      #expect(layer.statistics.map(\.name) == ["g.1.running_mean", "g.1.running_var"])
      #expect(layer.dependsOnBatch)
    }

    @Test func conditionalDerivativesAgreeWithCentralDifferences() throws {
      let layer = try conditional()
      try expectDerivatives(by: layer.parameters, at: sequence([4, 2])) { x in
        layer(
          x, classes: Tensor(Self.classes), mode: .training(updatesStatistics: false))
      }
    }

    @Test func classesThatAreMissingOrOfOtherRowsAreErrors() throws {
      let network = Sequential("g", [try ConditionalBatchNorm("g.0", classes: 3, features: 2)])
      let x = try sequence([4, 2])
      let calls: [(Tensor) -> Tensor] = [
        { network($0, mode: Self.training) },
        { network($0, classes: Tensor(vector(1, 2, 0, 1)), mode: Self.training) },
        { network($0, classes: Tensor(HostTensor([Int32(1), 2])), mode: .inference) },
      ]
      for call in calls {
        let error = #expect(throws: ShapeError.self) { _ = try compile { call($0) }(x) }
        #expect(error?.path == "g/0 ConditionalBatchNorm")
        #expect(error?.problem == "float32[4, 2] came without a class for each row")
      }
    }
  }
}

// Batch normalisation against PyTorch, hand-computed numbers and central differences.

import Foundation
import GraphCompiler
import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct BatchNormTests {
    private static let x: [[Float]] = [[1, -2, 0.5], [2, 0.25, -1], [0, 1.5, 3], [-1, 4, 0.25]]
    private static let weights: [[Float]] = [
      [1, 2, -1], [0.5, -1, 2], [-2, 1, 1], [0.25, 0.5, -0.75],
    ]
    private static let training = LayerMode.training(updatesStatistics: true)

    /// The layer whose numbers PyTorch 2 was asked for, in double precision.
    private func layer() throws -> BatchNorm {
      let layer = try BatchNorm("norm", features: 3)
      try layer.weight.setHostValue(vector(1.5, -0.5, 2))
      try layer.bias.setHostValue(vector(0.1, 0.2, -0.3))
      return layer
    }

    /// The batch's mean and unbiased variance take the running ones' places, for one body alone.
    @Test func recalibrationTakesTheBatchsStatistics() throws {
      let layer = try layer()
      let function = compile(options: testOptions()) { (x: Tensor) in
        let captured = capturingAssignments { _ = layer(x, mode: .recalibration) }
        let inference = withValues(captured) { layer(x, mode: .inference) }
        return captured.map(\.1) + [inference, layer(x, mode: .inference)]
      }
      let results = try function(matrix(Self.x))
      let mean = [0.5, 0.9375, 0.6875]
      let variance = [1.6666667, 6.265625, 2.8072917]
      expectClose(results[0].floats, mean)
      expectClose(results[1].floats, variance, 1e-6, "variance")
      let (weight, bias) = ([1.5, -0.5, 2], [0.1, 0.2, -0.3])
      func expected(_ mean: [Double], _ variance: [Double]) -> [Double] {
        Self.x.flatMap { row in
          row.indices.map { column in
            let scale = weight[column] / (variance[column] + 1e-5).squareRoot()
            return (Double(row[column]) - mean[column]) * scale + bias[column]
          }
        }
      }
      expectClose(results[2].floats, expected(mean, variance), 2e-6, "recalibrated")
      expectClose(results[3].floats, expected([0, 0, 0], [1, 1, 1]), 2e-6, "before")
      #expect(layer.runningMean.hostValue.floats == [0, 0, 0])
      #expect(layer.runningVariance.hostValue.floats == [1, 1, 1])
    }

    @Test(arguments: [true, false])
    func trainingAgreesWithPyTorch(oneDNN: Bool) throws {
      let (layer, weights) = (try layer(), try matrix(Self.weights))
      let function = compile(options: testOptions(oneDNN: oneDNN)) { (x: Tensor) in
        let y = layer(x, mode: Self.training)
        let loss = (Tensor(weights) * y * y).sum()
        return [y] + gradients(of: loss, withRespectTo: [x])
          + gradients(of: loss, withRespectTo: layer.parameters)
      }
      let results = try function(matrix(Self.x))
      expectClose(
        results[0].floats,
        [
          0.77081771, 0.877539449, -0.558437682, 2.11245313, 0.358573062, -2.625939135,
          -0.57081771, 0.070258403, 2.887398073, -1.91245313, -0.506370915, -0.903021257,
        ], 2e-6, "y")
      expectClose(
        results[1].floats,
        [
          -0.170206019, -0.262724358, 3.246442136, -0.539982053, 0.400609894, -5.337883204,
          1.960403621, 0.029621402, -2.721369575, -1.250215549, -0.167506938, 4.812810643,
        ], 1e-5, "slopes by x")
      expectClose(results[2].floats, [3.785381255, -5.208010264, 20.866109153], 1e-5, "by weight")
      expectClose(results[3].floats, [4.981132825, 2.427157562, -2.257553143], 1e-5, "by bias")
      expectClose(layer.runningMean.hostValue.floats, [0.05, 0.09375, 0.06875])
      expectClose(layer.runningVariance.hostValue.floats, [1.066666667, 1.5265625, 1.180729167])
    }

    @Test func runningStatisticsAreThoseOfPyTorchAfterTwoBatchesAndServeInference() throws {
      let layer = try layer()
      let function = compile(options: testOptions()) { (x: Tensor) in
        [layer(x, mode: Self.training), layer(x * 2 + 1, mode: Self.training)]
      }
      let x = try matrix(Self.x)
      _ = try function(x)
      let statistics = layer.statistics.map(\.hostValue)
      expectClose(statistics[0].floats, [0.245, 0.371875, 0.299375])
      expectClose(statistics[1].floats, [1.626666667, 3.88015625, 2.185572917])
      let inference = compile(options: testOptions()) { layer($0, mode: .inference) }
      expectClose(
        try inference(x)[0].floats,
        [
          0.98794812, 0.802055648, -0.028586527, 2.164038345, 0.230935666, -2.057846136,
          -0.188142105, -0.086353213, 3.35351282, -1.364232331, -0.720930972, -0.366796462,
        ], 2e-6)
      #expect(layer.statistics.map(\.hostValue) == statistics)
    }

    /// Mean 2 and variance 1 of 1 and 3; the unbiased variance is 2.
    @Test func twoRowsByHand() throws {
      let layer = try BatchNorm("norm", features: 1, momentum: 0.25, epsilon: 3)
      let function = compile(options: testOptions()) { layer($0, mode: Self.training) }
      #expect(try function(matrix([[1], [3]]))[0].floats == [-0.5, 0.5])
      #expect(layer.runningMean.hostValue.floats == [0.5])
      #expect(layer.runningVariance.hostValue.floats == [1.25])
    }

    @Test func statisticsRestUnlessToldToMove() throws {
      let layer = try layer()
      let modes = [LayerMode.inference, .training(updatesStatistics: false), Self.training]
      let results = try modes.map { mode in
        let before = layer.statistics.map(\.hostValue)
        let y = try compile(options: testOptions()) { layer($0, mode: mode) }(matrix(Self.x))[0]
        return (y: y, hasMoved: layer.statistics.map(\.hostValue) != before)
      }
      #expect(results.map(\.hasMoved) == [false, false, true])
      #expect(results[1].y == results[2].y)
      #expect(results[0].y != results[1].y)
    }

    /// The squared slopes of a loss, differentiated once more by input, weight and bias.
    @Test func secondDerivativesAgreeWithCentralDifferences() throws {
      let (layer, weights) = (try layer(), try matrix(Self.weights))
      let function = compile { (x: Tensor) in
        let y = layer(x, mode: .training(updatesStatistics: false))
        let loss = (tanh(y) * Tensor(weights)).sum()
        let slopes = gradients(of: loss, withRespectTo: [x])[0]
        let steepness = (slopes * slopes).sum()
        return [steepness] + gradients(of: steepness, withRespectTo: [x])
          + gradients(of: steepness, withRespectTo: layer.parameters)
      }
      let x = try matrix(Self.x)
      let (graph, variables) = try function.trace([x.type])
      let interpreter = Interpreter<Double>(graph)
      let arrays = ([x] + variables.map(\.hostValue)).map { ReferenceArray<Double>($0) }
      let run = { (arrays: [ReferenceArray<Double>]) in
        try interpreter.run(parameters: [arrays[0]], variables: Array(arrays.dropFirst())).outputs
      }
      let results = try run(arrays)
      for (index, variable) in [nil, layer.weight, layer.bias].enumerated() {
        let place = try variable.map { wanted in
          try #require(variables.firstIndex { $0 === wanted }) + 1
        }
        let position = place ?? 0
        for (element, slope) in results[1 + index].doubles.enumerated() {
          let value = { (distance: Double) in
            var moved = arrays
            var numbers = arrays[position].doubles
            numbers[element] += distance
            moved[position].storage = .float32(numbers)
            return try run(moved)[0].doubles[0]
          }
          let expected = try (value(1e-5) - value(-1e-5)) / 2e-5
          #expect(abs(slope - expected) < 1e-6 * max(1, abs(slope)), "\(index) \(element)")
        }
      }
    }

    @Test func aNetworkWithoutAModeIsRefused() throws {
      var random = RandomSource(seed: 1)
      let network = try multilayerPerceptron(
        "generator", sizes: [2, 3, 1], units: .normalized(.relu), from: &random)
      let x = try matrix([[1, 2], [3, 4]])
      let error = #expect(throws: ShapeError.self) { _ = try compile { network($0) }(x) }
      #expect(error?.path == "generator/1 BatchNorm")
      #expect(error?.problem == "the network was called without a mode")
      _ = try compile { network($0, mode: .inference) }(x)
    }

    @Test(arguments: [Shape([2, 4]), [3], [1, 3]])
    func whatDoesNotFitIsAnErrorNotATrap(shape: Shape) throws {
      let layer = try BatchNorm("norm", features: 3)
      let x = HostTensor(repeating: 0, shape: shape)
      #expect(throws: ShapeError.self) {
        _ = try compile { x in layer(x, mode: Self.training) }(x)
      }
    }

    @Test func wrongSettingsThrow() {
      #expect(throws: ShapeError.self) { try BatchNorm("norm", features: 0) }
      #expect(throws: ShapeError.self) { try BatchNorm("norm", features: 1, momentum: 1.1) }
      #expect(throws: ShapeError.self) { try BatchNorm("norm", features: 1, epsilon: 0) }
    }

    @Test func namesAreThoseOfPyTorch() throws {
      var random = RandomSource(seed: 1)
      let network = try multilayerPerceptron(
        "generator", sizes: [2, 5, 4, 2], units: .normalized(.relu), from: &random)
      #expect(
        network.parameters.map(\.name) == [
          "generator.0.weight", "generator.1.weight", "generator.1.bias", "generator.3.weight",
          "generator.4.weight", "generator.4.bias", "generator.6.weight", "generator.6.bias",
        ])
      #expect(
        network.statistics.map(\.name) == [
          "generator.1.running_mean", "generator.1.running_var", "generator.4.running_mean",
          "generator.4.running_var",
        ])
    }
  }
}

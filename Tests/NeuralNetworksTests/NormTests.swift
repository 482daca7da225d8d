// Normalisations of single rows against PyTorch, closed forms and central differences.

import Foundation
import GraphCompiler
import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct NormTests {
    private static let shape: Shape = [2, 4, 2, 1]

    /// Value, and derivatives of a weighted sum of squares by x, weight and bias.
    private func results(_ layer: any Layer, _ parameterShape: Shape, oneDNN: Bool) throws
      -> [[Float]]
    {
      let factors = sequence(parameterShape.elementCount, modulus: 7, stride: 3).map { 1 + $0 / 2 }
      try layer.parameters[0].setHostValue(HostTensor(factors, shape: parameterShape))
      try layer.parameters[1].setHostValue(sequence(parameterShape, modulus: 5, stride: 2))
      let weights = try sequence(Self.shape, modulus: 13, stride: 5)
      return try compile(options: testOptions(oneDNN: oneDNN)) { (x: Tensor) in
        let y = layer(x)
        let loss = (Tensor(weights) * y * y).sum()
        return [y] + gradients(of: loss, withRespectTo: [x])
          + gradients(of: loss, withRespectTo: layer.parameters)
      }(sequence(Self.shape)).map(\.floats)
    }

    @Test(arguments: [true, false]) func layerNormAgreesWithPyTorch(oneDNN: Bool) throws {
      let results = try results(
        LayerNorm("norm", sizes: [4, 2, 1]), [4, 2, 1], oneDNN: oneDNN)
      expectClose(
        results[0],
        [
          -1.812504664, -0.166664179, -0.966075826, 0.229172574, -0.16785581, -1.603574893,
          0.444648853, -0.238690698, -1.594828398, 0.167520514, -0.495495398, -1.847665501,
          0.252392437, -1.345384231, 0.816075348, -0.027307884,
        ], 2e-6, "y")
      expectClose(
        results[1],
        [
          3.756709545, 0.633211008, -2.474114214, 0.198821083, 0.470876292, -3.308667863,
          0.294500741, 0.428663408, 0.615991906, 0.143781377, -2.748793438, 0.045214173,
          0.325840565, 1.536897939, 0.462636762, -0.381569283,
        ], 1e-5, "by x")
      expectClose(
        results[2],
        [
          -8.926351476, 0.064287715, 1.665067759, -2.616597251, 0.166417299, 2.96784688,
          -0.206445295, 0.010688926,
        ], 1e-5, "by weight")
      expectClose(
        results[3],
        [
          6.176734764, 0.067008205, -3.121340606, 1.203125312, 0.168586276, -1.799241238,
          -0.177859541, -0.436520886,
        ], 1e-5, "by bias")
    }

    @Test(arguments: [true, false]) func groupNormAgreesWithPyTorch(oneDNN: Bool) throws {
      let results = try results(
        GroupNorm("norm", groups: 2, channels: 4), [4], oneDNN: oneDNN)
      expectClose(
        results[0],
        [
          -1.656526505, -0.737389398, -1.020176963, 0.450442407, 0.0199956, -1.739969201,
          0.179980401, -0.9399972, -1.361444034, -0.236951483, -0.407229848, -1.435337324,
          0.0199956, -1.739969201, 0.179980401, -0.9399972,
        ], 2e-6, "y")
      expectClose(
        results[1],
        [
          1.496356042, 0.459087739, -2.334380156, 0.378936375, 2.492895829, -2.143639866,
          -2.230571566, 1.881315603, 0.69361098, 0.680802869, -1.535073232, 0.160659383,
          -0.7073203, 2.823346413, 2.294085369, -4.410111483,
        ], 1e-5, "by x")
      expectClose(
        results[2], [-6.069533243, -1.072604682, 1.956724611, 0.57599744], 1e-5, "by weight")
      expectClose(
        results[3], [5.396582871, -2.409966592, -1.35198416, -3.455982081], 1e-5, "by bias")
    }

    /// Channels 1, 2, 3, 6 of mean 3 and variance 3.5, and -1, 1, -1, 1 of mean 0 and variance 1.
    @Test func instanceNormByHand() throws {
      let layer = try InstanceNorm("norm", channels: 2, epsilon: 0.5, isAffine: true)
      try layer.parameters[0].setHostValue(vector(2, -1))
      try layer.parameters[1].setHostValue(vector(1, 0.5))
      let x = try HostTensor([Float(1), 2, 3, 6, -1, 1, -1, 1], shape: [1, 2, 2, 2])
      let root = 1.5.squareRoot()
      expectClose(
        try compile(options: testOptions()) { layer($0) }(x)[0].floats,
        [-1, 0, 1, 4, 0.5 + 1 / root, 0.5 - 1 / root, 0.5 + 1 / root, 0.5 - 1 / root])
      #expect(try InstanceNorm("norm", channels: 2).parameters.isEmpty)
    }

    @Test func pixelNormMakesTheMeanSquareOne() throws {
      let layer = try PixelNorm()
      let y = try compile(options: testOptions()) { layer($0) }(sequence(Self.shape))[0].floats
      expectClose(
        y,
        [
          -1.474419546, 0.648885676, -0.589767818, 1.62221419, 0.294883909, -0.973328514,
          1.179535636, 0, -1.179535636, 0.960768911, -0.294883909, -1.601281518, 0.589767818,
          -0.640512607, 1.474419546, 0.320256304,
        ])
      let rows = try compile(options: testOptions()) { layer($0) }(matrix([[3, 4], [0, 0]]))[0]
      expectClose(rows.floats, [3 / 12.5.squareRoot(), 4 / 12.5.squareRoot(), 0, 0])
    }

    @Test func rowsOfFeaturesAreNormalisedToo() throws {
      let layers: [any Layer] = [
        try LayerNorm("norm", sizes: [3]), try GroupNorm("norm", groups: 1, channels: 3),
        try LayerNorm("norm", sizes: [3], isAffine: false),
      ]
      for layer in layers {
        let y = try compile(options: testOptions()) { layer($0) }(sequence([2, 3]))[0].floats
        expectClose(
          y, [-1.162458715, 1.278704587, -0.116245872, 1.224730519, 0, -1.224730519], 2e-6)
      }
      #expect(layers.map(\.parameters.count) == [2, 2, 0])
    }

    /// One number is its own mean, so that the bias is left.
    @Test func sizesOfOne() throws {
      let layers: [any Layer] = [
        try LayerNorm("norm", sizes: [1]), try GroupNorm("norm", groups: 1, channels: 1),
      ]
      for layer in layers {
        try layer.parameters[1].setHostValue(vector(0.25))
        #expect(try compile { layer($0) }(matrix([[7]]))[0].floats == [0.25])
      }
      let pixel = try PixelNorm()
      expectClose(try compile { pixel($0) }(matrix([[7]]))[0].floats, [1])
      let instance = try InstanceNorm("norm", channels: 1)
      let x = HostTensor(repeating: 7, shape: [1, 1, 1, 1])
      let error = #expect(throws: ShapeError.self) { _ = try compile { instance($0) }(x) }
      #expect(error?.problem == "images of one pixel came, which is their own mean")
    }

    @Test func derivativesAgreeWithCentralDifferences() throws {
      let layers: [any Layer] = [
        try LayerNorm("norm", sizes: [4, 2, 1]), try GroupNorm("norm", groups: 2, channels: 4),
        try InstanceNorm("norm", channels: 4, epsilon: 0.1, isAffine: true),
        try PixelNorm(epsilon: 0.01),
      ]
      for layer in layers {
        try expectDerivatives(by: layer.parameters, at: sequence(Self.shape)) { layer($0) }
      }
    }

    @Test func trainingAndInferenceAreTheSame() throws {
      let layers: [any Layer] = [
        try LayerNorm("norm", sizes: [4, 2, 1]), try GroupNorm("norm", groups: 2, channels: 4),
        try InstanceNorm("norm", channels: 4), try PixelNorm(),
      ]
      for layer in layers {
        let results = try compile { (x: Tensor) in
          [layer(x, mode: .inference), layer(x, mode: .training(updatesStatistics: true))]
        }(sequence(Self.shape))
        #expect(results[0] == results[1])
        #expect(layer.statistics.isEmpty && !layer.dependsOnBatch)
      }
    }

    @Test func namesAreThoseOfPyTorch() throws {
      #expect(
        try LayerNorm("net.1", sizes: [3]).parameters.map(\.name) == ["net.1.weight", "net.1.bias"])
      let shapes = try LayerNorm("n", sizes: [2, 3, 4]).parameters.map(\.shape)
      #expect(shapes == [[2, 3, 4], [2, 3, 4]])
    }

    @Test(arguments: [Shape([4]), [2, 4], [2, 4, 2], [2, 3, 2, 1], []])
    func whatDoesNotFitIsAnErrorNotATrap(shape: Shape) throws {
      let layers: [any Layer] = [
        try LayerNorm("norm", sizes: [4, 2, 1]), try GroupNorm("norm", groups: 1, channels: 5),
        try InstanceNorm("norm", channels: 4),
      ]
      for layer in layers {
        let x = HostTensor(repeating: 0, shape: shape)
        #expect(throws: ShapeError.self) { _ = try compile { layer($0) }(x) }
      }
    }

    @Test func wrongSettingsThrow() {
      #expect(throws: ShapeError.self) { try LayerNorm("norm", sizes: []) }
      #expect(throws: ShapeError.self) { try LayerNorm("norm", sizes: [0]) }
      #expect(throws: ShapeError.self) { try LayerNorm("norm", sizes: [1 << 20, 1 << 20]) }
      #expect(throws: ShapeError.self) { try LayerNorm("norm", sizes: [1], epsilon: .nan) }
      #expect(throws: ShapeError.self) { try GroupNorm("norm", groups: 2, channels: 3) }
      #expect(throws: ShapeError.self) { try GroupNorm("norm", groups: 0, channels: 3) }
      #expect(throws: ShapeError.self) { try InstanceNorm("norm", channels: 0) }
      #expect(throws: ShapeError.self) { try PixelNorm(epsilon: 0) }
    }
  }
}

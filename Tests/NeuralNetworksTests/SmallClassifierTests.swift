// LeNet, the small convolutional network and the perceptron: parameter counts, names and sizes.

import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct SmallClassifierTests {
    /// `156 + 2,416` in the convolutions, `10,164 + 850` in the last two layers, and 16 x 5 x 5
    /// numbers that go into 120 units, at 28 pixels a side.
    @Test(arguments: [
      (1, Extent(28, 28), 61_706), (3, Extent(32, 32), 62_006 + 120 * 16 * (36 - 25)),
      (1, Extent(12, 30), 61_706 + 120 * 16 * (1 * 5 - 25)),
    ])
    func leNetsCounts(_ channels: Int, _ size: Extent, _ count: Int) throws {
      var random = RandomSource(seed: 0)
      let network = try leNet("c", channels: channels, size: size, from: &random)
      #expect(network.parameterCount == count)
      #expect(
        network.parameters.map(\.name).filter { $0.hasSuffix("weight") } == [
          "c.0.weight", "c.3.weight", "c.7.0.weight", "c.7.2.weight", "c.7.4.weight",
        ])
    }

    @Test(arguments: [
      Extent(11, 28), Extent(28, 8), Extent(0, 0), Extent(-28, -28), Extent(.max, 28),
    ])
    func leNetRefusesImagesThatThePoolsUseUp(_ size: Extent) {
      var random = RandomSource(seed: 0)
      let error = #expect(throws: ShapeError.self) { _ = try leNet("c", size: size, from: &random) }
      #expect(error?.remedy.contains("at least 12 x 12 pixels") == true)
    }

    /// Kernels of nine numbers, two numbers for each normalised channel, 128 x 10 + 10 at the end.
    @Test func convNetsCount() throws {
      var random = RandomSource(seed: 0)
      let network = try convNet("c", channels: 1, classes: 10, from: &random)
      let kernels = 9 * (32 + 32 * 32 + 32 * 64 + 64 * 64 + 64 * 128 + 128 * 128)
      #expect(network.parameterCount == kernels + 2 * 2 * (32 + 64 + 128) + 1_290)
      #expect(
        network.parameters.map(\.name).prefix(4) == [
          "c.block1.conv1.weight", "c.block1.bn1.weight", "c.block1.bn1.bias",
          "c.block1.conv2.weight",
        ])
    }

    @Test(arguments: [0, 1025]) func widthsOutOfRangeAreRefused(_ width: Int) {
      var random = RandomSource(seed: 0)
      #expect(throws: ShapeError.self) {
        _ = try convNet("c", channels: 1, classes: 10, width: width, from: &random)
      }
    }

    /// The network of the paper's tables: the same numbers and names as the chain of layers.
    @Test func thePerceptronIsItsChainInStages() throws {
      var random = RandomSource(seed: 5)
      let chain = try multilayerPerceptron("c", sizes: [30, 128, 128, 2], from: &random)
      random = RandomSource(seed: 5)
      let network = try perceptronClassifier(
        "c", inputs: 30, classes: 2, dropout: 0.5, from: &random)
      #expect(network.parameterCount == 31 * 128 + 129 * 128 + 129 * 2)
      #expect(network.parameters.map(\.name) == chain.parameters.map(\.name))
      #expect(network.parameters.map(\.hostValue) == chain.parameters.map(\.hostValue))
      let results = try compile(options: testOptions()) { (x: Tensor) in
        [network(x, mode: .inference), network(x.reshaped(to: [4, 2, 3, 5]), mode: .inference)]
      }(sequence([4, 30]))
      let expected = try compile(options: testOptions()) { chain($0) }(sequence([4, 30]))[0]
      #expect(results == [expected, expected])
    }

    @Test func sizesBelowOneAreRefused() {
      var random = RandomSource(seed: 0)
      for (inputs, hidden, classes) in [(0, [8], 2), (8, [0], 2), (8, [8], 0)] {
        #expect(throws: ShapeError.self) {
          _ = try perceptronClassifier(
            "c", inputs: inputs, hidden: hidden, classes: classes, from: &random)
        }
      }
    }
  }
}

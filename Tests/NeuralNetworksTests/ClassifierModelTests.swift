// What all classifiers have in common: stages, sizes of images, dropout and mistakes.

import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct ClassifierModelTests {
    private static let training = LayerMode.training(updatesStatistics: false)

    /// A small model of every kind, and the shapes of what goes into its stages after the first, for
    /// two images of 2 x 13 x 15.
    struct Model: Sendable, CustomTestStringConvertible {
      let name: String
      let inputs: [Shape]
      let make: @Sendable (_ dropout: Float, inout RandomSource) throws -> any StagedNetwork

      var testDescription: String { name }
    }

    static let models = [
      Model(name: "perceptron", inputs: [[2, 7], [2, 5]]) {
        try perceptronClassifier(
          "c", inputs: 390, hidden: [7, 5], classes: 3, dropout: $0, from: &$1)
      },
      Model(name: "LeNet", inputs: [[2, 6, 6, 7], [2, 16, 1, 1], [2, 120], [2, 84]]) {
        try leNet("c", channels: 2, size: Extent(13, 15), classes: 3, dropout: $0, from: &$1)
      },
      Model(name: "convNet", inputs: [[2, 4, 6, 7], [2, 8, 3, 3], [2, 16, 3, 3]]) {
        try convNet("c", channels: 2, classes: 3, width: 4, dropout: $0, from: &$1)
      },
      Model(
        name: "PreAct ResNet-18",
        inputs: [[2, 4, 13, 15], [2, 4, 13, 15], [2, 8, 7, 8], [2, 16, 4, 4], [2, 32, 2, 2]]
      ) {
        try preActResNet("c", width: 4, channels: 2, classes: 3, dropout: $0, from: &$1)
      },
      Model(
        name: "ResNet-10, doubly normalized",
        inputs: [[2, 4, 13, 15], [2, 4, 13, 15], [2, 8, 7, 8], [2, 16, 4, 4], [2, 32, 2, 2]]
      ) {
        try preActResNet(
          "c", depth: 10, width: 4, channels: 2, classes: 3, form: .doublyNormalized, dropout: $0,
          from: &$1)
      },
      Model(
        name: "wide ResNet",
        inputs: [[2, 16, 13, 15], [2, 16, 13, 15], [2, 32, 7, 8], [2, 64, 4, 4]]
      ) {
        try wideResNet("c", depth: 10, width: 1, channels: 2, classes: 3, dropout: $0, from: &$1)
      },
      Model(
        name: "DenseNet",
        inputs: [[2, 6, 13, 15], [2, 6, 6, 7], [2, 6, 3, 3], [2, 12, 3, 3]]
      ) {
        try denseNet("c", depth: 16, growth: 3, channels: 2, classes: 3, dropout: $0, from: &$1)
      },
    ]

    private static func images() throws -> HostTensor { try sequence([2, 2, 13, 15], modulus: 37) }

    @Test(arguments: models) func changingNothingChangesNoBit(_ model: Model) throws {
      var random = RandomSource(seed: 3)
      let network = try model.make(0, &random)
      let stages = network.stages.count
      let results = try compile(options: testOptions()) { (x: Tensor) in
        [network(x, mode: Self.training)]
          + (0..<stages).map { stage in
            network(x, mode: Self.training, changingInputOf: stage) { $0 }
          }
      }(Self.images())
      #expect(results[0].shape == [2, 3])
      #expect(results[0].floats.allSatisfy(\.isFinite) && Set(results[0].floats).count == 6)
      // Compiled together they are one, and compiled apart they agree, too.
      #expect(results.allSatisfy { $0 == results[0] })
      for stage in 0..<stages {
        let apart = compile(options: testOptions()) { (x: Tensor) in
          network(x, mode: Self.training, changingInputOf: stage) { $0 }
        }
        #expect(try apart(Self.images())[0] == results[0], "stage \(stage)")
      }
    }

    /// Every stage takes what it should, and what comes out depends on it.
    @Test(arguments: models) func changesActOnTheInputOfTheirStage(_ model: Model) throws {
      var random = RandomSource(seed: 3)
      let network = try model.make(0, &random)
      #expect(network.stages.count == model.inputs.count + 1)
      let results = try compile(options: testOptions()) { (x: Tensor) in
        [network(x, mode: .inference)]
          + network.stages.indices.flatMap { stage in
            var seen: [Tensor] = []
            let y = network(x, mode: .inference, changingInputOf: stage) { input in
              seen.append(input)
              return input * 0.5
            }
            return seen + [y]
          }
      }(Self.images())
      try #require(results.count == 1 + 2 * network.stages.count)
      for (stage, shape) in ([[2, 2, 13, 15]] + model.inputs).enumerated() {
        #expect(results[1 + 2 * stage].shape == shape, "stage \(stage)")
        #expect(results[2 + 2 * stage] != results[0], "stage \(stage)")
      }
    }

    /// The logits differ from draw to draw in training alone, and names tell nothing of dropout.
    @Test(arguments: models) func dropoutActsInTrainingAlone(_ model: Model) throws {
      var random = RandomSource(seed: 3)
      let plain = try model.make(0, &random)
      random = RandomSource(seed: 3)
      let network = try model.make(0.5, &random)
      #expect(network.parameters.map(\.name) == plain.parameters.map(\.name))
      let results = try compile(options: testOptions()) { (key: Tensor, x: Tensor) in
        withRandomKey(RandomKey(key)) {
          [plain(x, mode: .inference), network(x, mode: .inference)]
            + (0..<2).map { _ in network(x, mode: Self.training) } + [plain(x, mode: Self.training)]
        }
      }(RandomKey.host(seed: 1, step: 0), Self.images())
      #expect(results[0] == results[1])
      #expect(results[2] != results[3] && results[2] != results[4])
      #expect(throws: ShapeError.self) { _ = try model.make(1, &random) }
    }

    @Test(arguments: models) func imagesOfOtherChannelsAreRefused(_ model: Model) throws {
      var random = RandomSource(seed: 3)
      let network = try model.make(0, &random)
      let x = HostTensor(repeating: 0, shape: [2, 5, 13, 15])
      let error = #expect(throws: ShapeError.self) {
        _ = try compile { network($0, mode: .inference) }(x)
      }
      #expect(error?.path.hasPrefix("c/") == true)
    }

    @Test(arguments: [8, 9, 28, 33]) func smallImagesOfManySidesAreTaken(_ side: Int) throws {
      var random = RandomSource(seed: 3)
      let networks: [any StagedNetwork] = [
        try convNet("c", channels: 1, classes: 10, width: 2, from: &random),
        try preActResNet("c", depth: 10, width: 2, channels: 1, classes: 10, from: &random),
        try denseNet("c", depth: 10, growth: 2, channels: 1, classes: 10, from: &random),
      ]
      for network in networks {
        let y = try compile(options: testOptions()) { network($0, mode: Self.training) }(
          sequence([3, 1, side, side]))[0]
        #expect(y.shape == [3, 10])
      }
    }
  }
}

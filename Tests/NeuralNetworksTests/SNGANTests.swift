// SNGAN's networks: parameter counts, shapes, what their parts compute, and classes.

import GraphCompiler
import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct SNGANTests {
    private static let training = LayerMode.training(updatesStatistics: false)

    /// Counted by hand from the paper's Table 3 and, for 64 pixels, the authors' networks.
    @Test(arguments: [
      (3, 32, 4_276_739, 1_053_825), (1, 32, 4_272_129, 1_051_265),
      (3, 64, 12_220_675, 10_141_441),
    ])
    func countsAreThoseOfThePublishedNetworks(
      _ channels: Int, _ side: Int, _ generatorCount: Int, _ discriminatorCount: Int
    ) throws {
      var random = RandomSource(seed: 0)
      let sizes = try SNGANSizes(channels: channels, side: side)
      // Unnormalised, which counts the same and needs no power iteration.
      let generator = try snganGenerator("g", sizes, deviation: 0.02, from: &random)
      let discriminator = try snganDiscriminator("d", sizes, isNormalized: false, from: &random)
      #expect(generator.parameterCount == generatorCount)
      #expect(discriminator.parameterCount == discriminatorCount)
    }

    /// Ten classes: two tables for each normalisation within blocks instead of two vectors, and one
    /// for the projection.
    @Test func classesAddTables() throws {
      var random = RandomSource(seed: 0)
      let sizes = try SNGANSizes(channels: 3, side: 32)
      let generator = try snganGenerator("g", sizes, classes: 10, from: &random)
      let discriminator = try snganDiscriminator("d", sizes, classes: 10, from: &random)
      #expect(generator.parameterCount == 4_276_739 + 6 * 2 * 9 * 256)
      #expect(discriminator.parameterCount == 1_053_825 + 10 * 128)
    }

    @Test(arguments: [(1, 32, nil), (3, 64, 3), (2, 32, 3)] as [(Int, Int, Int?)])
    func imagesComeOutAndLogitsComeBack(
      _ channels: Int, _ side: Int, _ classCount: Int?
    ) throws {
      var random = RandomSource(seed: 0)
      let sizes = try SNGANSizes(
        channels: channels, side: side, latentSize: 7, generatorWidth: 2, discriminatorWidth: 1)
      let generator = try snganGenerator("g", sizes, classes: classCount, from: &random)
      let discriminator = try snganDiscriminator(
        "d", sizes, pack: classCount == nil ? 2 : 1, classes: classCount, from: &random)
      let function = compile(options: testOptions()) { (noise: Tensor) in
        let classes = classCount.map { _ in Tensor(HostTensor([Int32(0), 1, 2, 1])) }
        let images = generator(noise, classes: classes, mode: Self.training)
        let packs =
          classCount == nil ? images.reshaped(to: [2, 2 * channels, side, side]) : images
        return [images, discriminator(packs, classes: classes, mode: Self.training)]
      }
      let results = try function(sequence([4, 7]))
      #expect(results[0].shape == [4, channels, side, side])
      #expect(results[0].floats.allSatisfy { (-1...1).contains($0) })
      #expect(results[1].shape == [classCount == nil ? 2 : 4, 1])
      #expect(Set(results[1].floats).count == results[1].shape[0])
    }

    /// The class decides what is made of a noise, and what is thought of an image.
    @Test func classesTell() throws {
      var random = RandomSource(seed: 0)
      let sizes = try SNGANSizes(
        channels: 1, side: 32, latentSize: 3, generatorWidth: 2, discriminatorWidth: 2)
      let dcgan = try DCGANSizes(channels: 1, side: 8, latentSize: 3, width: 4)
      let pairs = [
        (
          try snganGenerator("g", sizes, classes: 2, from: &random),
          try snganDiscriminator("d", sizes, classes: 2, from: &random)
        ),
        (
          try dcganGenerator("g", dcgan, classes: 2, from: &random),
          try dcganDiscriminator("d", dcgan, classes: 2, from: &random)
        ),
      ]
      for (generator, discriminator) in pairs {
        for table in generator.parameters where table.name.hasSuffix("gammas.weight") {
          try table.setHostValue(sequence(table.shape))
        }
        let results = try compile { (noise: Tensor) in
          let classes = [Int32(0), 1].map { Tensor(HostTensor([$0])) }
          let images = classes.map { generator(noise, classes: $0, mode: .inference) }
          return images + classes.map { discriminator(images[0], classes: $0, mode: .inference) }
        }(sequence([1, 3]))
        #expect(results[0] != results[1])
        #expect(results[2] != results[3])
      }
    }

    /// `logit(phi) + <embedding_c, phi>` of known numbers, at a rank of 2 and of 4.
    @Test func theProjectionAddsAnInnerProduct() throws {
      var random = RandomSource(seed: 0)
      let dcgan = try DCGANSizes(channels: 1, side: 8, latentSize: 3, width: 4)
      let network = try dcganDiscriminator("d", dcgan, classes: 2, from: &random)
      let head = try #require(network.layers.last)
      let names = head.parameters.map(\.name)
      #expect(names == ["d.2.logit.weight", "d.2.logit.bias", "d.2.embedding.weight"])
      try head.parameters[0].setHostValue(HostTensor(repeating: 0.5, shape: [1, 4, 4, 4]))
      try head.parameters[1].setHostValue(vector(0.25))
      try head.parameters[2].setHostValue(matrix([[1, 2, 3, 4], [-1, 0, 0, 1]]))
      let features = (0..<64).map { Float($0 / 16) }
      let x = try HostTensor(features + features, shape: [2, 4, 4, 4])
      let y = try compile { (x: Tensor) in
        head(x, classes: Tensor(HostTensor([Int32(0), 1])), mode: .inference)
      }(x)[0]
      // Sums over pixels are 0, 16, 32 and 48: a logit of 48.25, and products of 320 and 48.
      #expect(y.floats == [368.25, 96.25])
    }

    /// Vectors belong to every weight, and they move in the calls that update statistics alone.
    @Test func everyWeightOfTheDiscriminatorIsNormalised() throws {
      var random = RandomSource(seed: 0)
      let sizes = try SNGANSizes(channels: 1, side: 32, generatorWidth: 1, discriminatorWidth: 2)
      let network = try snganDiscriminator("d", sizes, classes: 3, from: &random)
      let originals = network.parameters.filter { $0.name.hasSuffix("weight_orig") }
      #expect(network.parameters.filter { $0.name.hasSuffix("weight") }.isEmpty)
      // Blocks of three, three, two and two convolutions, the logit and the table.
      #expect(originals.count == 12)
      #expect(network.statistics.count == 24)
      #expect(!network.dependsOnBatch)
      #expect(
        network.parameters.map(\.name).prefix(3)
          == ["d.0.c1.weight_orig", "d.0.c1.bias", "d.0.c2.weight_orig"])
      let before = network.statistics.map(\.hostValue)
      let x = try sequence([2, 1, 32, 32])
      let classes = HostTensor([Int32(0), 1])
      for updates in [false, true] {
        _ = try compile { (x: Tensor) in
          network(x, classes: Tensor(classes), mode: .training(updatesStatistics: updates))
        }(x)
        #expect((network.statistics.map(\.hostValue) == before) == !updates)
      }
    }

    /// A discriminator without biases whose weights are ten times greater answers the same.
    @Test func scalesOfWeightsDoNotMatter() throws {
      var random = RandomSource(seed: 0)
      let sizes = try SNGANSizes(channels: 1, side: 32, generatorWidth: 1, discriminatorWidth: 2)
      let network = try snganDiscriminator("d", sizes, from: &random)
      let function = compile { network($0, mode: Self.training) }
      for bias in network.parameters where bias.name.hasSuffix("bias") {
        try bias.setHostValue(HostTensor(repeating: 0, shape: bias.shape))
      }
      let x = try sequence([2, 1, 32, 32])
      let before = try function(x)[0].floats
      for weight in network.parameters where weight.name.hasSuffix("weight_orig") {
        try weight.setHostValue(
          HostTensor(weight.hostValue.floats.map { $0 * 10 }, shape: weight.shape))
      }
      expectClose(try function(x)[0].floats, before.map(Double.init), 1e-4)
    }

    @Test(arguments: [28, 48, 8, 128, 0, -32])
    func otherSidesAreRefused(_ side: Int) {
      let error = #expect(throws: ShapeError.self) {
        _ = try SNGANSizes(channels: 1, side: side)
      }
      #expect(error?.remedy.contains("32 x 32 or 64 x 64 pixels") == true)
    }

    @Test func sizesOutOfRangeAreRefused() {
      for (channels, latent, width) in [(0, 1, 1), (1, 0, 1), (1, 1, 0), (1, 1, 5000)] {
        #expect(throws: ShapeError.self) {
          _ = try SNGANSizes(
            channels: channels, side: 32, latentSize: latent, generatorWidth: width)
        }
      }
    }
  }
}

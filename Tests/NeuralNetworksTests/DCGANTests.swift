// DCGAN's networks: parameter counts, shapes, and the images they fit.

import NeuralNetworks
import Tensors
import Testing

extension NeuralNetworksTests {
  @Suite struct DCGANTests {
    /// The counts of the PyTorch tutorial's networks, whose convolutions have no bias at all: ours
    /// have one where no normalisation takes it away again.
    @Test func countsAreThoseOfThePublishedNetworks() throws {
      var random = RandomSource(seed: 0)
      let sizes = try DCGANSizes(channels: 3, side: 64)
      let generator = try dcganGenerator("g", sizes, from: &random)
      let discriminator = try dcganDiscriminator("d", sizes, from: &random)
      #expect(generator.parameterCount == 3_576_704 + 3)
      #expect(discriminator.parameterCount == 2_765_568 + 64 + 1)
    }

    @Test(arguments: [(1, 8), (1, 28), (3, 32), (3, 12)])
    func imagesComeOutAndLogitsComeBack(_ channels: Int, _ side: Int) throws {
      var random = RandomSource(seed: 0)
      let sizes = try DCGANSizes(channels: channels, side: side, latentSize: 7, width: 4)
      let generator = try dcganGenerator("g", sizes, from: &random)
      let discriminator = try dcganDiscriminator("d", sizes, pack: 2, from: &random)
      let function = compile(options: testOptions()) { (noise: Tensor) in
        let mode = LayerMode.training(updatesStatistics: false)
        let images = generator(noise, mode: mode)
        let packs = images.reshaped(to: [2, 2 * channels, side, side])
        return [images, discriminator(packs, mode: mode)]
      }
      let results = try function(try HostTensor(noise(28), shape: [4, 7]))
      #expect(results[0].shape == [4, channels, side, side])
      #expect(results[0].floats.allSatisfy { (-1...1).contains($0) })
      #expect(results[1].shape == [2, 1])
    }

    /// A logit of an image alone is that of the same image in a batch, but for batch normalisation.
    @Test(arguments: DCGANNormalization.allCases)
    func normalisationsJudgeEveryImageForItself(_ normalization: DCGANNormalization) throws {
      var random = RandomSource(seed: 3)
      let sizes = try DCGANSizes(channels: 1, side: 16, latentSize: 7, width: 4)
      let network = try dcganDiscriminator(
        "d", sizes, normalization: normalization, deviation: nil, from: &random)
      let mode = LayerMode.training(updatesStatistics: false)
      let function = compile(options: testOptions()) { (images: Tensor) in
        [network(images, mode: mode), network(images.sliced(along: 0, 0..<2), mode: mode)]
      }
      let pixels = (0..<(6 * 256)).map { (place: Int) -> Float in
        Float(place * place % 23) * 0.1 - 1
      }
      let results = try function(try HostTensor(pixels, shape: [6, 1, 16, 16]))
      let logits = results.map(\.floats)
      let difference = max(abs(logits[0][0] - logits[1][0]), abs(logits[0][1] - logits[1][1]))
      #expect(normalization == .batch ? difference > 1e-3 : difference < 1e-5)
      #expect(logits[0][0] != logits[0][1])
      #expect(network.dependsOnBatch == (normalization == .batch))
      let named = Set(network.parameters.map(\.name))
      #expect(named.contains("d.3.weight") == [.batch, .layer].contains(normalization))
      #expect(named.contains("d.0.weight_orig") == (normalization == .spectral))
    }

    @Test func projectionsAreNormalisedWithTheRest() throws {
      var random = RandomSource(seed: 0)
      let sizes = try DCGANSizes(channels: 1, side: 8, width: 2)
      let network = try dcganDiscriminator(
        "d", sizes, classes: 3, normalization: .spectral, from: &random)
      #expect(network.parameters.map(\.name).filter { $0.hasSuffix("weight_orig") }.count == 3)
    }

    @Test(arguments: [4, 7, 9, 30, 0])
    func sidesThatDoNotFitAreRefused(_ side: Int) {
      #expect(throws: ShapeError.self) { _ = try DCGANSizes(channels: 1, side: side) }
    }
  }
}

/// Numbers from -1 to 1 that repeat late.
private func noise(_ count: Int) -> [Float] { (0..<count).map { Float($0 % 11) * 0.2 - 1 } }

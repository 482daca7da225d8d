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

    @Test(arguments: [4, 7, 9, 30, 0])
    func sidesThatDoNotFitAreRefused(_ side: Int) {
      #expect(throws: ShapeError.self) { _ = try DCGANSizes(channels: 1, side: side) }
    }
  }
}

/// Numbers from -1 to 1 that repeat late.
private func noise(_ count: Int) -> [Float] { (0..<count).map { Float($0 % 11) * 0.2 - 1 } }

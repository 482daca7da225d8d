// Tables of layers: the rows of DCGAN, of perceptrons and of SNGAN, and sums that are the counts.

import Datasets
import GANLab
import NeuralNetworks
import Tensors
import TestSupport
import Testing
import Training

extension GANLabTests {
  @Suite struct LayerTableTests {
    private func tables(
      _ model: GANArchitecture.Model, side: Int, classes: Int? = nil, pack: Int = 1
    ) throws -> (trainer: GANTrainer, generator: LayerTable, discriminator: LayerTable) {
      let set = try ImageSet(
        name: "blank", channels: 1, height: side, width: side,
        pixels: [UInt8](repeating: 0, count: side * side), labels: [0],
        classNames: (0..<(classes ?? 1)).map(String.init))
      var architecture = GANArchitecture()
      (architecture.model, architecture.latentSize) = (model, 5)
      (architecture.classCount, architecture.pack) = (classes, pack)
      let networks = try GANNetworks(architecture, sampleSizes: [1, side, side], seed: 0)
      let trainer = try GANTrainer(
        generator: networks.generator, discriminator: networks.discriminator,
        data: .images(ImageFeed(set, seed: 0)),
        configuration: smallConfiguration {
          ($0.latentSize, $0.isConditional, $0.pack) = (5, classes != nil, pack)
        })
      let tables = try trainer.layerTables()
      return (trainer, tables.generator, tables.discriminator)
    }

    /// Like `3 TransposedConvolution2D: 1 x 8 x 8, 65`.
    private func lines(_ table: LayerTable) -> [String] {
      table.rows.map { row in
        "\(row.layer): \(row.output.map(String.init).joined(separator: " x ")), \(row.parameters)"
      }
    }

    @Test func rowsOfDCGAN() throws {
      let (trainer, generator, discriminator) = try tables(
        .dcgan(width: 4, normalization: .batch), side: 16, pack: 2)
      #expect(
        lines(generator) == [
          "0 TransposedConvolution2D: 8 x 4 x 4, 640", "1 BatchNorm: 8 x 4 x 4, 16",
          "2 relu: 8 x 4 x 4, 0", "3 TransposedConvolution2D: 4 x 8 x 8, 512",
          "4 BatchNorm: 4 x 8 x 8, 8", "5 relu: 4 x 8 x 8, 0",
          "6 TransposedConvolution2D: 1 x 16 x 16, 65", "7 tanh: 1 x 16 x 16, 0",
        ])
      #expect(
        lines(discriminator) == [
          "0 Convolution2D: 4 x 8 x 8, 132", "1 leakyReLU: 4 x 8 x 8, 0",
          "2 Convolution2D: 8 x 4 x 4, 512", "3 BatchNorm: 8 x 4 x 4, 16",
          "4 leakyReLU: 8 x 4 x 4, 0", "5 Convolution2D: 1 x 1 x 1, 129", "6 Flattened: 1, 0",
        ])
      #expect(generator.parameterCount == trainer.generator.parameterCount)
      #expect(discriminator.parameterCount == trainer.discriminator.parameterCount)
      let text = generator.text.split(separator: "\n")
      #expect(text[0] == "layer                      output       parameters")
      #expect(text[7] == "6 TransposedConvolution2D  1 x 16 x 16          65")
      #expect(text[9].hasPrefix("all ") && text[9].hasSuffix(" 1,241"))
    }

    @Test func rowsOfPerceptrons() throws {
      let trainer = try smallTrainer(smallConfiguration())
      let (generator, discriminator) = try trainer.layerTables()
      #expect(lines(generator) == ["0 Linear: 16, 48", "1 relu: 16, 0", "2 Linear: 2, 34"])
      #expect(lines(discriminator) == ["0 Linear: 16, 48", "1 relu: 16, 0", "2 Linear: 1, 17"])
    }

    /// Blocks stand after their parts; spectral vectors are no parameters.
    @Test func rowsOfConditionalSNGAN() throws {
      let (trainer, generator, discriminator) = try tables(
        .sngan(generatorWidth: 1, discriminatorWidth: 2, normalizesDiscriminator: true), side: 32,
        classes: 3)
      #expect(
        lines(generator).prefix(13) == [
          "0 Linear: 64, 384", "1 Reshaped: 4 x 4 x 4, 0",
          "2 GrowingBlock/b1 ConditionalBatchNorm/gammas Embedding: 4, 12",
          "2 GrowingBlock/b1 ConditionalBatchNorm/betas Embedding: 4, 12",
          "2 GrowingBlock/b1 ConditionalBatchNorm: 4 x 4 x 4, 0",
          "2 GrowingBlock/c1 Convolution2D: 4 x 8 x 8, 148",
          "2 GrowingBlock/b2 ConditionalBatchNorm/gammas Embedding: 4, 12",
          "2 GrowingBlock/b2 ConditionalBatchNorm/betas Embedding: 4, 12",
          "2 GrowingBlock/b2 ConditionalBatchNorm: 4 x 8 x 8, 0",
          "2 GrowingBlock/c2 Convolution2D: 4 x 8 x 8, 148",
          "2 GrowingBlock/c_sc Convolution2D: 4 x 4 x 4, 20", "2 GrowingBlock: 4 x 8 x 8, 0",
          "3 GrowingBlock/b1 ConditionalBatchNorm/gammas Embedding: 4, 12",
        ])
      #expect(
        lines(discriminator).suffix(8) == [
          "3 ShrinkingBlock/c1 Convolution2D: 4 x 8 x 8, 148",
          "3 ShrinkingBlock/c2 Convolution2D: 4 x 8 x 8, 148", "3 ShrinkingBlock: 4 x 8 x 8, 0",
          "4 relu: 4 x 8 x 8, 0", "5 GlobalSumPooling: 4, 0", "6 ProjectionHead/logit Linear: 1, 5",
          "6 ProjectionHead/embedding Embedding: 4, 12", "6 ProjectionHead: 1, 0",
        ])
      #expect(generator.parameterCount == trainer.generator.parameterCount)
      #expect(discriminator.parameterCount == trainer.discriminator.parameterCount)
    }

    /// A layer of one's own that names no path: its parameters still count.
    @Test func layersWithoutPathsCount() throws {
      struct Shift: Layer {
        let by = Variable("generator.by", HostTensor([Float(1), 2]))
        var parameters: [Variable] { [by] }
        func callAsFunction(_ x: Tensor) -> Tensor { x + by.value }
      }
      let networks = try GANNetworks.multilayerPerceptrons(
        latentSize: 2, width: 4, hiddenLayers: 0, seed: 0)
      let trainer = try GANTrainer(
        generator: Shift(), discriminator: networks.discriminator, data: GaussianMixture.ring,
        configuration: smallConfiguration())
      #expect(try lines(trainer.layerTables().generator) == ["other layers: , 2"])
    }

    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
    func digitsStandInGroups(number: Int, text: String) {
      #expect(DigitGroups.text(number) == text)
    }
  }
}

// The layers of a GAN's two networks.

import NeuralNetworks
import Tensors
import Training

extension GANTrainer {
  /// The layers of the generator and of the discriminator.
  /// - Throws: `ShapeError` if a network does not take the samples.
  public func layerTables() throws -> (generator: LayerTable, discriminator: LayerTable) {
    let rows = configuration.pack
    let classes = configuration.isConditional ? [TensorType([rows], .int32)] : []
    let latent = TensorType([rows, configuration.latentSize])
    let samples = TensorType(Shape([rows] + data.sampleSizes))
    return (
      try LayerTable(generator, [latent] + classes) { [generator] inputs in
        generator(inputs[0], classes: inputs.dropFirst().first, mode: .inference)
      },
      try LayerTable(discriminator, [samples] + classes) { [unowned self] inputs in
        answers(on: inputs[0], classes: inputs.dropFirst().first)
      }
    )
  }
}

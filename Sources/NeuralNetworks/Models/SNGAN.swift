// The residual generator and discriminator of SNGAN, for images of 32 and 64 pixels.

import Tensors

/// The sizes of SNGAN's networks for square images.
///
/// Miyato, Kataoka, Koyama, Yoshida, "Spectral normalization for generative adversarial networks"
/// (2018), arXiv 1802.05957, Table 3 for 32 pixels, and the networks that the authors published for
/// 64. Both begin with images of 4 x 4 pixels. With a width of 64 they are the published ones:
///
/// | side | generator's channels, from 4 x 4 on | discriminator's, by block |
/// | --- | --- | --- |
/// | 32 | 256, 256, 256, 256 | 128, 128, 128, 128; the first two halve |
/// | 64 | 1024, 512, 256, 128, 64 | 64, 128, 256, 512, 1024; all halve |
public struct SNGANSizes: Sendable, Equatable {
  /// The sides that images may have, in pixels.
  public static let sides = [32, 64]
  /// Colours of a pixel.
  public let channels: Int
  /// Height and width of an image.
  public let side: Int
  /// The size of the generator's input.
  public let latentSize: Int
  /// A quarter of the generator's channels next to the picture at 32 pixels, all of them at 64; half
  /// of the discriminator's and all of them.
  public let generatorWidth: Int, discriminatorWidth: Int

  /// - Throws: `ShapeError` for sizes below 1 or widths above 4,096, and for a side that is neither
  ///   32 nor 64.
  public init(
    channels: Int, side: Int, latentSize: Int = 128, generatorWidth: Int = 64,
    discriminatorWidth: Int = 64
  ) throws(ShapeError) {
    guard Self.sides.contains(side) else {
      throw ShapeError(
        operation: "SNGAN", problem: "images of \(side) x \(side) pixels came",
        remedy: "use images of 32 x 32 or 64 x 64 pixels, or model dcgan, which takes other sizes")
    }
    guard channels >= 1, latentSize >= 1, (1...4096).contains(generatorWidth),
      (1...4096).contains(discriminatorWidth)
    else {
      throw ShapeError(
        operation: "SNGAN",
        problem: "\(channels) channels, \(latentSize) latent numbers and widths "
          + "\(generatorWidth) and \(discriminatorWidth) came",
        remedy: "use at least 1 of each and widths of at most 4,096")
    }
    (self.channels, self.side, self.latentSize) = (channels, side, latentSize)
    (self.generatorWidth, self.discriminatorWidth) = (generatorWidth, discriminatorWidth)
  }

  /// The generator's channels at each side, from 4 pixels on.
  fileprivate var generatorChannels: [Int] {
    (side == 32 ? [4, 4, 4, 4] : [16, 8, 4, 2, 1]).map { $0 * generatorWidth }
  }

  /// What each of the discriminator's blocks makes, and whether it halves the side.
  fileprivate var discriminatorBlocks: [(channels: Int, halves: Bool)] {
    let blocks =
      side == 32
      ? [(2, true), (2, true), (2, false), (2, false)]
      : [1, 2, 4, 8, 16].map { ($0, true) }
    return blocks.map { ($0.0 * discriminatorWidth, $0.1) }
  }
}

/// SNGAN's generator: `[batch, latent]` to `[batch, channels, side, side]` in [-1, 1].
///
/// A linear layer, residual blocks that double the side, batch normalisation, ReLU, a convolution
/// and tanh, numbered as a `Sequential`'s parts. For the 3 colours of CIFAR-10 it has 4,276,739
/// parameters.
/// - Parameters:
///   - classes: The number of classes; the normalisations within blocks are conditional then. Nil
///     for none.
///   - deviation: The standard deviation of normal first weights; nil for the paper's law,
///     `U[-b, b)` with `b = sqrt(6 / (fanIn + fanOut))`, times sqrt 2 for 3 x 3 kernels of blocks.
public func snganGenerator(
  _ name: String, _ sizes: SNGANSizes, classes: Int? = nil, deviation: Float? = nil,
  from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  let law = BlockInitialization(deviation: deviation)
  let widths = sizes.generatorChannels
  var layers: [any Layer] = [
    try Linear(
      "\(name).0", inputs: sizes.latentSize, outputs: 16 * widths[0],
      weightInitializer: law.plain, from: &random),
    Reshaped([widths[0], 4, 4]),
  ]
  for (inputs, outputs) in zip(widths, widths.dropFirst()) {
    layers.append(
      try GrowingBlock(
        "\(name).\(layers.count)", inputs: inputs, outputs: outputs, classes: classes, law,
        from: &random))
  }
  let last = widths[widths.count - 1]
  layers.append(try BatchNorm("\(name).\(layers.count)", features: last))
  layers.append(Activation.relu)
  layers.append(
    try Convolution2D(
      "\(name).\(layers.count)", inputs: last, outputs: sizes.channels, kernel: 3, padding: 1,
      weightInitializer: law.plain, from: &random))
  layers.append(Activation.tanh)
  return Sequential(name, layers)
}

/// SNGAN's discriminator: `[batch, channels, side, side]` to a logit each, `[batch, 1]`.
///
/// Residual blocks, ReLU, the sum over all pixels, and a linear layer, all spectrally normalised and
/// without batch normalisation. For the 3 colours of CIFAR-10 it has 1,053,825 parameters.
/// - Parameters:
///   - pack: Images that lie one behind the other in the channels, as in PacGAN.
///   - classes: The number of classes, whose vectors the sums are projected on; Miyato, Koyama,
///     "cGANs with projection discriminator" (2018), arXiv 1802.05637. Nil for none.
///   - isNormalized: Whether weights are divided by their greatest singular values.
///   - deviation: As the generator's.
public func snganDiscriminator(
  _ name: String, _ sizes: SNGANSizes, pack: Int = 1, classes: Int? = nil,
  isNormalized: Bool = true, deviation: Float? = nil, from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  let law = BlockInitialization(deviation: deviation)
  let (channels, overflow) = sizes.channels.multipliedReportingOverflow(by: pack)
  var inputs = overflow ? Int.max : channels
  var layers: [any Layer] = []
  for (index, block) in sizes.discriminatorBlocks.enumerated() {
    layers.append(
      try ShrinkingBlock(
        "\(name).\(index)", inputs: inputs, outputs: block.channels, halves: block.halves,
        isFirst: index == 0, isNormalized: isNormalized, law, from: &random))
    inputs = block.channels
  }
  layers += [Activation.relu, GlobalSumPooling()]
  let place = "\(name).\(layers.count)"
  let head = try Linear(
    classes == nil ? place : "\(place).logit", inputs: inputs, outputs: 1,
    weightInitializer: law.plain, from: &random)
  let logit: any NamedLayer = isNormalized ? try SpectralNorm(head, from: &random) : head
  guard let classes else { return Sequential(name, layers + [logit]) }
  let table = try Embedding(
    "\(place).embedding", count: classes, features: inputs, weightInitializer: law.plain,
    from: &random)
  let embedding: any NamedLayer = isNormalized ? try SpectralNorm(table, from: &random) : table
  return Sequential(name, layers + [ProjectionHead(place, logit: logit, embedding: embedding)])
}

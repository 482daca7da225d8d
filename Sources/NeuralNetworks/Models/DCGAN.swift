// The convolutional generator and discriminator of DCGAN, for images of many sizes.

import Tensors

/// The sizes of DCGAN's networks for square images.
///
/// Radford, Metz, Chintala, "Unsupervised representation learning with deep convolutional
/// generative adversarial networks" (2016), arXiv 1511.06434. Every stage halves or doubles the
/// side with kernels of 4 x 4; the smallest images have 4 to 7 pixels a side, so that 64, 32, 28, 16
/// and 8 pixels fit. Widths double from `width` at the largest images.
public struct DCGANSizes: Sendable, Equatable {
  /// Colours of a pixel.
  public let channels: Int
  /// Height and width of an image.
  public let side: Int
  /// The size of the generator's input.
  public let latentSize: Int
  /// The channels of the widest images between layers, those next to the picture.
  public let width: Int
  /// The side of the smallest images, and how often it is doubled.
  public let smallestSide: Int, stages: Int

  /// - Throws: `ShapeError` for sizes below 1, and for a side that is not 4 to 7 pixels doubled at
  ///   least once.
  public init(channels: Int, side: Int, latentSize: Int = 100, width: Int = 64) throws(ShapeError) {
    var smallest = side
    var stages = 0
    while smallest > 7, smallest % 2 == 0 { (smallest, stages) = (smallest / 2, stages + 1) }
    guard (4...7).contains(smallest), stages >= 1, channels >= 1, latentSize >= 1, width >= 1,
      stages <= 8, width <= 1 << 14
    else {
      throw ShapeError(
        operation: "DCGAN",
        problem: "\(channels) channels of \(side) x \(side) pixels, \(latentSize) latent numbers "
          + "and width \(width) came",
        remedy: "use at least 1 of each, a width of at most 16,384, and a side of 4 to 7 pixels "
          + "doubled 1 to 8 times, such as 8, 28, 32 or 64")
    }
    (self.channels, self.side, self.latentSize, self.width) = (channels, side, latentSize, width)
    (smallestSide, self.stages) = (smallest, stages)
  }

  /// The channels at each side, from the smallest images on.
  fileprivate var widths: [Int] { (0..<stages).reversed().map { width << $0 } }
}

/// DCGAN's generator: `[batch, latent]` to `[batch, channels, side, side]` in [-1, 1].
///
/// Transposed convolutions with batch normalisation and ReLU between them, tanh at the end. Numbered
/// as PyTorch's `Sequential` of the same parts: `<name>.0.weight`, `<name>.1.weight`...
/// - Parameters:
///   - classes: the number of classes; the normalisations are conditional then. Nil for none.
///   - deviation: the standard deviation of first weights, 0.02 in the paper; nil for PyTorch's law.
public func dcganGenerator(
  _ name: String, _ sizes: DCGANSizes, classes: Int? = nil, deviation: Float? = 0.02,
  from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  let law = deviation.map { Initializer.normal(standardDeviation: $0) } ?? .linearDefault
  var layers: [any Layer] = []
  var inputs = sizes.latentSize
  for (stage, outputs) in (sizes.widths + [sizes.channels]).enumerated() {
    let isLast = stage == sizes.stages
    layers.append(
      try TransposedConvolution2D(
        "\(name).\(layers.count)", inputs: inputs, outputs: outputs,
        kernel: stage == 0 ? Extent(sizes.smallestSide, sizes.smallestSide) : 4,
        stride: stage == 0 ? 1 : 2, padding: stage == 0 ? 0 : 1, bias: isLast,
        weightInitializer: law, from: &random))
    if isLast {
      layers.append(Activation.tanh)
    } else {
      let place = "\(name).\(layers.count)"
      if let classes {
        layers.append(try ConditionalBatchNorm(place, classes: classes, features: outputs))
      } else {
        layers.append(try BatchNorm(place, features: outputs))
      }
      layers.append(Activation.relu)
    }
    inputs = outputs
  }
  return Sequential(name, layers)
}

/// What keeps the numbers between the layers of DCGAN's discriminator in bounds.
///
/// A discriminator that is trained on mixtures of reals and fakes and then judges fakes alone meets
/// other batch statistics than those it was trained with, so with mixup it needs one of the others.
public enum DCGANNormalization: String, Sendable, CaseIterable {
  /// Nothing.
  case none
  /// Batch normalisation, as in the paper: what becomes of an image depends on its batch.
  case batch
  /// Normalisation over the channels and pixels of each image, with a weight and a bias for each
  /// channel, as critics of WGAN-GP have it.
  case layer
  /// Weights divided by their greatest singular values, as in Miyato et al. 2018.
  case spectral
}

/// DCGAN's discriminator: `[batch, channels, side, side]` to a logit each, `[batch, 1]`.
///
/// Convolutions of stride 2 with a normalisation, but for the first, and leaky ReLU of slope 0.2.
/// - Parameters:
///   - pack: images that lie one behind the other in the channels, as in PacGAN.
///   - classes: the number of classes, on whose vectors the features before the last convolution,
///     summed over pixels, are projected as in Miyato and Koyama 2018; nil for none.
///   - normalization: `batch` is the paper's; with all others every image is judged for itself, as
///     penalties on slopes and mixup need. `spectral` concerns all weights.
///   - deviation: the standard deviation of first weights; nil for PyTorch's law.
public func dcganDiscriminator(
  _ name: String, _ sizes: DCGANSizes, pack: Int = 1, classes: Int? = nil,
  normalization: DCGANNormalization = .batch, deviation: Float? = 0.02,
  from random: inout RandomSource
) throws(ShapeError) -> Sequential {
  let law = deviation.map { Initializer.normal(standardDeviation: $0) } ?? .linearDefault
  let isSpectral = normalization == .spectral
  var layers: [any Layer] = []
  var inputs = sizes.channels * pack
  for (stage, outputs) in sizes.widths.reversed().enumerated() {
    let hasNorm = stage > 0 && (normalization == .batch || normalization == .layer)
    let convolution = try Convolution2D(
      "\(name).\(layers.count)", inputs: inputs, outputs: outputs, kernel: 4, stride: 2,
      padding: 1, bias: !hasNorm, weightInitializer: law, from: &random)
    layers.append(isSpectral ? try SpectralNorm(convolution, from: &random) : convolution)
    let place = "\(name).\(layers.count)"
    if hasNorm, normalization == .batch {
      layers.append(try BatchNorm(place, features: outputs))
    } else if hasNorm {
      layers.append(try GroupNorm(place, groups: 1, channels: outputs))
    }
    layers.append(Activation.leakyReLU(slope: 0.2))
    inputs = outputs
  }
  let place = "\(name).\(layers.count)"
  let head = try Convolution2D(
    classes == nil ? place : "\(place).logit", inputs: inputs, outputs: 1,
    kernel: Extent(sizes.smallestSide, sizes.smallestSide), weightInitializer: law, from: &random)
  let logit: any NamedLayer = isSpectral ? try SpectralNorm(head, from: &random) : head
  guard let classes else { return Sequential(name, layers + [logit, Flattened()]) }
  let table = try Embedding(
    "\(place).embedding", count: classes, features: inputs, weightInitializer: law, from: &random)
  let embedding: any NamedLayer = isSpectral ? try SpectralNorm(table, from: &random) : table
  return Sequential(name, layers + [ProjectionHead(place, logit: logit, embedding: embedding)])
}

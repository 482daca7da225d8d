// What can be timed, under the names that other frameworks' timings of the same work bear.

/// A piece of training work of a fixed size.
public enum Workload: String, Sendable, CaseIterable {
  /// One step of the mixup paper's 2D GAN: five discriminator updates on mixtures and one of the
  /// generator, networks 2-512-512-512-2 and 2-512-512-512-1, batch 128, Adam.
  case toyGAN = "toy-gan"
  /// The same without mixing: reals and fakes are scored together, 256 rows at a time.
  case toyGANWithoutMixup = "toy-gan-erm"
  /// The same with WGAN-GP: five critic updates with second derivatives.
  case wassersteinGP = "wgan-gp"
  /// One step of DCGAN on 28 x 28 pixels of one channel, batch 64: an update of the discriminator on
  /// mixtures and one of the generator.
  case dcgan28
  /// The same on 32 x 32 pixels of three channels.
  case dcgan32
  /// One step of PreAct ResNet-18 on 32 x 32 pixels, batch 128, trained with mixup and SGD.
  case preact18
  /// One step of a wide residual network of depth 28 and width 10, batch 32, likewise.
  case wideResNet = "wrn-28-10"
  /// One step of LeNet-5 on 28 x 28 pixels, batch 128, likewise.
  case lenet
  /// One step of a small classifier of rows of numbers, trained with mixup.
  case tabular

  /// The steps in a block, by default.
  var steps: Int {
    switch self {
    case .toyGAN: 40
    case .toyGANWithoutMixup: 30
    case .wassersteinGP: 20
    case .dcgan28, .dcgan32: 10
    case .preact18: 2
    case .wideResNet: 1
    case .lenet: 100
    case .tabular: 500
    }
  }

  /// The work, ready for its first step.
  package func job(_ settings: BenchmarkSettings) throws -> any BenchmarkJob {
    switch self {
    case .toyGAN: try GANJob(.points, ["mixup": "paper"], settings)
    case .toyGANWithoutMixup: try GANJob(.points, ["mixup": "off"], settings)
    case .wassersteinGP: try GANJob(.points, ["objective": "wgan-gp"], settings)
    case .dcgan28:
      try GANJob(
        .images(channels: 1, side: 28), ["data": "mnist", "norm-d": "batch", "conditional": "off"],
        settings)
    case .dcgan32:
      try GANJob(
        .images(channels: 3, side: 32),
        ["data": "cifar10", "norm-d": "batch", "conditional": "off"],
        settings)
    case .preact18: try ClassifierJob(.preActResNet18, settings.compileOptions)
    case .wideResNet: try ClassifierJob(.wideResNet, settings.compileOptions)
    case .lenet: try ClassifierJob(.leNet, settings.compileOptions)
    case .tabular: try ClassifierJob(.tabular, settings.compileOptions)
    }
  }
}

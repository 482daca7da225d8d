// Every setting of a GAN, each in one row: key, range, default, help.

import Datasets
import GraphCompiler
import Mixing
import Runs

extension GANRecipe {
  static let dataRows: [Setting] = [
    .nameOrFile(
      "data", PointSets.all.map(\.name) + ImageCatalog.all.map(\.name),
      endings: PointData.fileEndings, prefixes: ImageSources.prefixes, default: "ring",
      help: "real points or images: a set by name, your own points as two columns, or a folder of "
        + "your own images"),
    .text(
      "data-dir", default: "",
      help: "folder of a set of images or of your own data; MIXLAB_DATA and the user's cache, "
        + "or the folder of the recipe file, by default",
      isHashed: false),
    .integer(
      "train-points", 1...FinitePoints.largestCount, or: ["fresh"], default: "fresh",
      help: "points of a named set drawn once to train on; fresh draws new ones at every step"),
    .real(
      "held-out", .between(0, and: 1), default: 0.2,
      help: "share of a file's points that training never sees and metrics are taken against"),
  ]

  static let gameRows: [Setting] = [
    .choice(
      "mixup", ["paper", "demo", "off"], default: "paper",
      help: "what the discriminator sees: the paper's formula, the authors' code, or no mixing"),
    .real(
      "alpha", .from(0, below: 1e6), default: 0.2,
      help: "mixing strength: Beta(alpha, alpha) for paper, weights to alpha for demo; 0 is off"),
    .choice(
      "lambda", LambdaGranularity.allCases.map(\.rawValue), default: "sample",
      help: "which rows share a mixing weight"),
    .choice(
      "objective", ["auto"] + GANObjective.allCases.map(\.rawValue), default: "auto",
      help: "what the networks minimise; wgan-gp and relativistic turn mixup off; auto is "
        + kindDefaults("objective")),
    .real(
      "gradient-penalty", .above(0, through: 1e6), or: ["auto"], default: "auto",
      help: "weight of wgan-gp's penalty on the critic's slope; auto is "
        + kindDefaults("gradient-penalty")),
    .real(
      "r1", .from(0, below: 1e6), default: 0,
      help: "gamma of the penalty on the discriminator's squared slope at reals; 0 is off"),
    .real(
      "r2", .from(0, below: 1e6), default: 0,
      help: "gamma of the penalty on the discriminator's squared slope at fakes; 0 is off"),
    .integer(
      "pack", 1...8, default: 1, unit: "points",
      help: "points that the discriminator judges together, as in PacGAN; divides batch"),
    .choice(
      "conditional", ["auto", "off", "on"], default: "auto",
      help: "tell both networks the class of every image; for sets with labels, dcgan and sngan; "
        + "auto is on for sets by name, off beside mixup demo and packs"),
  ]

  static let trainingRows: [Setting] = [
    .integer(
      "steps", 1...100_000_000, or: ["auto"], default: "auto", unit: "generator steps",
      help: "how long to train; auto is " + kindDefaults("steps")),
    .integer(
      "steps-per-epoch", 1...100_000_000, or: ["auto"], default: "auto",
      unit: "generator steps",
      help: "how often to measure, draw a picture and save a checkpoint; auto is "
        + kindDefaults("steps-per-epoch")),
    .integer(
      "batch", 1...65_536, or: ["auto"], default: "auto", unit: "samples",
      help: "samples of each kind in a batch; auto is " + kindDefaults("batch")),
    .integer(
      "d-steps", 1...100, or: ["auto"], default: "auto",
      help: "discriminator updates before each generator update; auto is "
        + kindDefaults("d-steps")),
    .choice(
      "reuse-fakes", ["auto", "on", "off"], default: "auto",
      help: "whether the generator is judged by the fakes of the discriminator's last update, "
        + "which saves making others; auto is " + kindDefaults("reuse-fakes")),
    .real(
      "lr-g", .above(0, through: 10), or: ["auto"], default: "auto",
      help: "generator's learning rate; auto is " + kindDefaults("lr-g")),
    .real(
      "lr-d", .above(0, through: 10), or: ["auto"], default: "auto",
      help: "discriminator's learning rate; auto is " + kindDefaults("lr-d")),
    .real(
      "beta1", .from(0, below: 1), or: ["auto"], default: "auto",
      help: "Adam's decay of the mean gradient; auto is " + kindDefaults("beta1")),
    .real(
      "beta2", .from(0, below: 1), or: ["auto"], default: "auto",
      help: "Adam's decay of the mean squared gradient; auto is " + kindDefaults("beta2")),
    .real(
      "ema", .from(0, below: 1), default: 0.999,
      help: "decay of the averaged generator, less in the first steps; 0 makes it the raw one"),
  ]

  static let networkRows: [Setting] = [
    .choice(
      "model", ["auto", "mlp", "dcgan", "sngan"], default: "auto",
      help: "the networks: perceptrons, DCGAN's convolutions, or SNGAN's residual blocks, which "
        + "make 32 or 64 pixels; auto is " + kindDefaults("model")),
    .integer(
      "latent", 1...4096, or: ["auto"], default: "auto",
      help: "size of the generator's Gaussian input; auto is " + kindDefaults("latent")),
    .integer(
      "width", 1...16_384, or: ["auto"], default: "auto", unit: "units",
      help: "width of hidden layers, or the channels that others are multiples of in dcgan and "
        + "sngan; auto is 512, or 64 with dcgan and sngan"),
    .integer("depth", 0...64, default: 3, help: "hidden layers in each network"),
    .integer(
      "width-g", 1...16_384, or: ["auto"], default: "auto", unit: "units",
      help: "width of the generator's hidden layers; auto takes width"),
    .integer(
      "width-d", 1...16_384, or: ["auto"], default: "auto", unit: "units",
      help: "width of the discriminator's hidden layers; auto takes width"),
    .integer(
      "depth-g", 0...64, or: ["auto"], default: "auto",
      help: "the generator's hidden layers; auto takes depth"),
    .integer(
      "depth-d", 0...64, or: ["auto"], default: "auto",
      help: "the discriminator's hidden layers; auto takes depth"),
    .choice(
      "activation-g", GANRecipe.activations.map(\.name), default: "relu",
      help: "between the layers of a perceptron as generator; leaky-relu has slope 0.2"),
    .choice(
      "activation-d", GANRecipe.activations.map(\.name) + ["maxout"], default: "relu",
      help: "between the layers of a perceptron as discriminator; maxout takes the greatest of "
        + "several pieces"),
    .integer(
      "maxout-pieces", 2...64, default: 5, help: "linear pieces of each unit with maxout"),
    .choice(
      "norm-g", ["auto", "none", "batch"], default: "auto",
      help: "batch normalisation before the generator's activations, or none; auto is none, and "
        + "batch with dcgan and sngan"),
    .choice(
      "norm-d", ["auto", "none", "batch", "layer", "spectral"], default: "auto",
      help: "the same in dcgan's discriminator, over each image alone, or dcgan's or sngan's "
        + "weights divided by their norms; auto is spectral with sngan, and with dcgan layer "
        + "beside mixup, none with penalties on slopes, else batch"),
    .real(
      "init-std", .above(0, through: 10), or: ["auto"], default: "auto",
      help: "standard deviation of normal first weights, biases 0 in perceptrons; auto is "
        + "the model's own law, and 0.02 with dcgan"),
  ]

  static let measurementRows: [Setting] = [
    .integer(
      "samples", 10...1_000_000, or: ["auto"], default: "auto", unit: "samples",
      help: "samples drawn for each measurement; auto is " + kindDefaults("samples")),
    .integer(
      "wasserstein-points", 0...2000, default: 500, unit: "points",
      help: "points for exact Wasserstein distances, whose time grows with the cube; 0 leaves "
        + "them out"),
    .choices(
      "draw", PictureLayer.allCases.map(\.rawValue), default: [],
      help: "what pictures show besides: arrows of D's gradient, the generator's warped lattice",
      isHashed: false),
  ]
}

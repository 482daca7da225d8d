// The settings of a GAN in the plane: the one table that files, options and help come from.

import Datasets
import GraphCompiler
import Mixing
import Runs

/// The table of settings of `mixlab gan` and what it means.
public enum GANRecipe {
  /// Every setting with its range, default and help.
  public static let table = SettingTable(
    "gan",
    [
      .choice(
        "data", mixtures.map(\.name), default: "ring",
        help: "real points: ring of 8 or grid of 25 Gaussians"),
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
        "objective", GANObjective.allCases.map(\.rawValue), default: "saturating",
        help: "what the networks minimise; wgan-gp turns mixup off"),
      .real(
        "gradient-penalty", .above(0, through: 1e6), default: 0.1,
        help: "weight of wgan-gp's penalty on the critic's slope; 0.1 for points, 10 for images"),
      .integer(
        "steps", 1...100_000_000, default: 20_000, unit: "generator steps",
        help: "how long to train"),
      .integer(
        "steps-per-epoch", 1...100_000_000, default: 250, unit: "generator steps",
        help: "how often to measure, draw a picture and save a checkpoint"),
      .integer(
        "batch", 1...65_536, default: 128, unit: "points",
        help: "points of each kind in a batch"),
      .integer(
        "d-steps", 1...100, default: 5,
        help: "discriminator updates before each generator update"),
      .real("lr-g", .above(0, through: 10), default: 1e-3, help: "generator's learning rate"),
      .real("lr-d", .above(0, through: 10), default: 1e-3, help: "discriminator's learning rate"),
      .real("beta1", .from(0, below: 1), default: 0.9, help: "Adam's decay of the mean gradient"),
      .real(
        "beta2", .from(0, below: 1), default: 0.999,
        help: "Adam's decay of the mean squared gradient"),
      .real(
        "ema", .from(0, below: 1), default: 0.999,
        help: "decay of the averaged generator; 0 makes it the raw one"),
      .integer("latent", 1...4096, default: 2, help: "size of the generator's Gaussian input"),
      .integer("width", 1...16_384, default: 512, unit: "units", help: "width of hidden layers"),
      .integer("depth", 0...64, default: 3, help: "hidden layers in each network"),
      .integer(
        "samples", 10...1_000_000, default: 2500, unit: "points",
        help: "points drawn for each measurement"),
      .integer(
        "seed", 0...Int.max, default: 0, help: "what all random numbers are derived from"),
      .integer(
        "threads", 1...1024, or: ["auto"], default: "auto",
        help: "threads that kernels use; auto takes one for each core", isHashed: false),
      .choice(
        "precision", Precision.allCases.map(\.rawValue), default: "f32",
        help: "operands of matrix products in training steps; all else is always f32",
        isHashed: false),
    ])

  /// The mixtures that `data` names.
  static let mixtures = [GaussianMixture.ring, GaussianMixture.grid]

  /// The defaults.
  public static func defaults() throws(RecipeError) -> Recipe {
    try Recipe(defaultsOf: table)
  }
}

/// The settings of a recipe as the values that training takes.
public struct GANSettings: Sendable {
  /// The procedure.
  public var configuration = GANConfiguration()
  /// Where real points come from.
  public let data: GaussianMixture
  /// How long to train, in generator steps.
  public let steps: Int
  /// How often to measure, in generator steps.
  public let stepsPerEpoch: Int
  /// The width of hidden layers.
  public let width: Int
  /// The hidden layers in each network.
  public let depth: Int
  /// Points drawn for each measurement.
  public let samples: Int
  /// The threads that kernels use; nil for one on each core.
  public let threads: Int?
  /// How exactly this machine computes the matrix products of training steps.
  ///
  /// f32 on a processor without bf16 units, whatever the recipe says. Sampling and measuring are
  /// in f32 always.
  public let precision: Precision
  /// What a user should know about the precision that the recipe asks for; nil for nothing.
  public let precisionNote: String?

  /// Reads a recipe of the table `GANRecipe.table`.
  ///
  /// - Throws: `RecipeError` for settings that do not go together, such as mixup with wgan-gp.
  public init(_ recipe: Recipe) throws(RecipeError) {
    let recipe = try GANRecipe.resolved(recipe)
    let name = try recipe.text("data")
    guard let mixture = GANRecipe.mixtures.first(where: { $0.name == name }) else {
      throw .badRequest(key: "data", reason: "no mixture is called \(name)")
    }
    data = mixture
    steps = try recipe.integer("steps")
    stepsPerEpoch = try recipe.integer("steps-per-epoch")
    width = try recipe.integer("width")
    depth = try recipe.integer("depth")
    samples = try recipe.integer("samples")
    threads = try recipe.integerUnlessWord("threads")
    let precision = try recipe.choice("precision", as: Precision.self)
    self.precision = precision.available()
    precisionNote = precision.note()
    configuration.batch = try recipe.integer("batch")
    configuration.discriminatorSteps = try recipe.integer("d-steps")
    configuration.latentSize = try recipe.integer("latent")
    configuration.mixup = try Self.mixup(recipe)
    configuration.objective = try recipe.choice("objective", as: GANObjective.self)
    configuration.gradientPenalty = Float(try recipe.real("gradient-penalty"))
    configuration.generatorLearningRate = Float(try recipe.real("lr-g"))
    configuration.discriminatorLearningRate = Float(try recipe.real("lr-d"))
    configuration.adamBeta1 = Float(try recipe.real("beta1"))
    configuration.adamBeta2 = Float(try recipe.real("beta2"))
    configuration.averagingDecay = Float(try recipe.real("ema"))
    configuration.seed = UInt64(try recipe.integer("seed"))
  }
}

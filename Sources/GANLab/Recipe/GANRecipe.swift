// The settings of a GAN: the one table that files, options and help come from.

import Datasets
import GraphCompiler
import Mixing
import Runs
import Training

/// The table of settings of `mixlab gan` and what it means.
public enum GANRecipe {
  /// Every setting with its range, default and help.
  public static let table = SettingTable(
    "gan",
    dataRows + imageRows + gameRows + trainingRows + networkRows + measurementRows
      + SharedRows.machine)

  /// The defaults.
  public static func defaults() throws(RecipeError) -> Recipe {
    try Recipe(defaultsOf: table)
  }
}

/// The settings of a recipe as the values that training takes.
public struct GANSettings: Sendable {
  /// The procedure.
  public var configuration = GANConfiguration()
  /// What is learned.
  public let kind: DataKind
  /// The name of the set of real samples, or of the file without folder and ending.
  public let dataName: String
  /// How long to train, in generator steps.
  public let steps: Int
  /// How often to measure, in generator steps.
  public let stepsPerEpoch: Int
  /// The width of hidden layers.
  public let width: Int
  /// The hidden layers in each network.
  public let depth: Int
  /// The networks.
  public let architecture: GANArchitecture
  /// Points drawn for each measurement.
  public let samples: Int
  /// Images of each kind that a classifier's metrics are taken of; 0 for none, nil for as many as
  /// the data allow.
  public let featureSamples: Int?
  /// How images of a folder are read.
  public let imageFolder: ImageFolderSettings
  /// Points for exact Wasserstein distances; 0 for none.
  public let wassersteinPoints: Int
  /// What pictures show besides points and answers.
  public let pictureLayers: Set<PictureLayer>
  /// The threads that kernels use; nil for one on each core.
  public let threads: Int?
  /// How exactly this machine computes the products and convolutions of training steps.
  ///
  /// f32 on a processor without bf16 units, whatever the recipe says. Sampling and measuring are
  /// in f32 always.
  public let precision: Precision
  /// What a user should know about the precision that the recipe asks for; nil for nothing.
  public let precisionNote: String?
  /// The kernels of training steps.
  package let kernelLibrary: KernelLibrary

  /// Reads a recipe of the table `GANRecipe.table`.
  ///
  /// - Throws: `RecipeError` for settings that do not go together, such as mixup with wgan-gp.
  public init(_ recipe: Recipe) throws(RecipeError) {
    let recipe = try GANRecipe.resolved(recipe)
    kind = try GANRecipe.kind(of: recipe)
    let name = try recipe.text("data")
    dataName = kind == .points ? PointData.title(name) : ImageData.title(name)
    steps = try recipe.integer("steps")
    stepsPerEpoch = try recipe.integer("steps-per-epoch")
    width = try recipe.integer("width")
    depth = try recipe.integer("depth")
    architecture = try Self.architecture(recipe)
    samples = try recipe.integer("samples")
    featureSamples = try recipe.integerUnlessWord("feature-samples")
    imageFolder = try Self.imageFolder(recipe)
    wassersteinPoints = try recipe.integer("wasserstein-points")
    pictureLayers = Set(try recipe.list("draw").compactMap { PictureLayer(rawValue: $0) })
    threads = try recipe.integerUnlessWord("threads")
    let precision = try recipe.choice("precision", as: Precision.self)
    self.precision = precision.available()
    precisionNote = precision.note()
    var kernelLibrary = KernelLibrary.standard
    kernelLibrary.allowsWinograd = try recipe.text("winograd") == "on"
    self.kernelLibrary = kernelLibrary
    configuration.batch = try recipe.integer("batch")
    configuration.discriminatorSteps = try recipe.integer("d-steps")
    configuration.reusesFakes = try recipe.text("reuse-fakes") == "on"
    configuration.latentSize = try recipe.integer("latent")
    configuration.mixup = try Self.mixup(recipe)
    configuration.objective = try recipe.choice("objective", as: GANObjective.self)
    configuration.gradientPenalty = Float(try recipe.real("gradient-penalty"))
    (configuration.r1, configuration.r2) = try Self.zeroCenteredPenalties(recipe)
    configuration.pack = architecture.pack
    configuration.isConditional = try Self.isConditional(recipe)
    configuration.generatorLearningRate = Float(try recipe.real("lr-g"))
    configuration.discriminatorLearningRate = Float(try recipe.real("lr-d"))
    configuration.adamBeta1 = Float(try recipe.real("beta1"))
    configuration.adamBeta2 = Float(try recipe.real("beta2"))
    configuration.averagingDecay = Float(try recipe.real("ema"))
    configuration.seed = UInt64(try recipe.integer("seed"))
  }
}

// A GAN trained in a run folder: everything it makes is written there, and a kill loses nothing.

import Datasets
import Foundation
import GraphCompiler
import Runs
import Tensors
import Training

/// How a run ended.
public enum GANOutcome: Sendable {
  /// All steps were made.
  case done
  /// The user asked to stop; a checkpoint was saved after this step.
  case interrupted(step: Int)
  /// A value was no longer finite.
  case diverged(Divergence)
}

/// What is told while a run goes on.
public protocol GANRunObserver: AnyObject {
  /// Training goes on from a step.
  func began(_ run: GANRun)
  /// A step was made.
  func stepped(_ run: GANRun)
  /// An epoch ended and was measured.
  func measured(_ run: GANRun, _ record: MetricsRecord)
}

/// One training run with its folder.
///
/// Each epoch's picture, metrics and checkpoint are written in this order, every file complete or
/// absent, so that the newest checkpoint decides what of the rest is kept when a run is resumed.
public final class GANRun {
  /// The run's folder.
  public let folder: RunFolder
  /// All settings.
  public let recipe: Recipe
  /// The settings as values.
  public let settings: GANSettings
  /// The networks and their training.
  public let trainer: GANTrainer
  /// How the run was made.
  public internal(set) var manifest: Manifest

  /// What the user should know about how the run was taken up.
  public internal(set) var notes: [String] = []

  let schedule: EpochSchedule
  let pictures: PointPictures
  let evaluator: PointEvaluator
  let checkpoints: CheckpointStore
  var means = RunningMeans(GANRun.meanNames)
  /// How many epochs have ended.
  public internal(set) var epoch = 0
  /// Whether the untrained networks have been measured and saved.
  var hasStarted = false
  private let lock: RunLock

  static let meanNames = ["d_loss", "g_loss", "d_gradient_norm", "g_gradient_norm"]

  init(
    folder: RunFolder, lock: RunLock, recipe: Recipe, manifest: Manifest, trainer: GANTrainer
  ) throws {
    self.folder = folder
    self.lock = lock
    self.recipe = recipe
    self.manifest = manifest
    self.trainer = trainer
    settings = try GANSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    schedule = EpochSchedule(steps: settings.steps, stepsPerEpoch: settings.stepsPerEpoch)
    pictures = PointPictures(
      data: settings.data, method: settings.method, recipeHash: recipe.hash,
      seed: settings.configuration.seed)
    evaluator = PointEvaluator(
      trainer, count: settings.samples, lattice: try pictures.lattice())
    // The run decides itself which to keep.
    checkpoints = CheckpointStore(folder, keepingLast: .max)
  }

  /// Where a new run's folder is made.
  public enum Place {
    /// The next numbered folder below a root.
    case numbered(in: URL)
    /// A folder of the user's choice, absent or empty.
    case exactly(URL)
  }

  /// Makes the folder of a new run and everything in it that training needs.
  public static func create(_ recipe: Recipe, _ place: Place) throws -> GANRun {
    let recipe = try GANRecipe.resolved(recipe)
    let settings = try GANSettings(recipe)
    // Before the folder is made, so that a recipe without a trainer leaves no folder behind.
    let trainer = try settings.makeTrainer()
    let folder =
      switch place {
      case .numbered(let root): try RunFolder.create(in: root, name: settings.folderName)
      case .exactly(let url): try RunFolder.create(at: url)
      }
    let lock = try folder.lock()
    let manifest = settings.manifest(recipe)
    try folder.write(recipe)
    try folder.write(manifest)
    return try GANRun(
      folder: folder, lock: lock, recipe: recipe, manifest: manifest, trainer: trainer)
  }
}

extension GANRun {
  /// The kernels and the memory plan of a recipe's training step.
  public static func planListing(_ recipe: Recipe) throws -> String {
    let settings = try GANSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    let trainer = try settings.makeTrainer()
    return try trainer.stepFunction().executable(for: GANTrainer.stepSignature).plan.listing
  }
}

extension GANSettings {
  /// The threads that kernels will use.
  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  /// Like `gan-ring-paper-0.2`.
  var folderName: String {
    let name = "gan-\(data.name)-"
    guard configuration.objective.hasProbabilities else {
      return name + configuration.objective.rawValue
    }
    switch configuration.mixup {
    case .off: return name + "plain"
    case .paper(let alpha, _): return name + "paper-\(alpha)"
    case .demo(let maximum, _): return name + "demo-\(maximum)"
    }
  }

  /// The method in a reader's words, like `mixup 0.2`.
  public var method: String {
    guard configuration.objective.hasProbabilities else {
      return "WGAN-GP, penalty \(configuration.gradientPenalty)"
    }
    switch configuration.mixup {
    case .off: return "plain GAN"
    case .paper(let alpha, _): return "mixup GAN, \u{03B1} = \(alpha)"
    case .demo(let maximum, _): return "mixup GAN as in the demo, m = \(maximum)"
    }
  }

  /// The networks and the trainer that the settings describe, with fresh weights.
  package func makeTrainer() throws -> GANTrainer {
    var options = CompileOptions()
    options.precision = precision
    let networks = try GANNetworks.multilayerPerceptrons(
      latentSize: configuration.latentSize, width: width, hiddenLayers: depth,
      seed: configuration.seed)
    return try GANTrainer(
      generator: networks.generator, discriminator: networks.discriminator, data: data,
      configuration: configuration, compileOptions: options)
  }

  func manifest(_ recipe: Recipe) -> Manifest {
    var manifest = Manifest(
      programVersion: mixlabVersion, kind: "gan", recipeHash: recipe.hash,
      seed: configuration.seed, kernels: KernelLibrary.standard.name(at: precision),
      cpuLevel: KernelLibrary.cpuLevel, threads: threadCount, precision: precision.rawValue)
    manifest.data = [Manifest.DataSource(name: data.name, checksum: "generated")]
    manifest.protocols = ModeMetrics.protocols
    manifest.protocols["samples"] =
      "\(samples) points from fixed noise; raw weights, and averaged ones under ema_"
    if !configuration.objective.hasProbabilities {
      manifest.protocols["d_real"] = "mean score of the critic on real points, no probability"
      manifest.protocols["d_fake"] = "mean score of the critic on generated points"
    }
    return manifest
  }
}

// A GAN trained in a run folder: everything it makes is written there, and a kill loses nothing.

import Comparisons
import Datasets
import Foundation
import GraphCompiler
import Runs
import Tensors
import Training

/// One training run with its folder.
///
/// Each epoch's picture, metrics and checkpoint are written in this order, every file complete or
/// absent, so that the newest checkpoint decides what of the rest is kept when a run is resumed.
public final class GANRun: TrainingRun {
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
  let subject: any Subject
  let observer: any SubjectObserver
  let checkpoints: CheckpointStore
  var means = RunningMeans(GANRun.meanNames)
  /// The metrics of all epochs so far.
  var history: [MetricsRecord] = []
  /// What they show.
  public internal(set) var diagnosis: DiagnosisReport
  /// How many epochs have ended.
  public internal(set) var epoch = 0
  /// What ended the run, if a value was no longer finite.
  public internal(set) var divergence: Divergence?
  /// Whether the untrained networks have been measured and saved.
  var hasStarted = false
  private let lock: RunLock

  static let meanNames = ["d_loss", "g_loss", "d_gradient_norm", "g_gradient_norm"]

  init(
    folder: RunFolder, lock: RunLock, recipe: Recipe, manifest: Manifest,
    subject: any Subject, trainer: GANTrainer
  ) throws {
    self.folder = folder
    self.lock = lock
    self.recipe = recipe
    self.manifest = manifest
    self.subject = subject
    self.trainer = trainer
    settings = try GANSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    schedule = EpochSchedule(steps: settings.steps, stepsPerEpoch: settings.stepsPerEpoch)
    observer = try subject.observer(of: trainer, count: settings.samples)
    diagnosis = DiagnosisReport([MetricsRecord](), settings.configuration)
    // The run decides itself which to keep.
    checkpoints = CheckpointStore(folder, keepingLast: .max)
  }

  /// Makes the folder of a new run and everything in it that training needs.
  ///
  /// - Parameter tell: gets a line for each thing that the user should know before training: what
  ///   is wrong with the data, which metrics are left out and why, what takes a while.
  public static func create(
    _ recipe: Recipe, _ place: RunPlace, tell: (String) -> Void = { _ in }
  ) throws -> GANRun {
    let recipe = try GANRecipe.resolved(recipe)
    let settings = try GANSettings(recipe)
    try place.check()
    // Before the folder is made, so that what cannot train or is interrupted leaves none behind.
    var subject = try settings.subject(recipe)
    let trainer = try settings.makeTrainer(subject.training)
    subject.inspect()
    subject.remarks.forEach(tell)
    try subject.prepare(tell: tell)
    KernelLibrary.threadCount = settings.threadCount
    _ = try trainer.program()
    let manifest = try settings.manifest(recipe, subject)
    let folder = try RunFolder.create(place, name: settings.folderName)
    let lock = try folder.lock()
    try folder.write(recipe)
    try folder.write(manifest)
    return try GANRun(
      folder: folder, lock: lock, recipe: recipe, manifest: manifest, subject: subject,
      trainer: trainer)
  }
}

extension GANRun {
  /// Makes ready what runs of recipes will measure with, each thing once, so that runs that are
  /// made side by side find it.
  ///
  /// - Parameter tell: gets a line for each thing that the user should know.
  public static func prepareMeasuring(_ recipes: [Recipe], tell: (String) -> Void) throws {
    let ofImages = try recipes.filter { try GANRecipe.kind(of: $0) == .images }
    let isTold = Set(try ofImages.map { try GANSettings($0).configuration.isConditional })
    if isTold.count > 1 {
      tell(
        "some recipes tell their networks the class of every image and others do not; with "
          + "--conditional off all are alike.")
    }
    let keys = GANRecipe.imageRows.map(\.key) + ["data", "data-dir"]
    var seen: Set<[String]> = []
    for recipe in ofImages where seen.insert(keys.map { recipe[$0]?.text ?? "" }).inserted {
      let settings = try GANSettings(recipe)
      var subject = try settings.subject(recipe)
      subject.inspect()
      subject.remarks.forEach(tell)
      try subject.prepare(tell: tell)
    }
  }

  /// The kernels and the memory plan of a recipe's training step.
  public static func planListing(_ recipe: Recipe) throws -> String {
    let settings = try GANSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    let trainer = try settings.makeTrainer(try settings.subject(recipe).training)
    return try trainer.stepFunction().executable(for: trainer.stepSignature).plan.listing
  }
}

extension GANSettings {
  /// The threads that kernels will use.
  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  /// Like `gan-ring-paper-0.2` or `gan-grid-plain-pac2`.
  var folderName: String {
    let name = "gan-\(dataName)-"
    let suffix =
      [("r1", configuration.r1 > 0), ("r2", configuration.r2 > 0)]
      .map { $1 ? "-\($0)" : "" }.joined()
      + (configuration.pack > 1 ? "-pac\(configuration.pack)" : "")
      + (configuration.isConditional ? "-conditional" : "")
    guard configuration.objective.hasProbabilities else {
      return name + configuration.objective.rawValue + suffix
    }
    switch configuration.mixup {
    case .off: return name + "plain" + suffix
    case .paper(let alpha, _): return name + "paper-\(alpha)" + suffix
    case .demo(let maximum, _): return name + "demo-\(maximum)" + suffix
    }
  }

  /// The method in a reader's words, like `mixup GAN, α = 0.2`.
  public var method: String {
    var parts = [game]
    if configuration.r1 > 0 { parts.append("R1 \(configuration.r1)") }
    if configuration.r2 > 0 { parts.append("R2 \(configuration.r2)") }
    if configuration.pack > 1 { parts.append("packs of \(configuration.pack)") }
    if configuration.isConditional { parts.append("conditional") }
    return parts.joined(separator: ", ")
  }

  private var game: String {
    switch configuration.objective {
    case .wassersteinGP: return "WGAN-GP, penalty \(configuration.gradientPenalty)"
    case .relativistic: return "relativistic GAN"
    case .saturating, .nonSaturating: break
    }
    switch configuration.mixup {
    case .off: return "plain GAN"
    case .paper(let alpha, _): return "mixup GAN, \u{03B1} = \(alpha)"
    case .demo(let maximum, _): return "mixup GAN as in the demo, m = \(maximum)"
    }
  }

  /// The networks and the trainer that the settings describe, with fresh weights.
  package func makeTrainer(_ data: TrainingData) throws -> GANTrainer {
    var options = CompileOptions()
    options.precision = precision
    options.kernelLibrary = kernelLibrary
    var architecture = architecture
    if configuration.isConditional {
      guard let classCount = data.classCount else {
        throw RecipeError.badValue(
          key: "conditional", came: "on",
          problem: "needs the class of every image, and \(dataName) has no labels",
          needed: "off, or a set with labels", nearest: nil, origin: .program)
      }
      architecture.classCount = classCount
    }
    let networks = try GANNetworks(
      architecture, sampleSizes: data.sampleSizes, seed: configuration.seed)
    return try GANTrainer(
      generator: networks.generator, discriminator: networks.discriminator, data: data,
      configuration: configuration, compileOptions: options)
  }

  func manifest(_ recipe: Recipe, _ subject: any Subject) throws -> Manifest {
    var manifest = Manifest(
      programVersion: mixlabVersion, kind: GANRecipe.table.name, recipeHash: recipe.hash,
      seed: configuration.seed, kernels: kernelLibrary.name(at: precision),
      cpuLevel: KernelLibrary.cpuLevel, threads: threadCount, precision: precision.rawValue)
    var source = subject.source
    source.remarks = subject.remarks.isEmpty ? nil : subject.remarks
    manifest.data = [source]
    manifest.protocols = subject.protocols
    manifest.protocolHash = ProtocolHash.hash(
      protocols: manifest.protocols.filter { ComparisonRules.isRanked($0.key) })
    manifest.perfect = try subject.perfectScores()
    return manifest
  }
}

// A classifier trained in a run folder: everything it makes is written there, and a kill loses nothing.

import Foundation
import GraphCompiler
import Runs
import Training

/// One training run of a classifier with its folder.
///
/// Each epoch's metrics and checkpoint are written in this order, every file complete or absent, so
/// that the newest checkpoint decides what of the rest is kept when a run is resumed.
public final class ClassifierRun: TrainingRun {
  /// The run's folder.
  public let folder: RunFolder
  /// All settings.
  public let recipe: Recipe
  /// The settings as values.
  public let settings: ClassifierSettings
  /// How the run was made.
  public internal(set) var manifest: Manifest
  /// What the user should know about how the run was taken up and how it ended.
  public internal(set) var notes: [String] = []
  /// How many epochs have ended.
  public internal(set) var epoch = 0

  package let trainer: ClassifierTrainer
  let schedule: EpochSchedule
  package let evaluator: ClassifierEvaluator
  let checkpoints: CheckpointStore
  var means = RunningMeans(ClassifierRun.meanNames)
  /// What the network said of the test samples at the end of the last epoch that was made here.
  var lastOutputs: ClassifierOutputs?
  /// The metrics of all epochs so far.
  var history: [MetricsRecord] = []
  private let lock: RunLock

  static let meanNames = ["train_loss", "train_weighted_accuracy", "gradient_norm"]

  init(
    folder: RunFolder, lock: RunLock, recipe: Recipe, manifest: Manifest,
    trainer: ClassifierTrainer
  ) throws {
    self.folder = folder
    self.lock = lock
    self.recipe = recipe
    self.manifest = manifest
    self.trainer = trainer
    settings = trainer.settings
    KernelLibrary.threadCount = settings.threadCount
    schedule = EpochSchedule(steps: trainer.steps, stepsPerEpoch: trainer.stepsPerEpoch)
    evaluator = ClassifierEvaluator(trainer)
    // The run decides itself which to keep.
    checkpoints = CheckpointStore(folder, keepingLast: .max)
  }

  /// Makes the folder of a new run and everything in it that training needs.
  ///
  /// - Parameter tell: gets a line for each thing that the user should know before training.
  public static func create(
    _ recipe: Recipe, _ place: RunPlace, tell: (String) -> Void = { _ in }
  ) throws -> ClassifierRun {
    let recipe = try ClassifierRecipe.resolved(recipe)
    let settings = try ClassifierSettings(recipe)
    try place.check()
    // Before the folder is made, so that a recipe without a trainer leaves no folder behind.
    KernelLibrary.threadCount = settings.threadCount
    let data = try ClassifierData(recipe)
    data.remarks.forEach(tell)
    if settings.mixes, settings.partners.isNeighbours {
      tell("looking for the nearest neighbours of \(data.training.count) samples")
    }
    let trainer = try ClassifierTrainer(settings, data)
    try trainer.compileFirstStep()
    settings.remarks(on: trainer).forEach(tell)
    let folder = try RunFolder.create(place, name: settings.folderName)
    let lock = try folder.lock()
    let manifest = settings.manifest(recipe, data)
    try folder.write(recipe)
    try folder.write(manifest)
    let run = try ClassifierRun(
      folder: folder, lock: lock, recipe: recipe, manifest: manifest, trainer: trainer)
    try run.writeCorruptedLabels()
    return run
  }

  /// What is trained on what, for a reader.
  public var title: String {
    "\(settings.method), \(settings.form.model.rawValue), seed \(settings.seed), "
      + "\(settings.epochs) epochs of \(trainer.data.training.count) samples of "
      + "\(settings.dataName)"
  }

  /// All steps of the run.
  public var steps: Int { schedule.steps }

  /// The steps that were made.
  public var stepsDone: Int { trainer.stepsDone }

  /// What the run came to.
  public var summary: String { ClassifierSummary(history).text }

  /// The files that are worth opening.
  public var worthOpening: [String] {
    ["figures/curves.png", "figures/confusion.png", "figures/most-wrong.png", "samples/mixed.png"]
  }

  /// Writes which labels were drawn anew: the sample's place among those that train, counted from 0
  /// in the order of the set without what is held out, and both labels.
  func writeCorruptedLabels() throws {
    let data = trainer.data
    guard !data.corrupted.isEmpty else { return }
    let names = data.training.classNames
    let lines = data.corrupted.map { place in
      [String(place)]
        + [data.cleanLabels[place], data.training.labels[place]].map {
          "\"" + names[Int($0)].replacingOccurrences(of: "\"", with: "\"\"") + "\""
        }
    }
    let rows = [["training sample", "label", "drawn label"]] + lines
    let text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
    try folder.write(Data(text.utf8), to: RunFolder.corruptedLabelsName)
  }
}

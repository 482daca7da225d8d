// A trained generator read back from a run, to draw from and to measure.

import Datasets
import Foundation
import GraphCompiler
import Runs
import Tensors
import Training

/// The networks of a run at its newest sound checkpoint.
///
/// The run itself is only read.
public final class TrainedGAN {
  /// The settings that the run was made with.
  public let settings: GANSettings
  /// The step of the checkpoint.
  public let step: Int
  /// The epochs that had ended by then.
  public let epoch: Int
  /// What was done to the points of a file before training; nil for others.
  public let scaling: PointScaling?
  private let recipe: Recipe
  private let trainer: GANTrainer

  /// Reads a run's recipe and checkpoint.
  /// - Throws: `CheckpointMismatch` if the run has no sound checkpoint or it does not fit.
  public init(_ url: URL) throws {
    let folder = try RunFolder.open(at: url)
    recipe = try folder.recipe(GANRecipe.table)
    scaling = try folder.manifest().data.first?.scaling
    settings = try GANSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    guard let found = try CheckpointStore(folder).newest() else {
      throw CheckpointMismatch(
        description: "\(url.path) has no sound checkpoint; resume the run to make one")
    }
    // Nothing is trained here, so any points will do, and those of the run may be gone.
    trainer = try settings.makeTrainer(GaussianMixture.ring)
    let state = try trainer.restore(found.content, meanNames: GANRun.meanNames)
    (step, epoch) = (state.step, state.epoch)
  }

  /// Generated points, x and y in turn, in the units of the data; another draw gives independent
  /// points.
  public func sample(_ count: Int, averaged: Bool, draw: Int = 0) throws -> [Float] {
    let points = try trainer.sample(count, averaged: averaged, draw: draw).floats
    return scaling?.undone(points) ?? points
  }

  /// The measurements of the newest checkpoint, raw and averaged, over `count` points.
  ///
  /// - Throws: also what reading the points of a file throws.
  public func evaluate(count: Int) throws -> MetricsRecord {
    let data = try PointData(recipe)
    var record: MetricsRecord = ["step": .integer(step), "epoch": .integer(epoch)]
    record.add(
      try pictures(data).evaluator(trainer, count: count, heldOut: data.heldOut).evaluate(),
      scores: settings.scores(data))
    return record
  }

  /// The picture that the run would draw of its newest checkpoint.
  ///
  /// - Throws: also what reading the points of a file throws.
  public func picture() throws -> Data {
    let data = try PointData(recipe)
    let pictures = pictures(data)
    let evaluation = try pictures.evaluator(
      trainer, count: settings.samples, heldOut: data.heldOut
    ).evaluate()
    let record = settings.scores(data).record(of: evaluation.generated)
    return try pictures.samples(evaluation, record, step: step, epoch: epoch)
  }

  private func pictures(_ data: PointData) -> PointPictures {
    PointPictures(data.training, settings, recipeHash: recipe.hash)
  }
}

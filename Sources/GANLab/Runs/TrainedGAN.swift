// A trained generator read back from a run, to draw from and to measure.

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
  /// Real points.
  public let data: PointData
  private let trainer: GANTrainer
  private let scores: PointScores
  private let pictures: PointPictures

  /// Reads a run's recipe and checkpoint.
  /// - Throws: `CheckpointMismatch` if the run has no sound checkpoint or it does not fit.
  public init(_ url: URL) throws {
    let folder = try RunFolder.open(at: url)
    let recipe = try folder.recipe(GANRecipe.table)
    settings = try GANSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    guard let found = try CheckpointStore(folder).newest() else {
      throw CheckpointMismatch(
        description: "\(url.path) has no sound checkpoint; resume the run to make one")
    }
    data = try PointData(recipe)
    trainer = try settings.makeTrainer(data)
    scores = settings.scores(data)
    let state = try trainer.restore(found.content, meanNames: GANRun.meanNames)
    (step, epoch) = (state.step, state.epoch)
    pictures = PointPictures(data.training, settings, recipeHash: recipe.hash)
  }

  /// Generated points, x and y in turn; another draw gives independent points.
  public func sample(_ count: Int, averaged: Bool, draw: Int = 0) throws -> [Float] {
    try trainer.sample(count, averaged: averaged, draw: draw).floats
  }

  /// The measurements of the newest checkpoint, raw and averaged, over `count` points.
  public func evaluate(count: Int) throws -> MetricsRecord {
    let evaluation = try evaluation(count)
    var record: MetricsRecord = ["step": .integer(step), "epoch": .integer(epoch)]
    record.add(evaluation, scores: scores)
    return record
  }

  /// The picture that the run would draw of its newest checkpoint.
  public func picture() throws -> Data {
    let evaluation = try evaluation(settings.samples)
    let record = scores.record(of: evaluation.generated)
    return try pictures.samples(evaluation, record, step: step, epoch: epoch)
  }

  private func evaluation(_ count: Int) throws -> PointEvaluation {
    try pictures.evaluator(trainer, count: count, heldOut: data.heldOut).evaluate()
  }
}

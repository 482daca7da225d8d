// What a run would be and cost, found out without starting it.

import Foundation
import GraphCompiler
import Runs
import Tensors
import Training

/// Parameters, time and disk of a run, from a few steps that are thrown away.
public struct Forecast: Sendable {
  /// The generator's parameters.
  public let generatorParameters: Int
  /// The discriminator's parameters.
  public let discriminatorParameters: Int
  /// The time of one training step.
  public let secondsPerStep: Double
  /// The time of the whole run, measurements included.
  public let seconds: Double
  /// The largest size that the run's folder will have.
  public let diskBytes: Int

  /// Times a few scratch steps of the run that a recipe describes; nothing is written.
  public init(_ recipe: Recipe) throws {
    let settings = try GANSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    let data = try PointData(recipe)
    let trainer = try settings.makeTrainer(data.training)
    let pictures = PointPictures(data.training, settings, recipeHash: recipe.hash)
    let evaluator = try pictures.evaluator(trainer, count: settings.samples, heldOut: data.heldOut)
    let scores = settings.scores(data)
    generatorParameters = trainer.generator.parameters.reduce(0) { $0 + $1.shape.elementCount }
    discriminatorParameters = trainer.discriminator.parameters.reduce(0) {
      $0 + $1.shape.elementCount
    }
    _ = try trainer.step()
    secondsPerStep = try Self.median(of: 5) { _ = try trainer.step() }
    var pictureBytes = 0
    let measuring = try Self.median(of: 2) {
      let evaluation = try evaluator.evaluate()
      var record = MetricsRecord()
      record.add(evaluation, scores: scores)
      pictureBytes = try pictures.samples(evaluation, record, step: 0, epoch: 0).count
    }
    let schedule = EpochSchedule(steps: settings.steps, stepsPerEpoch: settings.stepsPerEpoch)
    let checkpoint = trainer.variables.reduce(0) { $0 + $1.shape.elementCount * 4 }
    let snapshots = schedule.snapshotSteps.count
    let snapshot = 1024 + 8 * min(settings.samples, pointsInPicture)
    // While a checkpoint is written, the last three still lie beside it; the panel of snapshots is
    // about as large as a picture for each, a frame of the film smaller than one, and a line of
    // metrics shorter than two kilobytes.
    let pictureCount =
      schedule.epochCount + 2 + snapshots + EpochFilm.frameCount(schedule.epochCount)
    diskBytes =
      4 * (checkpoint + 8192) + pictureCount * pictureBytes + CurvePictures.mostBytes
      + snapshots * snapshot + (schedule.epochCount + 1) * 2048
    seconds =
      secondsPerStep * Double(settings.steps) + measuring * Double(schedule.epochCount + 1)
  }

  private static func median(of count: Int, _ body: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<count {
      let start = ContinuousClock.now
      try body()
      times.append((ContinuousClock.now - start) / .seconds(1))
    }
    return times.sorted()[count / 2]
  }
}

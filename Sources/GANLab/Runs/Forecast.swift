// What a run would be and cost, found out without starting it.

import Foundation
import GraphCompiler
import Runs
import Tensors
import Training

/// Layers and parameters of a run, and its cost from a few steps that are thrown away.
public struct Forecast {
  /// The generator's layers.
  public let generator: LayerTable
  /// The discriminator's layers.
  public let discriminator: LayerTable
  private let settings: GANSettings
  private let trainer: GANTrainer
  private let observer: any SubjectObserver

  /// Builds the networks of the run that a recipe describes; nothing is written.
  public init(_ recipe: Recipe) throws {
    settings = try GANSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    var subject = try settings.subject(recipe)
    try subject.prepareFromCache()
    trainer = try settings.makeTrainer(subject.training)
    observer = try subject.observer(of: trainer, count: settings.samples)
    (generator, discriminator) = try trainer.layerTables()
  }

  /// Times a few scratch steps and measurements, fewer where one takes seconds.
  ///
  /// - Throws: What a step or a measurement throws.
  public func cost() throws -> Cost {
    // The first step compiles.
    _ = try trainer.step()
    let step = try medianSeconds(of: 5) { _ = try trainer.step() }
    var (pictureBytes, snapshot) = (0, 0)
    let measuring = try medianSeconds(of: 2) {
      let observation = try observer.observe()
      pictureBytes = try observation.picture(observation.record, 0, 0).count
      snapshot = 1024 + 4 * observation.snapshot.shape.reduce(1, *)
    }
    let schedule = EpochSchedule(steps: settings.steps, stepsPerEpoch: settings.stepsPerEpoch)
    let checkpoint = trainer.variables.reduce(0) { $0 + $1.shape.elementCount * 4 }
    let snapshots = schedule.snapshotSteps.count
    // While a checkpoint is written, the last three still lie beside it; the panel of snapshots is
    // about as large as a picture for each, a frame of the film smaller than one, and a line of
    // metrics shorter than two kilobytes.
    let pictureCount =
      schedule.epochCount + 3 + snapshots + EpochFilm.frameCount(schedule.epochCount)
    return Cost(
      secondsPerStep: step,
      seconds: step * Double(settings.steps) + measuring * Double(schedule.epochCount + 1),
      diskBytes: 4 * (checkpoint + 8192) + pictureCount * pictureBytes + CurvePictures.mostBytes
        + snapshots * snapshot + (schedule.epochCount + 1) * 2048)
  }

  /// What a run takes.
  public struct Cost: Sendable {
    /// The time of one training step.
    public let secondsPerStep: Double
    /// The time of the whole run, measurements included.
    public let seconds: Double
    /// The largest size that the run's folder will have.
    public let diskBytes: Int
  }
}

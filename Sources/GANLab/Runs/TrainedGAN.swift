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
  /// Channels, height and width of its images; nil for points.
  public let imageSizes: [Int]?
  /// The names of the classes that its networks are told; nil for none.
  public let classNames: [String]?
  /// What a user should know about the checkpoint, such as newer ones that are damaged.
  public let notes: [String]
  private let recipe: Recipe
  private let trainer: GANTrainer
  /// What identifies the content of the data that it was trained on; nil for runs that do not say.
  private let checksum: String?

  /// Reads a run's recipe and checkpoint.
  /// - Throws: `CheckpointMismatch` if the run has no sound checkpoint or it does not fit.
  public init(_ url: URL) throws {
    let folder = try RunFolder.open(at: url)
    recipe = try folder.recipe(GANRecipe.table)
    let source = try folder.manifest().data.first
    (scaling, imageSizes) = (source?.scaling, source?.sampleSizes)
    (classNames, checksum) = (source?.classNames, source?.checksum)
    settings = try GANSettings(recipe)
    KernelLibrary.threadCount = settings.threadCount
    guard let found = try CheckpointStore(folder).newest() else {
      throw CheckpointMismatch(
        description: "\(url.path) has no sound checkpoint; resume the run to make one")
    }
    notes = found.notes
    // Nothing is trained here, so any samples will do, and those of the run may be gone.
    trainer = try settings.makeTrainer(try Self.anySamples(imageSizes, classNames))
    let state = try trainer.restore(found.content, meanNames: GANRun.meanNames)
    (step, epoch) = (state.step, state.epoch)
  }

  private static func anySamples(
    _ imageSizes: [Int]?, _ classNames: [String]?
  ) throws -> TrainingData {
    guard let sizes = imageSizes, sizes.count == 3 else { return .points(GaussianMixture.ring) }
    let blank = [UInt8](repeating: 0, count: sizes.reduce(1, *))
    return .images(
      ImageFeed(
        try ImageSet(
          name: "blank", channels: sizes[0], height: sizes[1], width: sizes[2], pixels: blank,
          labels: classNames.map { _ in [0] }, classNames: classNames ?? []),
        seed: 0))
  }

  /// Generated points, x and y in turn, in the units of the data, or images from -1 to 1; another
  /// draw gives independent samples.
  /// - Parameter classIndex: the class of all of them, where the networks are told classes; nil
  ///   draws classes uniformly.
  public func sample(
    _ count: Int, averaged: Bool, draw: Int = 0, classIndex: Int? = nil
  ) throws -> [Float] {
    let points = try trainer.sample(
      count, averaged: averaged, draw: draw, classIndex: classIndex
    ).floats
    return scaling?.undone(points) ?? points
  }

  /// The measurements of the newest checkpoint, raw and averaged, over `count` samples.
  ///
  /// - Throws: as `measure(count:tell:)`.
  public func evaluate(count: Int) throws -> MetricsRecord {
    try measure(count: count).record
  }

  /// The measurements of the newest checkpoint, and what a perfect sampler scores by the same.
  ///
  /// - Parameter tell: gets a line for each thing that takes a while.
  /// - Throws: `CheckpointMismatch` if the data have changed since; also what reading them throws.
  public func measure(
    count: Int, tell: (String) -> Void = { _ in }
  ) throws -> (record: MetricsRecord, perfect: [String: Double]) {
    var subject = try subjectOfRun()
    try subject.prepare(tell: tell)
    let observation = try subject.observer(of: trainer, count: count).observe()
    var record: MetricsRecord = ["step": .integer(step), "epoch": .integer(epoch)]
    for field in observation.record.fields { record[field.name] = field.value }
    return (record, try subject.perfectScores())
  }

  /// The picture that the run would draw of its newest checkpoint.
  ///
  /// - Throws: `CheckpointMismatch` if the data have changed since; also what reading them throws.
  public func picture() throws -> Data {
    let observation = try subjectOfRun().observer(of: trainer, count: settings.samples).observe()
    return try observation.picture(observation.record, step, epoch)
  }

  /// The data of the run, which no measurement may take for others.
  private func subjectOfRun() throws -> any Subject {
    let subject = try settings.subject(recipe)
    guard let checksum, subject.source.checksum != checksum else { return subject }
    throw CheckpointMismatch(
      description: "\(subject.source.name) is no longer what the run was trained on: "
        + "\(subject.source.checksum) came, \(checksum) is needed; bring the files back")
  }

  /// A square of images of one class from the raw generator, as the run draws its pictures.
  ///
  /// - Throws: `ConfigurationError` for a class that there is not, or networks that know none.
  public func picture(ofClass classIndex: Int, draw: Int = 0) throws -> Data {
    let side = SnapshotStrip.columns
    let images = try trainer.sample(
      side * side, averaged: false, draw: draw, classIndex: classIndex)
    let sizes = trainer.data.sampleSizes
    let provenance = PictureProvenance(
      recipeHash: recipe.hash, seed: settings.configuration.seed)
    return try SnapshotStrip.grid(
      images.floats, channels: sizes[0], height: sizes[1], width: sizes[2]
    ).pngData(text: provenance.text(epoch: epoch, weights: "raw"))
  }
}

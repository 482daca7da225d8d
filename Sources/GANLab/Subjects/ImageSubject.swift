// Images as what a run learns to make.

import Datasets
import Foundation
import Imaging
import Runs

/// Images with their scores and pictures.
struct ImageSubject: Subject {
  let data: ImageData
  private let settings: GANSettings
  private let provenance: PictureProvenance

  init(_ recipe: Recipe, _ settings: GANSettings) throws {
    data = try ImageData(recipe)
    self.settings = settings
    provenance = PictureProvenance(recipeHash: recipe.hash, seed: settings.configuration.seed)
  }

  var training: TrainingData {
    .images(ImageFeed(data.training, seed: settings.configuration.seed))
  }

  var source: Manifest.DataSource {
    Manifest.DataSource(
      name: data.name, checksum: data.checksum,
      sampleSizes: [data.training.channels, data.training.height, data.training.width])
  }

  var protocols: [String: String] {
    var protocols = settings.answerProtocols
    protocols["data"] = "\(data.name), \(data.checksum)"
    let count = ImageEvaluator.measured(settings.samples)
    protocols["samples"] =
      "\(count) images from fixed noise and as many held-out ones, evenly spaced among "
      + "\(data.heldOut.count); raw weights"
    return protocols
  }

  func perfectScores() throws -> [String: Double] { [:] }

  func observer(of trainer: GANTrainer, count: Int) throws -> any SubjectObserver {
    ImageObserver(
      pictures: ImagePictures(data.training, provenance), data: data,
      evaluator: ImageEvaluator(trainer, count: count, heldOut: data.heldOut))
  }

  func snapshotPanel(of folder: RunFolder, steps: [Int]) throws -> Data? {
    try ImagePictures(data.training, provenance).strip(of: folder, steps: steps)
  }
}

/// Measures and draws a GAN that makes images.
private struct ImageObserver: SubjectObserver {
  let pictures: ImagePictures
  let data: ImageData
  let evaluator: ImageEvaluator

  func observe() throws -> Observation {
    let evaluation = try evaluator.evaluate()
    let set = data.training
    let shown = Array(evaluation.generated.prefix(SnapshotStrip.columns * set.imageSize))
    return Observation(
      record: evaluation.record,
      snapshot: StoredTensor(
        name: "generated",
        shape: [shown.count / set.imageSize, set.channels, set.height, set.width], values: shown),
      giveAway: { nil },
      picture: { _, _, epoch in try pictures.samples(evaluation.generated, epoch: epoch) })
  }

  func reals() throws -> Data { try pictures.reals() }

  func closingFigures(_ last: MetricsRecord, epoch: Int) throws -> [(name: String, png: Data)] {
    []
  }
}

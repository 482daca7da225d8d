// Images as what a run learns to make.

import Datasets
import Foundation
import GraphCompiler
import Imaging
import Runs
import Training

/// Images with their scores and pictures.
struct ImageSubject: Subject {
  let data: ImageData
  private(set) var remarks: [String] = []
  private let settings: GANSettings
  private let provenance: PictureProvenance
  /// What a classifier measures; nil before `prepare` and where none does.
  private var scores: ImageScores?

  init(_ recipe: Recipe, _ settings: GANSettings) throws {
    data = try ImageData(recipe, settings.imageFolder)
    self.settings = settings
    provenance = PictureProvenance(recipeHash: recipe.hash, seed: settings.configuration.seed)
  }

  var training: TrainingData {
    .images(ImageFeed(data.training, seed: settings.configuration.seed))
  }

  var source: Manifest.DataSource {
    Manifest.DataSource(
      name: data.name, checksum: data.checksum,
      sampleSizes: [data.training.channels, data.training.height, data.training.width],
      classNames: settings.configuration.isConditional ? data.training.classNames : nil)
  }

  mutating func inspect() { remarks = data.remarks + data.findings }

  mutating func prepare(tell: (String) -> Void) throws {
    let count = try ImageScores.count(settings.featureSamples, data, tell: tell)
    guard count > 0 else { return }
    KernelLibrary.threadCount = settings.threadCount
    scores = try ImageScores(
      try FeatureClassifier.prepared(for: data, tell: tell), data, count: count)
  }

  mutating func prepareFromCache() throws {
    let count = try ImageScores.count(settings.featureSamples, data) { _ in }
    guard count > 0, let classifier = FeatureClassifier.kept(for: data) else { return }
    scores = try ImageScores(classifier, data, count: count)
  }

  var protocols: [String: String] {
    var protocols = settings.answerProtocols
    protocols.merge(scores?.protocols ?? [:]) { first, _ in first }
    protocols["data"] = "\(data.name), \(data.checksum)"
    let count = ImageEvaluator.measured(settings.samples)
    protocols["samples"] =
      "\(count) images from fixed noise and as many held-out ones, evenly spaced among "
      + "\(data.heldOut.count); raw weights"
      + (settings.configuration.isConditional ? "; ten images of each class in turn" : "")
    return protocols
  }

  func perfectScores() throws -> [String: Double] { try scores?.floor() ?? [:] }

  func observer(of trainer: GANTrainer, count: Int) throws -> any SubjectObserver {
    ImageObserver(
      pictures: ImagePictures(data.training, provenance), data: data,
      evaluator: ImageEvaluator(trainer, count: count, heldOut: data.heldOut, scores: scores),
      neighbours: TrainingNeighbours(data.training, scores?.classifier), provenance: provenance)
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
  let neighbours: TrainingNeighbours
  let provenance: PictureProvenance

  func observe() throws -> Observation {
    let evaluation = try evaluator.evaluate()
    let set = data.training
    let shown = row(of: evaluation.generated)
    return Observation(
      record: evaluation.record,
      snapshot: StoredTensor(
        name: "generated",
        shape: [shown.count / set.imageSize, set.channels, set.height, set.width], values: shown),
      giveAway: { nil },
      picture: { _, _, epoch in try pictures.samples(evaluation.generated, epoch: epoch) })
  }

  /// A row of images: the first ones, or where every row is a class, one of each row.
  private func row(of images: [Float]) -> [Float] {
    let imageSize = data.training.imageSize
    guard evaluator.showsClasses else {
      return Array(images.prefix(SnapshotStrip.columns * imageSize))
    }
    let starts = stride(
      from: 0, to: images.count, by: (SnapshotStrip.columns + 1) * imageSize)
    return starts.prefix(SnapshotStrip.columns).flatMap { images[$0..<($0 + imageSize)] }
  }

  func reals() throws -> Data { try pictures.reals() }

  func closingFigures(
    _ last: MetricsRecord, epoch: Int, isDone: Bool
  ) throws -> [(name: String, png: Data)] {
    let averaged = try pictures.samples(
      evaluator.drawn(averaged: true), epoch: epoch, weights: "averaged")
    let figures = [(name: "figures/averaged.png", png: averaged)]
    // Features of the whole training set take a while, and who interrupts wants to leave.
    guard isDone, let picture = try neighbours.picture(row(of: evaluator.drawn())) else {
      return figures
    }
    let text = provenance.text(epoch: epoch, weights: "raw") + [("distance", neighbours.measure)]
    return figures + [("figures/neighbours.png", try picture.pngData(text: text))]
  }
}

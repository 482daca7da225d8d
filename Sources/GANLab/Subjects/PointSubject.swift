// Points in the plane as what a run learns to make.

import Datasets
import Foundation
import Runs

/// Points with their scores and pictures.
struct PointSubject: Subject {
  let data: PointData
  private let settings: GANSettings
  private let recipeHash: String
  private let scores: PointScores

  init(_ data: PointData, _ settings: GANSettings, recipeHash: String) {
    (self.data, self.settings, self.recipeHash) = (data, settings, recipeHash)
    scores = settings.scores(data)
  }

  var training: TrainingData { .points(data.training) }

  var source: Manifest.DataSource {
    Manifest.DataSource(
      name: settings.dataName, checksum: data.checksum, scaling: data.scaling)
  }

  var protocols: [String: String] { settings.protocols(data, scores) }

  func perfectScores() throws -> [String: Double] { try settings.perfectScores(data, scores) }

  func observer(of trainer: GANTrainer, count: Int) throws -> any SubjectObserver {
    let pictures = PointPictures(data.training, settings, recipeHash: recipeHash)
    return PointObserver(
      data: data, settings: settings, scores: scores, pictures: pictures,
      evaluator: try pictures.evaluator(trainer, count: count, heldOut: data.heldOut))
  }

  func snapshotPanel(of folder: RunFolder, steps: [Int]) throws -> Data? {
    try SnapshotPanel([try SnapshotRow(folder)]).pngData()
  }
}

/// Measures and draws a GAN in the plane.
private struct PointObserver: SubjectObserver {
  let data: PointData
  let settings: GANSettings
  let scores: PointScores
  let pictures: PointPictures
  let evaluator: PointEvaluator

  func observe() throws -> Observation {
    let evaluation = try evaluator.evaluate()
    var record = MetricsRecord()
    record.add(evaluation, scores: scores)
    let points = evaluation.generated.firstPoints
    return Observation(
      record: record,
      snapshot: StoredTensor(name: "generated", shape: [points.count / 2, 2], values: points),
      giveAway: {
        let real = try data.characteristicPoints(
          settings.samples, seed: settings.configuration.seed)
        return GiveAway.found(real: real, generated: evaluation.generated)
      },
      picture: { record, step, epoch in
        try pictures.samples(evaluation, record, step: step, epoch: epoch)
      })
  }

  func reals() throws -> Data { try pictures.reals(data.heldOut) }

  func closingFigures(
    _ last: MetricsRecord, epoch: Int, isDone: Bool
  ) throws -> [(name: String, png: Data)] {
    let text = pictures.provenance.text(epoch: epoch, weights: "raw")
    return try pictures.modes(last, text).map { [("figures/modes.png", $0)] } ?? []
  }
}

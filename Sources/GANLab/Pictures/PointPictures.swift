// The pictures of a GAN in the plane: samples of an epoch, real points, and panels of snapshots.

import Datasets
import Foundation
import Imaging
import Runs
import Training

/// How many points a picture shows, so that it stays legible.
let pointsInPicture = 1000

/// Draws the pictures of one run; equal runs give equal bytes.
struct PointPictures {
  private let data: any PointDistribution
  private let method: String
  private let layers: Set<PictureLayer>
  /// What the pictures say of themselves.
  let provenance: PictureProvenance

  init(_ data: any PointDistribution, _ settings: GANSettings, recipeHash: String) {
    self.data = data
    method = settings.method
    layers = settings.pictureLayers
    provenance = PictureProvenance(recipeHash: recipeHash, seed: settings.configuration.seed)
  }

  /// What measures a trainer's networks, and asks for all that the pictures show.
  func evaluator(
    _ trainer: GANTrainer, count: Int, heldOut: [Float]
  ) throws -> PointEvaluator {
    let (fine, coarse) = (PointEvaluator.fieldSide, PointEvaluator.arrowSide)
    return try PointEvaluator(
      trainer, count: count, lattice: try frame().gridPoints(columns: fine, rows: fine),
      arrows: try frame().cellCenters(columns: coarse, rows: coarse), heldOut: heldOut)
  }

  func frame() throws -> Imaging.Frame {
    try Imaging.Frame(
      xMin: Double(data.frame.x.lowerBound), xMax: Double(data.frame.x.upperBound),
      yMin: Double(data.frame.y.lowerBound), yMax: Double(data.frame.y.upperBound))
  }

  /// Generated points over what the discriminator answers.
  ///
  /// A critic's scores have no fixed zero and scale, so their colours run from the lowest score in
  /// the frame to the highest.
  func samples(
    _ evaluation: PointEvaluation, _ record: MetricsRecord, step: Int, epoch: Int
  ) throws -> Data {
    let isCritic = !evaluation.hasProbabilities
    var panel = ScatterPanel(
      title: "\(method), step \(step.formatted(.number.locale(Locale(identifier: "en_US"))))",
      subtitle: summary(record), real: evaluation.real.firstPoints,
      generated: evaluation.generated.firstPoints, frame: try frame(),
      field: try ScalarField(
        columns: PointEvaluator.fieldSide, rows: PointEvaluator.fieldSide,
        values: isCritic ? evaluation.field.scaledToUnitRange : evaluation.field))
    if isCritic { panel.fieldLabel = "D scaled" }
    if layers.contains(.arrows) {
      let side = PointEvaluator.arrowSide
      panel.arrows = try VectorField(
        points: try frame().cellCenters(columns: side, rows: side), vectors: evaluation.arrows,
        spacing: try frame().cellSide(columns: side, rows: side))
    }
    if layers.contains(.lattice) {
      let side = PointEvaluator.latentSide
      panel.lattice = try WarpedLattice(
        columns: side, rows: side, points: evaluation.warpedLattice)
    }
    return try panel.render().pngData(text: provenance.text(epoch: epoch, weights: "raw"))
  }

  /// Real points alone.
  func reals(_ points: [Float]) throws -> Data {
    let panel = ScatterPanel(
      title: "\(data.name), real points", subtitle: data.summary,
      real: points.firstPoints, generated: [], frame: try frame())
    return try panel.render().pngData(text: provenance.text(epoch: 0, weights: "none"))
  }

  /// A histogram of the points over the modes, or nil where no modes are known.
  func modes(_ record: MetricsRecord, _ text: [(String, String)]) throws -> Data? {
    guard let facts = EpochFacts(record), let counts = facts.modeCounts else { return nil }
    let chart = BarChart(
      title: "\(method): points by nearest mode",
      subtitle: "step \(facts.step), \(summary(record))", counts: counts)
    return try chart.render().pngData(text: text)
  }

  /// What is most worth knowing of a record, in a line.
  private func summary(_ record: MetricsRecord) -> String {
    let share = { (name: String) -> String in
      if case .real(let value)? = record[name] { percent(value) } else { "no" }
    }
    let inFrame = "\(share("in_frame")) in frame"
    if let mixture = data.mixture, case .integer(let modes)? = record["modes"] {
      return "\(modes) of \(mixture.modeCount) modes, \(share("high_quality")) within 3\u{03C3}, "
        + inFrame
    }
    guard case .real(let distance)? = record["wasserstein_1"] else { return inFrame }
    return String(format: "Wasserstein distance %.3f, ", distance) + inFrame
  }

}

extension [Float] {
  /// The numbers moved and stretched to reach from 0 to 1; 0.5 where all are equal, and what is not
  /// finite as it is.
  package var scaledToUnitRange: [Float] {
    let finite = filter(\.isFinite)
    guard let lowest = finite.min(), let highest = finite.max() else { return self }
    // In double precision the difference of two finite numbers cannot overflow.
    let range = Double(highest) - Double(lowest)
    return map { value in
      guard value.isFinite else { return value }
      return range > 0 ? Float((Double(value) - Double(lowest)) / range) : 0.5
    }
  }

  /// As many points as a picture shows.
  var firstPoints: [Float] { Array(prefix(2 * pointsInPicture)) }
}

// The pictures of a GAN in the plane: samples of an epoch, real points, and panels of snapshots.

import Datasets
import Foundation
import Imaging
import Runs

/// How many points a picture shows, so that it stays legible.
let pointsInPicture = 1000

/// Draws the pictures of one run; equal runs give equal bytes.
struct PointPictures {
  let data: GaussianMixture
  let method: String
  let recipeHash: String
  let seed: UInt64

  func frame() throws -> Imaging.Frame {
    try Imaging.Frame(
      xMin: Double(data.frame.x.lowerBound), xMax: Double(data.frame.x.upperBound),
      yMin: Double(data.frame.y.lowerBound), yMax: Double(data.frame.y.upperBound))
  }

  /// The points at which the discriminator's answer is drawn.
  func lattice() throws -> [Float] {
    try frame().gridPoints(columns: PointEvaluator.fieldSide, rows: PointEvaluator.fieldSide)
  }

  /// Generated points over what the discriminator answers.
  ///
  /// A critic's scores have no fixed zero and scale, so their colours run from the lowest score in
  /// the frame to the highest.
  func samples(
    _ evaluation: PointEvaluation, _ metrics: ModeMetrics, step: Int, epoch: Int
  ) throws -> Data {
    let isCritic = !evaluation.hasProbabilities
    var panel = ScatterPanel(
      title: "\(method), step \(step.formatted(.number.locale(Locale(identifier: "en_US"))))",
      subtitle: summary(metrics), real: evaluation.real.firstPoints,
      generated: evaluation.generated.firstPoints, frame: try frame(),
      field: try ScalarField(
        columns: PointEvaluator.fieldSide, rows: PointEvaluator.fieldSide,
        values: isCritic ? evaluation.field.scaledToUnitRange : evaluation.field))
    if isCritic { panel.fieldLabel = "D scaled" }
    return try panel.render().pngData(text: provenance(epoch: epoch, weights: "raw"))
  }

  /// Real points alone.
  func reals(_ evaluation: PointEvaluation) throws -> Data {
    let panel = ScatterPanel(
      title: "\(data.name), real points",
      subtitle: "\(data.modeCount) Gaussians of standard deviation \(data.sigma)",
      real: evaluation.real.firstPoints, generated: [], frame: try frame())
    return try panel.render().pngData(text: provenance(epoch: 0, weights: "none"))
  }

  func summary(_ metrics: ModeMetrics) -> String {
    "\(metrics.modes) of \(data.modeCount) modes, "
      + "\(percent(metrics.highQuality)) within 3\u{03C3}, \(percent(metrics.inFrame)) in frame"
  }

  private func provenance(epoch: Int, weights: String) -> [(String, String)] {
    [
      ("recipe", recipeHash), ("epoch", String(epoch)), ("seed", String(seed)),
      ("weights", weights),
    ]
  }
}

/// A share as `97.3 %`.
func percent(_ share: Double) -> String {
  share.isFinite ? String(format: "%.1f %%", share * 100) : "no"
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

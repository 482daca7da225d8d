// What a run learns to make: where its data come from, and how it is measured and drawn.

import Foundation
import Runs

/// Points or images, as far as a run need not know the difference.
protocol Subject {
  /// Where training steps take real samples from.
  var training: TrainingData { get }
  /// What identifies the data.
  var source: Manifest.DataSource { get }
  /// How each measurement comes about; numbers may be ranked together only where this is the same.
  var protocols: [String: String] { get }
  /// The scores of samples from the data's own law, measured as generated ones are.
  func perfectScores() throws -> [String: Double]
  /// What measures and draws the networks of a trainer on these data.
  ///
  /// - Parameter count: the samples of each measurement.
  func observer(of trainer: GANTrainer, count: Int) throws -> any SubjectObserver
  /// The panel of a run's snapshots, from its folder.
  func snapshotPanel(of folder: RunFolder, steps: [Int]) throws -> Data?
}

/// Measures and draws a trainer's networks.
protocol SubjectObserver {
  /// The networks as they are now.
  func observe() throws -> Observation
  /// Real samples as a picture.
  func reals() throws -> Data
  /// Figures beside curves and snapshots that a finished run gets, by name.
  func closingFigures(_ last: MetricsRecord, epoch: Int) throws -> [(name: String, png: Data)]
}

/// What networks make and think at one moment.
struct Observation {
  /// The measurements under their logged names.
  let record: MetricsRecord
  /// Generated samples to keep for panels.
  let snapshot: StoredTensor
  /// What tells reals from fakes without learning, or nil.
  let giveAway: () throws -> String?
  /// The picture of an epoch.
  let picture: (_ record: MetricsRecord, _ step: Int, _ epoch: Int) throws -> Data
}

/// The text chunks of a run's pictures: equal runs give equal bytes.
struct PictureProvenance {
  let recipeHash: String
  let seed: UInt64

  func text(epoch: Int, weights: String) -> [(String, String)] {
    [
      ("recipe", recipeHash), ("epoch", String(epoch)), ("seed", String(seed)),
      ("weights", weights),
    ]
  }
}

extension GANSettings {
  /// The data of a recipe with all that is measured and drawn of them.
  func subject(_ recipe: Recipe) throws -> any Subject {
    switch kind {
    case .points: PointSubject(try PointData(recipe), self, recipeHash: recipe.hash)
    case .images: try ImageSubject(recipe, self)
    }
  }
}

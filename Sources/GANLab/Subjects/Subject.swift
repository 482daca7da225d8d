// What a run learns to make: where its data come from, and how it is measured and drawn.

import Foundation
import Runs
import Training

/// Points or images, as far as a run need not know the difference.
protocol Subject {
  /// Where training steps take real samples from.
  var training: TrainingData { get }
  /// What identifies the data.
  var source: Manifest.DataSource { get }
  /// What the user should know about the data before training; known after `inspect`.
  var remarks: [String] { get }
  /// Looks at all of the data for what would spoil the training.
  mutating func inspect()
  /// Makes ready what measuring needs, which may take a while.
  ///
  /// Before it, nothing is measured that needs it.
  /// - Parameter tell: gets a line for each thing that takes a while or is left out.
  mutating func prepare(tell: (String) -> Void) throws
  /// The same as far as it takes no time.
  mutating func prepareFromCache() throws
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
  /// Figures beside curves and snapshots that a run gets when it ends, by name.
  ///
  /// - Parameter isDone: whether all steps were made.
  func closingFigures(
    _ last: MetricsRecord, epoch: Int, isDone: Bool
  ) throws -> [(name: String, png: Data)]
}

extension Subject {
  /// Nothing, as for points.
  var remarks: [String] { [] }

  /// Nothing to look at, as for points.
  func inspect() {}

  /// Nothing needs to be made ready, as for points.
  func prepare(tell: (String) -> Void) throws {}

  /// Nothing needs to be made ready, as for points.
  func prepareFromCache() throws {}
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

extension GANSettings {
  /// The data of a recipe with all that is measured and drawn of them.
  func subject(_ recipe: Recipe) throws -> any Subject {
    switch kind {
    case .points: PointSubject(try PointData(recipe), self, recipeHash: recipe.hash)
    case .images: try ImageSubject(recipe, self)
    }
  }
}

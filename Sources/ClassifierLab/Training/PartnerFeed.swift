// Partners from outside of the batch: a second loader, or nearest training samples.

import Datasets
import GraphCompiler
import Mixing
import Runs
import Tensors

/// The samples that those of a batch are mixed with, where they come from outside of it.
///
/// Nearest neighbours are by the Euclidean distance of the samples as they are stored, before any
/// augmentation, and augmented with numbers of their own when they are taken; the mixup paper (3.8)
/// says neither.
struct PartnerFeed {
  private enum Source {
    case loader(SampleOrder)
    case neighbours(NearestNeighbours)
  }

  private let data: ClassifierData
  private let seed: UInt64
  private var source: Source

  /// The feed of a recipe; nil where partners are of the batch itself.
  init?(_ settings: ClassifierSettings, _ data: ClassifierData) throws {
    guard settings.mixes, settings.partners.isGiven else { return nil }
    self.data = data
    seed = settings.seed
    guard settings.partners != .loader else {
      source = .loader(
        SampleOrder(
          count: data.training.count, batch: settings.batch, seed: settings.seed, loader: .second))
      return
    }
    let set = data.training
    var features = [Float](repeating: 0, count: set.count * set.sampleSize)
    try features.withUnsafeMutableBufferPointer { try set.write(Array(0..<set.count), to: $0) }
    let labels = settings.partners == .sameClassNeighbours ? set.labels : nil
    try Self.checkThatAllHaveNeighbours(set, labels)
    source = .neighbours(
      try NearestNeighbours(
        of: features, count: set.count, dimension: set.sampleSize,
        k: min(settings.neighbours, max(1, Self.mostNeighbours(set, labels))), labels: labels))
  }

  /// How many neighbours each sample has; nil for a second loader.
  var neighbours: Int? {
    if case .neighbours(let found) = source { found.k } else { nil }
  }

  /// Samples and labels of the partners of a batch.
  mutating func partners(
    of rows: [Int], step: Int, epoch: Int
  ) throws -> (samples: [Float], labels: [Int32]) {
    let places: [Int]
    switch source {
    case .loader(var order):
      places = Array(order.places(ofStep: step).places)
      source = .loader(order)
    case .neighbours(let neighbours):
      let key = PhiloxKey(
        seed: seed, step: UInt64(bitPattern: Int64(step + 1)),
        stream: RandomStreamName.lambda.rawValue, draw: .max - 1)
      places = rows.enumerated().map { index, row in
        let words = key.block(index)
        return neighbours.partner(of: row, draw: UInt64(words[0]) << 32 | UInt64(words[1]))
      }
    }
    var samples = [Float](repeating: 0, count: places.count * data.training.sampleSize)
    try samples.withUnsafeMutableBufferPointer { buffer in
      // The bits of the seed are turned so that a partner is not changed as it is in its own batch.
      try data.training.write(
        places, augmentation: data.augmentation, seed: ~seed, epoch: epoch, to: buffer)
    }
    return (samples, places.map { data.training.labels[$0] })
  }

  /// - Throws: `RecipeError.badValue` where a sample is the only one, of its class where labels count.
  private static func checkThatAllHaveNeighbours(
    _ set: LabelledSamples, _ labels: [Int32]?
  ) throws(RecipeError) {
    let members = Dictionary(grouping: labels ?? [Int32](repeating: -1, count: set.count)) { $0 }
    guard let lonely = members.first(where: { $0.value.count == 1 })?.key else { return }
    let which = lonely < 0 ? "the set" : "class \(set.classNames[Int(lonely)])"
    throw .badValue(
      key: "partners", came: "neighbours", problem: "\(which) has one training sample only",
      needed: "permutation, or more samples", nearest: nil, origin: .program)
  }

  /// The other samples that every sample has, of its class where labels count.
  private static func mostNeighbours(_ set: LabelledSamples, _ labels: [Int32]?) -> Int {
    guard let labels else { return set.count - 1 }
    var counts = [Int](repeating: 0, count: set.classNames.count)
    for label in labels { counts[Int(label)] += 1 }
    return (counts.filter { $0 > 0 }.min() ?? 1) - 1
  }
}

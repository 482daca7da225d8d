// Where the real points of a recipe come from: a named set, a fixed sample of one, or a file.

import Datasets
import Foundation
import Runs
import Training

/// Real points to train on, and others to measure against.
public struct PointData: Sendable {
  /// The points that training draws.
  public let training: any PointDistribution
  /// Points that training never draws, x and y in turn, to measure against.
  public let heldOut: [Float]
  /// What identifies the points of a file, and "generated" for others.
  public let checksum: String
  /// What was done to the points of a file; nil for others.
  public let scaling: PointScaling?
  /// What new points are drawn from where a set is known by its law.
  private let law: (any PointDistribution)?

  /// The fewest points of a file to train on, and to measure against.
  static let fewest = 10

  /// The endings of files that points are read from.
  static let fileEndings = ["csv", "npz", "npy"]

  /// The data that a recipe's settings `data`, `train-points`, `held-out`, `samples` and `seed` mean.
  ///
  /// The part of a file that is held out is the same for every seed, so that runs can be compared.
  /// - Throws: `RecipeError` for an unknown name, or what reading the file throws.
  package init(_ recipe: Recipe) throws {
    let recipe = try GANRecipe.withoutAutos(
      try recipe.locatingData(from: .currentDirectory))
    let name = try recipe.text("data")
    let seed = UInt64(try recipe.integer("seed"))
    let fixed = try recipe.integerUnlessWord("train-points")
    guard let law = PointSets.named(name) else {
      guard fixed == nil else {
        throw RecipeError.badValue(
          key: "train-points", came: recipe["train-points"]?.text ?? "",
          problem: "asks for a sample of a law, and \(name) is a file of points",
          needed: "fresh, or a named set of points", nearest: nil, origin: .program)
      }
      let folder = URL(fileURLWithPath: try recipe.text("data-dir"), isDirectory: true)
      let bytes = try PointFile.bytes(of: folder.appendingPathComponent(name))
      let points = try PointFile.parse(bytes, file: name)
      let split = try PointSplit(
        try FinitePoints(name: Self.title(name), standardized: points),
        heldOut: try recipe.real("held-out"), seed: 0)
      let sizes = (split.training.count, split.heldOut.count / 2)
      guard sizes.0 >= Self.fewest, sizes.1 >= Self.fewest else {
        throw PointFileError.tooFew(
          file: name, training: sizes.0, heldOut: sizes.1, fewest: Self.fewest)
      }
      training = split.training
      // Evenly spaced, because a file may be in some order.
      heldOut = split.heldOut.evenlySpaced(try recipe.integer("samples"))
      self.law = nil
      var hash = FNV1a()
      bytes.withUnsafeBytes { hash.combine($0) }
      checksum = "fnv1a64 " + hash.hexadecimal
      scaling = PointScaling(mean: [points.mean.x, points.mean.y], scale: points.scale)
      return
    }
    self.law = law
    checksum = "generated"
    scaling = nil
    training = try fixed.map { try FinitePoints(drawing: $0, from: law, seed: seed) } ?? law
    // No training and no generator draws at this step.
    heldOut = try law.hostSample(try recipe.integer("samples"), seed: seed, step: -1)
  }

  /// The name of a set, or of a file without folder and ending.
  static func title(_ name: String) -> String {
    PointSets.named(name) == nil
      ? URL(fileURLWithPath: name).deletingPathExtension().lastPathComponent : name
  }

  /// Points of a perfect sampler, x and y in turn, which have nothing to do with those that are
  /// measured against.
  ///
  /// Where no law is known these are drawn from the training set with replacement.
  func perfectSample(_ count: Int, seed: UInt64) throws -> [Float] {
    try (law ?? training).hostSample(count, seed: seed, step: -2)
  }
}

extension PointData {
  /// Points to look at for what gives fakes away: those of a file as they are, none of them twice.
  func characteristicPoints(_ count: Int, seed: UInt64) throws -> [Float] {
    try (training as? FinitePoints)?.points.evenlySpaced(count)
      ?? perfectSample(count, seed: seed)
  }
}

extension [Float] {
  /// At most so many of the points, evenly spaced; x and y in turn.
  func evenlySpaced(_ limit: Int) -> [Float] {
    let total = count / 2
    guard total > limit else { return self }
    return (0..<limit).flatMap { index in
      let point = index * total / limit
      return [self[2 * point], self[2 * point + 1]]
    }
  }
}

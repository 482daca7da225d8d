// Refuses procedures whose parts contradict each other.

import Mixing
import NeuralNetworks

/// A procedure whose parts contradict each other.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What came, what was needed, and the remedy.
  public let description: String
}

extension GANConfiguration {
  /// - Throws: `ConfigurationError` for mixup with a critic, which has no labels to mix; for R1 or
  ///   R2 with wgan-gp, whose own penalty pulls the same slopes elsewhere; for a weight that is no
  ///   finite number of at least 0; and for a batch that cannot be split into packs.
  func check() throws(ConfigurationError) {
    guard objective.hasProbabilities || mixup == .off else {
      throw ConfigurationError(
        description: "objective \(objective.rawValue) came with mixup \(mixup), but its critic has "
          + "no labels to mix; set mixup to off, or choose another objective")
    }
    guard r1 >= 0, r2 >= 0, r1.isFinite, r2.isFinite else {
      throw ConfigurationError(
        description: "r1 \(r1) and r2 \(r2) came; use finite numbers of at least 0")
    }
    guard objective != .wassersteinGP || (r1 == 0 && r2 == 0) else {
      throw ConfigurationError(
        description: "objective wgan-gp came with r1 \(r1) and r2 \(r2), but its own penalty pulls "
          + "the critic's slope to 1 where they pull it to 0; set both to 0, or choose another "
          + "objective")
    }
    guard pack >= 1, batch % pack == 0 else {
      throw ConfigurationError(
        description: "a batch of \(batch) points came with packs of \(pack), which do not divide "
          + "it; choose a batch that is a multiple of the pack")
    }
    guard isConditional else { return }
    if case .demo = mixup {
      throw ConfigurationError(
        description: "classes came with the demo's mixup, which mixes rows of different classes; "
          + "set mixup to paper or off, or train without classes")
    }
    guard pack == 1 else {
      throw ConfigurationError(
        description: "classes came with packs of \(pack), which have no one class; use packs of 1, "
          + "or train without classes")
    }
  }

  /// - Throws: `ConfigurationError` for networks that are told classes of data that have none.
  func check(_ data: TrainingData) throws(ConfigurationError) {
    guard !isConditional || data.classCount != nil else {
      throw ConfigurationError(
        description: "classes are asked for, and the data have none; train without classes, or on "
          + "a set of images with labels")
    }
  }

  /// - Throws: `ConfigurationError` for a penalty on the slope of a discriminator whose answer on one
  ///   row depends on others, and for batches too small for a network's statistics.
  func check(
    generator: any Layer, discriminator: any Layer
  ) throws(ConfigurationError) {
    let hasPenalty = objective == .wassersteinGP || r1 > 0 || r2 > 0
    guard !discriminator.dependsOnBatch || !hasPenalty else {
      throw ConfigurationError(
        description: "a discriminator with batch statistics came with a penalty on its slope, but "
          + "its answer on one row depends on the others; use one without batch normalisation, or "
          + "no penalty")
    }
    let networks = [
      ("generator", generator, batch), ("discriminator", discriminator, batch / pack),
    ]
    for (name, network, rows) in networks where network.dependsOnBatch && rows < 2 {
      throw ConfigurationError(
        description: "a \(name) with batch statistics came with \(rows) rows in a batch; use a "
          + "batch that gives it at least 2")
    }
  }
}

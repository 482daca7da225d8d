// Draws samples from a trainer's generator.

import NeuralNetworks
import Tensors

extension GANTrainer {
  /// Draws samples, row-major: points `[count, 2]`, or images `[count, channels, height, width]`.
  ///
  /// - Parameters:
  ///   - averaged: whether the averaged generator draws.
  ///   - draw: samples of different draws are independent; the same draw gives the same samples.
  ///   - classIndex: the class of all of them where the networks are told classes; nil draws
  ///     classes uniformly.
  /// - Throws: `ConfigurationError` for a class that there is not.
  public func sample(
    _ count: Int, averaged: Bool = true, draw: Int = 0, classIndex: Int? = nil
  ) throws -> HostTensor {
    if let classIndex { try expectClass(classIndex) }
    let function = compile { [unowned self] (key: Tensor) in
      let key = RandomKey(key)
      let noise = key.normal([count, configuration.latentSize], from: .evaluation)
      let classes =
        classIndex.map { Tensor(HostTensor([Int32](repeating: Int32($0), count: count))) }
        ?? drawnClasses(count, key, from: .evaluation)
      return averaged
        ? averagedSamples(of: noise, classes: classes, statistics: averagedStatistics(key))
        : generator(noise, classes: classes, mode: .inference)
    }
    return try function(RandomKey.host(seed: configuration.seed, step: draw + 1))[0]
  }

  /// Samples whose batch statistics averaged weights are given.
  private static let recalibrationCount = 256

  /// The batch statistics of the averaged generator, in the order of `generator.statistics`.
  ///
  /// Averaged weights have met no batch, and the raw generator's statistics are not theirs: they get
  /// those of noise from a key. Without decay the average is the generator, with its statistics.
  func averagedStatistics(_ key: RandomKey) -> [Tensor] {
    let own = { self.generator.statistics.map(\.value) }
    guard generator.dependsOnBatch, configuration.averagingDecay > 0 else { return own() }
    return withValues(average.values) {
      let assigned = capturingAssignments {
        let count = Self.recalibrationCount
        let noise = key.normal([count, configuration.latentSize], from: .evaluation)
        let classes = drawnClasses(count, key, from: .evaluation)
        _ = generator(noise, classes: classes, mode: .recalibration)
      }
      return withValues(assigned, own)
    }
  }

  /// What the averaged generator makes of noise, with batch statistics of its own.
  func averagedSamples(of noise: Tensor, classes: Tensor?, statistics: [Tensor]) -> Tensor {
    withValues(average.values + zip(generator.statistics, statistics)) {
      generator(noise, classes: classes, mode: .inference)
    }
  }

  private func expectClass(_ index: Int) throws(ConfigurationError) {
    guard configuration.isConditional, let count = data.classCount else {
      throw ConfigurationError(
        description: "class \(index) was asked of networks that know no classes; ask for none, or "
          + "train with conditional on")
    }
    guard (0..<count).contains(index) else {
      throw ConfigurationError(
        description: "class \(index) was asked for; choose one from 0 to \(count - 1)")
    }
  }
}

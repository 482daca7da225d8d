// Draws from a GAN that makes images and asks its discriminator, without touching its training.

import Datasets
import NeuralNetworks
import Runs
import Tensors

/// Generated images, and what is logged of them.
struct ImageEvaluation {
  /// The first images of the generator as it is, from -1 to 1: as many as a picture shows.
  let generated: [Float]
  /// The measurements under their logged names.
  let record: MetricsRecord
}

/// Evaluates a trainer with noise and real images that stay the same from evaluation to evaluation,
/// drawn from a stream of their own.
final class ImageEvaluator {
  /// Images that go through the networks at once.
  private static let batch = 100

  private let trainer: GANTrainer
  private let function: CompiledFunction
  private let drawing: CompiledFunction
  private let averagedStatistics: CompiledFunction
  private let averagedDrawing: CompiledFunction
  private let count: Int
  private let heldOut: ImageSet
  private let scores: ImageScores?

  /// - Parameters:
  ///   - count: the images of each kind that the discriminator judges, in whole batches.
  ///   - scores: what a classifier measures, if one does.
  init(_ trainer: GANTrainer, count: Int, heldOut: ImageSet, scores: ImageScores?) {
    self.trainer = trainer
    self.count = Self.measured(count)
    self.heldOut = heldOut
    self.scores = scores
    function = CompiledFunction { [unowned trainer] inputs in
      Self.evaluation(
        of: trainer, inputs[0], real: inputs[1], classes: Array(inputs.dropFirst(2)))
    }
    drawing = CompiledFunction { [unowned trainer] inputs in
      [Self.images(of: trainer, inputs[0], classes: inputs.count > 1 ? inputs[1] : nil)]
    }
    averagedStatistics = CompiledFunction { [unowned trainer] inputs in
      trainer.averagedStatistics(RandomKey(inputs[0]))
    }
    let statisticCount = trainer.generator.statistics.count
    averagedDrawing = CompiledFunction { [unowned trainer] inputs in
      let others = inputs.dropLast(statisticCount)
      return [
        trainer.averagedSamples(
          of: Self.noise(of: trainer, RandomKey(others[0])),
          classes: others.count > 1 ? others[1] : nil,
          statistics: Array(inputs.suffix(statisticCount)))
      ]
    }
  }

  /// How many images are measured where some number was asked for: the next whole batches.
  static func measured(_ count: Int) -> Int {
    max(1, (count + batch - 1) / batch) * batch
  }

  /// The indices of the real images of a batch.
  private func realIndices(_ batch: Int) -> [Int] {
    let some = min(count, heldOut.count)
    return (0..<Self.batch).map { place in
      (batch * Self.batch + place) % some * heldOut.count / some
    }
  }

  /// The classes of the real and of the generated images of a batch, where networks are told them.
  private func classes(_ batch: Int) throws -> [HostTensor] {
    guard showsClasses, let labels = heldOut.labels else { return [] }
    let generated = ClassRows.classes(
      from: batch * Self.batch, count: Self.batch, of: heldOut.classNames.count)
    return [HostTensor(realIndices(batch).map { labels[$0] }), HostTensor(generated)]
  }

  /// Whether every row of the picture is a class.
  var showsClasses: Bool { trainer.configuration.isConditional }

  /// The real images of a batch, evenly spaced over the held-out part, which is gone through again
  /// where it has too few.
  private func real(_ batch: Int) throws -> HostTensor {
    let indices = realIndices(batch)
    var values = [Float](repeating: 0, count: Self.batch * heldOut.imageSize)
    try values.withUnsafeMutableBufferPointer { try heldOut.writeBatch(indices, to: $0) }
    return try HostTensor(values, shape: Shape([Self.batch] + trainer.data.sampleSizes))
  }

  /// Evaluates the networks as they are now.
  func evaluate() throws -> ImageEvaluation {
    var images: [Float] = []
    var sums = [Double](repeating: 0, count: 6)
    let batchCount = count / Self.batch
    let wanted = max(Self.batch, scores?.features.count ?? 0) * heldOut.imageSize
    for batch in 0..<batchCount {
      let results = try function.run([noiseKey(batch), try real(batch)] + classes(batch))
      if images.count < wanted { images += results[0].floats }
      for index in sums.indices { sums[index] += Double(results[index + 1].scalar ?? .nan) }
    }
    images += try drawn(by: drawing, from: batchCount, atLeast: wanted - images.count)
    let means = sums.map { $0 / Double(batchCount) }
    var record = MetricsRecord()
    record["d_real"] = .real(means[0])
    record["d_fake"] = .real(means[1])
    record["d_accuracy"] =
      trainer.configuration.objective.hasProbabilities
      ? .real((means[2] + means[3]) / 2) : .null
    record["d_slope_real"] = .real(means[4])
    record["d_slope_fake"] = .real(means[5])
    let shown = Array(images.prefix(Self.batch * heldOut.imageSize))
    if let scores {
      for field in try scores.record(of: Array(images.prefix(wanted))).fields {
        record[field.name] = field.value
      }
      images = try drawnByAverage(atLeast: wanted)
      for field in try scores.record(of: Array(images.prefix(wanted))).fields {
        record[MetricsCatalog.averaged + field.name] = field.value
      }
    }
    return ImageEvaluation(generated: shown, record: record)
  }

  /// The first images of the generator as it is, or of the averaged one.
  func drawn(averaged: Bool = false) throws -> [Float] {
    averaged ? try drawnByAverage(atLeast: 1) : try drawn(by: drawing, from: 0, atLeast: 1)
  }

  /// Whole batches of images of the averaged generator, all with the same batch statistics.
  private func drawnByAverage(atLeast count: Int) throws -> [Float] {
    // No batch has this number, so that nothing that is drawn decides about its own statistics.
    let statistics = try averagedStatistics.run([noiseKey(-1)])
    return try drawn(by: averagedDrawing, from: 0, atLeast: count, statistics)
  }

  /// Whole batches of images, the first from the noise of a given batch.
  private func drawn(
    by drawing: CompiledFunction, from first: Int, atLeast count: Int,
    _ statistics: [HostTensor] = []
  ) throws -> [Float] {
    var images: [Float] = []
    var batch = first
    while images.count < count {
      let inputs = try [noiseKey(batch)] + classes(batch).suffix(1) + statistics
      images += try drawing.run(inputs)[0].floats
      batch += 1
    }
    return images
  }

  private func noiseKey(_ batch: Int) -> HostTensor {
    RandomKey.host(seed: trainer.configuration.seed, step: batch)
  }

  private static func images(
    of trainer: GANTrainer, _ key: Tensor, classes: Tensor?
  ) -> Tensor {
    trainer.generator(
      noise(of: trainer, RandomKey(key)), classes: classes, mode: .inference)
  }

  private static func noise(of trainer: GANTrainer, _ key: RandomKey) -> Tensor {
    key.normal([batch, trainer.configuration.latentSize], from: .evaluation)
  }

  private static func evaluation(
    of trainer: GANTrainer, _ key: Tensor, real: Tensor, classes: [Tensor]
  ) -> [Tensor] {
    let generated = images(of: trainer, key, classes: classes.last)
    let hasProbabilities = trainer.configuration.objective.hasProbabilities
    let answers = [
      trainer.answers(on: real, classes: classes.first),
      trainer.answers(on: generated, classes: classes.last),
    ]
    let shown = answers.map { (hasProbabilities ? sigmoid($0) : $0).mean() }
    let right = [answers[0] .> 0, answers[1] .< 0].map { $0.converted(to: .float32).mean() }
    let norms = zip(answers, [real, generated]).map { answers, images in
      sqrt(squaredSlopes(of: answers, at: images)).mean()
    }
    return [generated] + shown + right + norms
  }
}

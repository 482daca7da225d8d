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
  private let count: Int
  private let heldOut: ImageSet

  /// - Parameter count: the images of each kind, in whole batches.
  init(_ trainer: GANTrainer, count: Int, heldOut: ImageSet) {
    self.trainer = trainer
    self.count = Self.measured(count)
    self.heldOut = heldOut
    function = CompiledFunction { [unowned trainer] inputs in
      Self.evaluation(of: trainer, inputs[0], real: inputs[1])
    }
  }

  /// How many images are measured where some number was asked for: the next whole batches.
  static func measured(_ count: Int) -> Int {
    max(1, (count + batch - 1) / batch) * batch
  }

  /// The real images of a batch, evenly spaced over the held-out part, which is gone through again
  /// where it has too few.
  private func real(_ batch: Int) throws -> HostTensor {
    let some = min(count, heldOut.count)
    let indices = (0..<Self.batch).map { place in
      (batch * Self.batch + place) % some * heldOut.count / some
    }
    var values = [Float](repeating: 0, count: Self.batch * heldOut.imageSize)
    try values.withUnsafeMutableBufferPointer { try heldOut.writeBatch(indices, to: $0) }
    return try HostTensor(values, shape: Shape([Self.batch] + trainer.data.sampleSizes))
  }

  /// Evaluates the networks as they are now.
  func evaluate() throws -> ImageEvaluation {
    var images: [Float] = []
    var sums = [Double](repeating: 0, count: 6)
    let batchCount = count / Self.batch
    for batch in 0..<batchCount {
      let results = try function.run([
        RandomKey.host(seed: trainer.configuration.seed, step: batch), try real(batch),
      ])
      if batch == 0 { images = results[0].floats }
      for index in sums.indices { sums[index] += Double(results[index + 1].scalar ?? .nan) }
    }
    let means = sums.map { $0 / Double(batchCount) }
    var record = MetricsRecord()
    record["d_real"] = .real(means[0])
    record["d_fake"] = .real(means[1])
    record["d_accuracy"] =
      trainer.configuration.objective.hasProbabilities
      ? .real((means[2] + means[3]) / 2) : .null
    record["d_slope_real"] = .real(means[4])
    record["d_slope_fake"] = .real(means[5])
    return ImageEvaluation(generated: images, record: record)
  }

  private static func evaluation(
    of trainer: GANTrainer, _ key: Tensor, real: Tensor
  ) -> [Tensor] {
    let noise = RandomKey(key).normal(
      [batch, trainer.configuration.latentSize], from: .evaluation)
    let generated = trainer.generator(noise, mode: .inference)
    let hasProbabilities = trainer.configuration.objective.hasProbabilities
    let answers = [real, generated].map { trainer.answers(on: $0) }
    let shown = answers.map { (hasProbabilities ? sigmoid($0) : $0).mean() }
    let right = [answers[0] .> 0, answers[1] .< 0].map { $0.converted(to: .float32).mean() }
    let norms = zip(answers, [real, generated]).map { answers, images in
      sqrt(squaredSlopes(of: answers, at: images)).mean()
    }
    return [generated] + shown + right + norms
  }
}

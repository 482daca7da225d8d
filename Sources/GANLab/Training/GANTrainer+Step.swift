// One training step as a traced function: the discriminator's updates, then the generator's.

import Datasets
import Mixing
import NeuralNetworks
import Tensors

extension GANTrainer {
  func tracedStep(key: RandomKey, learningRates: Tensor, images: Tensor?) -> [Tensor] {
    let updates = configuration.discriminatorSteps
    let rates = (0..<2).map { learningRates.sliced(along: 0, $0..<($0 + 1)).reshaped(to: []) }
    let perUpdate = configuration.mixup.pointsOfEachKind(configuration.batch)
    // All points of a step are made at once: the generator does not change during the
    // discriminator's updates, and one large product runs faster than several small ones.
    var samples = RealSamples(data, key, passed: images)
    let reals = samples.next(perUpdate * updates)
    let last = configuration.reusesFakes ? made(perUpdate, key) : nil
    // Only where rows know nothing of one another: a batch that is normalised is made by itself.
    let others = last == nil ? updates : updates - 1
    let fakes =
      generator.statistics.isEmpty && others > 0 ? self.fakes(perUpdate * others, key) : nil
    var losses: [Tensor] = []
    var norms: [Tensor] = []
    for update in 0..<updates {
      let rows = (update * perUpdate)..<((update + 1) * perUpdate)
      let real = reals.sliced(along: 0, rows)
      let fake =
        update < others
        ? fakes?.sliced(along: 0, rows) ?? self.fakes(perUpdate, key)
        : last?.stoppingGradient() ?? self.fakes(perUpdate, key)
      let loss = discriminatorLoss(real: packed(real), fake: packed(fake), key)
      let slopes = gradients(of: loss, withRespectTo: discriminator.parameters)
      withPath("discriminator update") {
        discriminatorOptimizer.step(slopes, learningRate: rates[0])
        norms.append(globalNorm(slopes))
      }
      losses.append(loss)
    }
    let judged =
      last?.sliced(along: 0, 0..<configuration.batch) ?? made(configuration.batch, key)
    let loss = generatorLoss(of: judged, &samples)
    let slopes = gradients(of: loss, withRespectTo: generator.parameters)
    withPath("generator update") {
      generatorOptimizer.step(slopes, learningRate: rates[1])
      average.update()
    }
    return [mean(losses), loss, mean(norms), globalNorm(slopes)]
  }

  /// Points for the discriminator, which leave the generator and its running statistics alone.
  ///
  /// Without the stop, the generator's gradient would run back through the discriminator's updates,
  /// which are part of the same graph: that is an unrolled GAN, another method.
  private func fakes(_ count: Int, _ key: RandomKey) -> Tensor {
    withPath("fakes") {
      generator(latent(count, key), mode: .training(updatesStatistics: false)).stoppingGradient()
    }
  }

  private func discriminatorLoss(real: Tensor, fake: Tensor, _ key: RandomKey) -> Tensor {
    let batch = configuration.mixup.batch(real: real, fake: fake, key)
    let logits = logits(of: batch)
    let loss = configuration.objective.discriminatorLoss(logits: logits, targets: batch.targets)
    if configuration.objective == .wassersteinGP {
      let penalty = gradientPenalty(
        of: discriminator.callAsFunction, at: interpolated(real: real, fake: fake, key))
      return loss + configuration.gradientPenalty * penalty
    }
    guard configuration.r1 > 0 || configuration.r2 > 0 else { return loss }
    return loss + configuration.objective.penaltyScale
      * zeroCenteredPenalties(real: real, fake: fake, scored: (batch.points, logits))
  }

  /// What the discriminator answers in its own update.
  ///
  /// Where it normalises batches, reals and fakes that are not mixed have a batch each: statistics
  /// of both together would tell the one from the other.
  private func logits(of batch: DiscriminatorBatch) -> Tensor {
    let mode = LayerMode.training(updatesStatistics: true)
    guard configuration.mixup == .off, !discriminator.statistics.isEmpty else {
      return discriminator(batch.points, mode: mode)
    }
    let half = batch.points.shape[0] / 2
    return concatenate(
      [0..<half, half..<(2 * half)].map { rows in
        discriminator(batch.points.sliced(along: 0, rows), mode: mode)
      })
  }

  /// R1 and R2 with their weights.
  ///
  /// The points are those that mixup is made of, never mixtures.
  private func zeroCenteredPenalties(
    real: Tensor, fake: Tensor, scored: (points: Tensor, logits: Tensor)
  ) -> Tensor {
    let weights = [configuration.r1 / 2, configuration.r2 / 2]
    let terms: [Tensor]
    if configuration.mixup == .off, !weights.contains(0) {
      // Both kinds have been scored already, so their slopes need no pass of their own.
      terms = withPath("zeroCenteredPenalty") {
        let squares = squaredSlopes(of: scored.logits, at: scored.points)
        let count = real.shape[0]
        return [0..<count, count..<(2 * count)].map { squares.sliced(along: 0, $0).mean() }
      }
    } else {
      terms = zip(weights, [real, fake]).map { weight, points in
        weight == 0
          ? Tensor(0) : zeroCenteredPenalty(of: discriminator.callAsFunction, at: points)
      }
    }
    return weights[0] * terms[0] + weights[1] * terms[1]
  }

  /// Samples for the generator's update.
  private func made(_ count: Int, _ key: RandomKey) -> Tensor {
    generator(latent(count, key), mode: .training(updatesStatistics: true))
  }

  private func generatorLoss(of made: Tensor, _ samples: inout RealSamples) -> Tensor {
    // The generator's update leaves the discriminator's running statistics alone.
    func judge(_ samples: Tensor) -> Tensor {
      discriminator(packed(samples), mode: .training(updatesStatistics: false))
    }
    let logits = judge(made)
    guard configuration.objective.generatorNeedsReals else {
      return configuration.objective.generatorLoss(logits: logits)
    }
    let reals = samples.next(configuration.batch)
    return configuration.objective.generatorLoss(logits: logits, realLogits: judge(reals))
  }

  private func latent(_ count: Int, _ key: RandomKey) -> Tensor {
    key.normal([count, configuration.latentSize], from: .latent)
  }

  private func mean(_ values: [Tensor]) -> Tensor {
    guard let first = values.first else { return Tensor(0) }
    return values.dropFirst().reduce(first, +) / Float(values.count)
  }
}

// One training step as a traced function: the discriminator's updates, then the generator's.

import Datasets
import Mixing
import NeuralNetworks
import Tensors

extension GANTrainer {
  func tracedStep(key: RandomKey, learningRates: Tensor, passed: Samples?) -> [Tensor] {
    let updates = configuration.discriminatorSteps
    let rates = (0..<2).map { learningRates.sliced(along: 0, $0..<($0 + 1)).reshaped(to: []) }
    let perUpdate = configuration.mixup.pointsOfEachKind(configuration.batch)
    // All points of a step are made at once: the generator does not change during the
    // discriminator's updates, and one large product runs faster than several small ones.
    var samples = RealSamples(data, key, passed: passed)
    let reals = samples.next(perUpdate * updates)
    let classes = fakeClasses(for: reals, key)
    let others = sharesFakes ? updates - 1 : updates
    let earlier = 0..<(others * perUpdate)
    // Only where rows know nothing of one another: a batch that is normalised is made by itself.
    let fakes =
      generator.dependsOnBatch || others == 0
      ? nil : self.fakes(earlier.count, classes?.sliced(along: 0, earlier), key)
    let shared =
      sharesFakes
      ? made(
        perUpdate, classes?.sliced(along: 0, earlier.count..<(earlier.count + perUpdate)), key)
      : nil
    var losses: [Tensor] = []
    var norms: [Tensor] = []
    for update in 0..<updates {
      let rows = (update * perUpdate)..<((update + 1) * perUpdate)
      let fake =
        (update < others ? fakes?.rows(rows) : shared?.stoppingGradient())
        ?? self.fakes(perUpdate, classes?.sliced(along: 0, rows), key)
      let loss = discriminatorLoss(real: reals.rows(rows), fake: fake, key)
      let slopes = gradients(of: loss, withRespectTo: discriminator.parameters)
      withPath("discriminator update") {
        discriminatorOptimizer.step(slopes, learningRate: rates[0])
        norms.append(globalNorm(slopes))
      }
      losses.append(loss)
    }
    let loss = generatorLoss(of: shared, key, &samples)
    let slopes = gradients(of: loss, withRespectTo: generator.parameters)
    withPath("generator update") {
      generatorOptimizer.step(slopes, learningRate: rates[1])
      average.update(step: generatorOptimizer.stepsTaken)
    }
    return [mean(losses), loss, mean(norms), globalNorm(slopes)]
  }

  /// Points for the discriminator, which leave the generator and its running statistics alone.
  ///
  /// Without the stop, the generator's gradient would run back through the discriminator's updates,
  /// which are part of the same graph: that is an unrolled GAN, another method.
  private func fakes(_ count: Int, _ classes: Tensor?, _ key: RandomKey) -> Samples {
    withPath("fakes") {
      let mode = LayerMode.training(updatesStatistics: false)
      let points = generator(latent(count, key), classes: classes, mode: mode)
      return Samples(points: points.stoppingGradient(), classes: classes)
    }
  }

  private func discriminatorLoss(real: Samples, fake: Samples, _ key: RandomKey) -> Tensor {
    let (real, fake) = (packed(real), packed(fake))
    let batch = configuration.mixup.batch(real: real.points, fake: fake.points, key)
    let shown = Samples(points: batch.points, classes: shownClasses(real: real, fake: fake))
    let logits = logits(of: shown)
    let loss = configuration.objective.discriminatorLoss(logits: logits, targets: batch.targets)
    if configuration.objective == .wassersteinGP {
      let penalty = gradientPenalty(
        of: { judged(Samples(points: $0, classes: real.classes)) },
        at: interpolated(real: real.points, fake: fake.points, key))
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
  private func logits(of samples: Samples) -> Tensor {
    guard configuration.mixup == .off, discriminator.dependsOnBatch else {
      return judged(samples, updatesStatistics: true)
    }
    let half = samples.points.shape[0] / 2
    return concatenate(
      [0..<half, half..<(2 * half)].map { judged(samples.rows($0), updatesStatistics: true) })
  }

  /// What the discriminator answers in training; only its own update moves its statistics, once.
  private func judged(_ samples: Samples, updatesStatistics: Bool = false) -> Tensor {
    discriminator(
      samples.points, classes: samples.classes,
      mode: .training(updatesStatistics: updatesStatistics))
  }

  /// R1 and R2 with their weights.
  ///
  /// The points are those that mixup is made of, never mixtures.
  private func zeroCenteredPenalties(
    real: Samples, fake: Samples, scored: (points: Tensor, logits: Tensor)
  ) -> Tensor {
    let weights = [configuration.r1 / 2, configuration.r2 / 2]
    let terms: [Tensor]
    if configuration.mixup == .off, !weights.contains(0) {
      // Both kinds have been scored already, so their slopes need no pass of their own.
      terms = withPath("zeroCenteredPenalty") {
        let squares = squaredSlopes(of: scored.logits, at: scored.points)
        let count = real.points.shape[0]
        return [0..<count, count..<(2 * count)].map { squares.sliced(along: 0, $0).mean() }
      }
    } else {
      terms = zip(weights, [real, fake]).map { weight, samples in
        weight == 0
          ? Tensor(0)
          : zeroCenteredPenalty(
            of: { judged(Samples(points: $0, classes: samples.classes)) }, at: samples.points)
      }
    }
    return weights[0] * terms[0] + weights[1] * terms[1]
  }

  /// Whether the generator's update takes the last fakes: a relativistic one compares its own with
  /// reals that the discriminator has not just seen.
  private var sharesFakes: Bool {
    configuration.reusesFakes && !configuration.objective.generatorNeedsReals
  }

  /// Samples for the generator's update.
  private func made(_ count: Int, _ classes: Tensor?, _ key: RandomKey) -> Samples {
    Samples(
      points: generator(
        latent(count, key), classes: classes, mode: .training(updatesStatistics: true)),
      classes: classes)
  }

  private func generatorLoss(
    of shared: Samples?, _ key: RandomKey, _ samples: inout RealSamples
  ) -> Tensor {
    let count = configuration.batch
    let reals = configuration.objective.generatorNeedsReals ? samples.next(count) : nil
    let judged =
      shared?.rows(0..<count)
      ?? made(count, reals.map { fakeClasses(for: $0, key) } ?? drawnClasses(count, key), key)
    return configuration.objective.generatorLoss(
      logits: self.judged(packed(judged)), realLogits: reals.map { self.judged(packed($0)) })
  }

  private func latent(_ count: Int, _ key: RandomKey) -> Tensor {
    key.normal([count, configuration.latentSize], from: .latent)
  }

  private func mean(_ values: [Tensor]) -> Tensor {
    guard let first = values.first else { return Tensor(0) }
    return values.dropFirst().reduce(first, +) / Float(values.count)
  }
}

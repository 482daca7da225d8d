// Training steps: equal where they should be, different where they should be.

import ClassifierLab
import Datasets
import TestSupport
import Testing

extension ClassifierLabTests {
  @Suite struct TrainerTests {
    @Test func alphaZeroIsPlainTrainingBitForBit() throws {
      let off = try smallTrainer("mix=off").parameters(afterSteps: 20)
      for change in ["alpha=0", "mix-probability=0"] {
        let isEqual = try smallTrainer("mix=mixup", change).parameters(afterSteps: 20) == off
        #expect(isEqual, "\(change)")
      }
      let isAnother = try smallTrainer("mix=mixup", "alpha=1").parameters(afterSteps: 20) != off
      #expect(isAnother)
    }

    @Test func partsOfABatchGiveTheGradientOfTheWhole() throws {
      for mix in ["mix=off", "mix=mixup"] {
        let whole = try smallTrainer("optimizer=sgd", "lr=0.1", mix, "alpha=1")
        let parts = try smallTrainer("optimizer=sgd", "lr=0.1", mix, "alpha=1", "micro-batch=5")
        for _ in 0..<16 {
          let (one, other) = (try whole.step(), try parts.step())
          #expect(abs(one.loss - other.loss) < 1e-5)
          #expect(abs(one.weightedAccuracy - other.weightedAccuracy) < 1e-5)
          #expect(abs(one.gradientNorm - other.gradientNorm) < 1e-4)
        }
        let (a, b) = (try whole.parameters(afterSteps: 0), try parts.parameters(afterSteps: 0))
        #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 })
      }
    }

    @Test func thePartialBatchIsASecondProgramAndNoMore() throws {
      // 120 training rows of iris in batches of 16: seven whole ones and one of eight.
      let trainer = try smallTrainer()
      #expect(trainer.stepsPerEpoch == 8)
      _ = try trainer.parameters(afterSteps: 24)
      #expect(trainer.compiled.traceCount == 2)
    }

    @Test func warmUpEpochsAreThoseOfPlainTraining() throws {
      let plain = try smallTrainer("mix=off").parameters(afterSteps: 8)
      let warm = try smallTrainer("mix=mixup", "alpha=1", "mix-warm-up=1")
      let isPlain = try warm.parameters(afterSteps: 8) == plain
      #expect(isPlain)
      let mixed = try warm.parameters(afterSteps: 8)
      let isMixed = try smallTrainer("mix=off").parameters(afterSteps: 16) != mixed
      #expect(isMixed)
    }

    @Test(arguments: [
      "partners=reversed", "partners=shifted", "partners=same-class", "partners=loader",
      "partners=neighbours", "partners=same-class-neighbours", "lambda=sample", "lambda=pair",
      "targets=nearer", "smoothing=0.1", "noise=0.3", "mix=dirichlet", "mix-layer=1",
      "mix-layer=0,1,2", "dropout=0.3", "optimizer=nesterov", "optimizer=adamw",
      "optimizer=rmsprop", "schedule=cosine", "schedule=one-cycle", "decay-norms=off",
    ])
    func everySettingTrains(change: String) throws {
      let trainer = try smallTrainer("neighbours=5", "alpha=0.5", "weight-decay=0.1", change)
      let after = try trainer.parameters(afterSteps: 9)
      let plain = try smallTrainer("alpha=0.5", "weight-decay=0.1").parameters(afterSteps: 9)
      // Said apart, so that a failure does not print all weights.
      let (isFinite, isAnother) = (after.allSatisfy { $0.isFinite }, plain != after)
      #expect(isFinite)
      #expect(isAnother)
    }

    @Test(arguments: ["mix=cutmix", "mix=mixup-or-cutmix", "augment=flip-crop", "mix-layer=2"])
    func everySettingOfImagesTrains(change: String) throws {
      let trainer = try smallTrainer("data=digits", "batch=200", "width=4", change)
      let plain = try smallTrainer("data=digits", "batch=200", "width=4")
      #expect(try trainer.step().isFinite)
      _ = try plain.step()
      let weights = { (trainer: ClassifierTrainer) in
        trainer.network.parameters.flatMap(\.hostValue.floats)
      }
      let isAnother = weights(trainer) != weights(plain)
      #expect(isAnother)
    }

    @Test func samplesAreNormalisedByTheTrainingPartAlone() throws {
      let data = try smallTrainer("data=digits").data
      let normalization = data.normalization
      let images = try #require(data.training.images)
      var values = [Float](repeating: 0, count: images.count * images.imageSize)
      try values.withUnsafeMutableBufferPointer {
        try images.writeBatch(Array(0..<images.count), to: $0)
      }
      let scaled = values.map { $0 * normalization.factors[0] + normalization.addends[0] }
      let mean = scaled.reduce(0.0) { $0 + Double($1) } / Double(scaled.count)
      let square = scaled.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(scaled.count)
      #expect(abs(mean) < 1e-4)
      #expect(abs(square - 1) < 1e-3)
      // Black in the authors' normalisation of red: -0.4914 / 0.2023.
      let authors = InputNormalization.authorsCIFAR
      #expect(abs(-authors.factors[0] + authors.addends[0] + 0.4914 / 0.2023) < 1e-5)
    }
  }
}

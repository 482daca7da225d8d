// Networks that are told classes: which class goes with which sample, refusals, and drawing by class.

import Datasets
import Foundation
import GANLab
import Mixing
import NeuralNetworks
import Runs
import Tensors
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct ConditionalTests {
    /// What all pixels of an image of a class are, from -1 to 1.
    private static func code(_ classes: Tensor) -> Tensor {
      (classes.converted(to: .float32) * (2 * 60 / 255) - 1).reshaped(
        to: [classes.shape[0], 1, 1, 1])
    }

    /// Ten images of two pixels each, whose brightness is 60 times their class.
    private func feed(classes: Int = 4, labelled: Bool = true) throws -> ImageFeed {
      let labels = (0..<10).map { Int32($0 * 7 % classes) }
      let set = try ImageSet(
        name: "codes", channels: 1, height: 1, width: 2,
        pixels: labels.flatMap { [UInt8($0 * 60), UInt8($0 * 60)] },
        labels: labelled ? labels : nil, classNames: (0..<classes).map(String.init))
      return ImageFeed(set, seed: 5)
    }

    /// Makes the image that belongs to a class, whatever the noise.
    private struct Scribe: Layer {
      let weight = Variable("generator.weight", HostTensor([Float(0)]))
      var parameters: [Variable] { [weight] }
      func callAsFunction(_ x: Tensor) -> Tensor { x }
      func callAsFunction(_ x: Tensor, classes: Tensor?, mode: LayerMode) -> Tensor {
        guard let classes else { return x }
        let noise = x.sum().reshaped(to: [1, 1, 1, 1]) * weight.value * 0
        return (code(classes) + noise).broadcast(to: [x.shape[0], 1, 1, 2])
      }
    }

    /// Answers 0 for an image of its class, and less and less the less it is one.
    private struct Censor: Layer {
      let weight = Variable("discriminator.weight", HostTensor([Float(1000)]))
      var parameters: [Variable] { [weight] }
      func callAsFunction(_ x: Tensor) -> Tensor { x }
      func callAsFunction(_ x: Tensor, classes: Tensor?, mode: LayerMode) -> Tensor {
        guard let classes else { return x }
        let misses = x - code(classes)
        return (misses * misses).sum(along: [1, 2, 3]).reshaped(to: [x.shape[0], 1]) * weight.value
      }
    }

    private func trainer(
      _ feed: ImageFeed, _ change: @escaping (inout GANConfiguration) -> Void = { _ in }
    ) throws -> GANTrainer {
      try GANTrainer(
        generator: Scribe(), discriminator: Censor(), data: .images(feed),
        configuration: smallConfiguration {
          $0.isConditional = true
          $0.mixup = .off
          change(&$0)
        })
    }

    /// Every real, fake and mixture is an image of the class that goes with it, so all answers are 0.
    @Test(arguments: [
      (DiscriminatorMixup.off, GANObjective.nonSaturating, Float(0.6931472)),
      (.paper(alpha: 1, .sample), .nonSaturating, 0.6931472), (.off, .relativistic, 0.6931472),
      // Slopes of 0 miss the 1 that they should have.
      (.off, .wassersteinGP, 10),
    ])
    func everySampleHasItsOwnClass(
      mixup: DiscriminatorMixup, objective: GANObjective, loss: Float
    ) throws {
      let trainer = try trainer(feed()) {
        ($0.mixup, $0.objective, $0.gradientPenalty) = (mixup, objective, 10)
      }
      for _ in 0..<3 {
        let report = try trainer.step()
        // The slope of 1,000 times a square is no exact 0 beside rounding.
        #expect(abs(report.discriminatorLoss - loss) < (loss == 10 ? 2e-3 : 1e-4))
        #expect(abs(report.generatorLoss - (objective == .wassersteinGP ? 0 : 0.6931472)) < 1e-4)
      }
    }

    private func fakeClasses(_ change: @escaping (inout GANConfiguration) -> Void) throws -> [Int32]
    {
      let trainer = try trainer(feed(), change)
      let count = 4000
      let reals = HostTensor([Int32](repeating: 2, count: count))
      let points = HostTensor(repeating: 0, shape: [count, 1, 1, 2])
      let drawn = try compile { (key: Tensor) in
        let samples = Samples(points: Tensor(points), classes: Tensor(reals))
        return trainer.fakeClasses(for: samples, RandomKey(key)) ?? Tensor(0)
      }(RandomKey.host(seed: 1, step: 1))[0]
      return drawn.integers
    }

    @Test func fakesHaveAnyClassUnlessTheyMakePairs() throws {
      let uniform = try fakeClasses { _ in }
      for index in 0..<4 {
        // A thousand, give or take six standard deviations.
        #expect((835...1165).contains(uniform.count { $0 == index }))
      }
      #expect(uniform.count == 4000)
      let changes: [(inout GANConfiguration) -> Void] = [
        { $0.mixup = .paper(alpha: 0.2, .sample) }, { $0.objective = .wassersteinGP },
        { $0.objective = .relativistic },
      ]
      for change in changes { #expect(try Set(fakeClasses(change)) == [2]) }
    }

    @Test func labelsAreThoseOfTheImagesOfTheStep() throws {
      let feed = try feed()
      for step in 1...6 {
        var (images, labels) = ([Float](repeating: 0, count: 14), [Int32](repeating: -1, count: 7))
        try images.withUnsafeMutableBufferPointer { try feed.write(step: step, count: 7, to: $0) }
        try labels.withUnsafeMutableBufferPointer {
          try feed.writeLabels(step: step, count: 7, to: $0)
        }
        let seen = stride(from: 0, to: 14, by: 2).map {
          Int32(((images[$0] + 1) * 127.5 / 60).rounded())
        }
        #expect(labels == seen)
      }
      var few = [Int32](repeating: 0, count: 3)
      let text = errorText {
        try few.withUnsafeMutableBufferPointer { try feed.writeLabels(step: 1, count: 7, to: $0) }
      }
      #expect(text.contains("a buffer of 3 numbers"), "\(text)")
    }

    @Test func aClassCanBeAskedFor() throws {
      let trainer = try trainer(feed())
      let values = try trainer.sample(5, averaged: false, classIndex: 3).floats
      #expect(values.allSatisfy { abs($0 - (3 * 120 / 255 - 1)) < 1e-5 })
      #expect(try Set(trainer.sample(200, averaged: true).floats).count == 4)
      for index in [-1, 4] {
        let text = errorText { _ = try trainer.sample(5, classIndex: index) }
        #expect(text.contains("choose one from 0 to 3"), "\(text)")
      }
      let plain = try smallTrainer(smallConfiguration())
      let text = errorText { _ = try plain.sample(5, classIndex: 0) }
      #expect(text.contains("know no classes"), "\(text)")
    }

    @Test func rowsOfPicturesAreClasses() {
      let three = ClassRows.classes(from: 0, count: 100, of: 3)
      #expect(Array(three.prefix(12)) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
      #expect(three[30] == 0 && three[99] == 0)
      #expect(
        ClassRows.classes(from: 100, count: 20, of: 12)
          == [10, 11].flatMap {
            [Int32](repeating: $0, count: 10)
          })
    }

    @Test func trainersRefuseWhatHasNoClasses() throws {
      let texts = [
        errorText { _ = try trainer(feed(labelled: false)) },
        errorText { _ = try trainer(feed()) { $0.mixup = .demo(maximum: 0.5, .sample) } },
        errorText { _ = try trainer(feed()) { $0.pack = 2 } },
        errorText { _ = try smallTrainer(smallConfiguration { $0.isConditional = true }) },
      ]
      for (text, part) in zip(
        texts, ["the data have none", "demo's mixup", "packs of 2", "the data have none"])
      {
        #expect(text.contains(part), "\(text)")
      }
    }

    private func recipe(_ changes: String...) throws -> Recipe {
      try GANRunKind().recipe(["data=digits", "conditional=on"] + changes)
    }

    @Test(arguments: [
      ("model=mlp", "the model is mlp"), ("mixup=demo", "rows of different classes"),
      ("pack=2", "a pack has no one class"), ("data=ring", "the model is mlp"),
    ])
    func recipesRefuseWhatHasNoClasses(change: String, part: String) throws {
      let recipe = try recipe(change)
      let text = errorText { _ = try GANSettings(recipe) }
      #expect(text.contains("conditional") && text.contains(part), "\(text)")
    }

    @Test func aSetWithoutLabelsIsRefusedBeforeThereIsAFolder() throws {
      let settings = try GANSettings(recipe())
      #expect(settings.configuration.isConditional)
      #expect(settings.method.hasSuffix("conditional"))
      let text = errorText { _ = try settings.makeTrainer(.images(try feed(labelled: false))) }
      #expect(text.contains("digits has no labels"), "\(text)")
    }
  }
}

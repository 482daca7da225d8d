// Runs on images: the order of the images, files of a run, resume, and samples of a trained network.

import Datasets
import Foundation
import GANLab
import GraphCompiler
import Runs
import Tensors
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct ImageRunTests {
    private func recipe(_ changes: String...) throws -> Recipe {
      var recipe = try GANRecipe.defaults()
      let small = [
        "data=digits", "steps=6", "steps-per-epoch=3", "batch=8", "latent=5", "width=4",
        "samples=10", "threads=1", "feature-samples=0",
      ]
      for change in small + changes { try recipe.apply(assignment: change) }
      return recipe
    }

    @Test func everyImageComesOnceInEveryPassAndEveryPassHasItsOwnOrder() throws {
      let pixels = (0..<10).map { UInt8($0) }
      let set = try ImageSet(name: "ten", channels: 1, height: 1, width: 1, pixels: pixels)
      let feed = ImageFeed(set, seed: 3)
      // Four images a step do not divide ten: passes begin within steps.
      var seen: [Float] = []
      for step in 1...10 { seen += try images(feed, step: step, count: 4) }
      let passes = stride(from: 0, to: 40, by: 10).map { Array(seen[$0..<($0 + 10)]) }
      for pass in passes { #expect(Set(pass).count == 10) }
      #expect(Set(passes).count == 4)
      let late = ImageFeed(set, seed: 3)
      #expect(try images(late, step: 7, count: 4) == Array(seen[24..<28]))
      #expect(try images(ImageFeed(set, seed: 4), step: 1, count: 10) != passes[0])
    }

    private func images(_ feed: ImageFeed, step: Int, count: Int) throws -> [Float] {
      var values = [Float](repeating: 0, count: count)
      try values.withUnsafeMutableBufferPointer {
        try feed.write(step: step, count: count, to: $0)
      }
      return values
    }

    @Test(arguments: [
      "model=dcgan", "model=mlp", "mixup=demo", "objective=wgan-gp", "pack=2", "conditional=on",
    ])
    func aRunWritesAGridEachEpochAndResumesToTheSameWeights(_ change: String) throws {
      let place = try TemporaryFolder()
      let whole = try GANRun.create(
        try recipe(change), .exactly(place.url.appendingPathComponent("whole")))
      guard case .done = try whole.train() else {
        Issue.record("the run did not end")
        return
      }
      let names = (0...2).map { RunFolder.pictureName(epoch: $0) } + ["samples/reals.png"]
      for name in names + ["figures/snapshots.png", "figures/epochs.png"] {
        #expect(FileManager.default.fileExists(atPath: whole.folder.file(name).path), "\(name)")
      }
      #expect(try whole.folder.manifest().data.first?.sampleSizes == [1, 8, 8])
      let url = place.url.appendingPathComponent("resumed")
      try trainHalf(try recipe(change, "steps=3"), at: url)
      let resumed = try GANRun.resume(url, changes: ["steps=6"], allowingDifferences: true)
      _ = try resumed.train()
      #expect(resumed.trainer.state == whole.trainer.state)
      let name = RunFolder.pictureName(epoch: 2)
      // The recipe's hash in the text chunk is that of a recipe of as many steps.
      #expect(try resumed.folder.read(name) == whole.folder.read(name))
    }

    /// Makes a run and lets go of it, and of its lock.
    private func trainHalf(_ recipe: Recipe, at url: URL) throws {
      _ = try GANRun.create(recipe, .exactly(url)).train()
    }

    @Test func samplesOfATrainedNetworkHaveTheImagesSizes() throws {
      let place = try TemporaryFolder()
      let run = try GANRun.create(
        try recipe("steps=3"), .exactly(place.url.appendingPathComponent("run")))
      _ = try run.train()
      let trained = try TrainedGAN(place.url.appendingPathComponent("run"))
      #expect(trained.imageSizes == [1, 8, 8])
      let images = try trained.sample(4, averaged: true)
      #expect(images.count == 4 * 64)
      #expect(images.allSatisfy { (-1...1).contains($0) })
    }

    @Test func aFolderOfDataIsKnownByItsWholePath() throws {
      let here = FileManager.default.currentDirectoryPath
      let resolved = try GANRecipe.resolved(try recipe("data-dir=sets"))
      #expect(resolved["data-dir"] == .text(here + "/sets"))
      #expect(try GANRecipe.resolved(try recipe())["data-dir"] == .text(""))
    }

    /// Whole batches of held-out images, which are gone through again: the record says how many.
    @Test func theRecordSaysHowManyImagesWereMeasured() throws {
      let place = try TemporaryFolder()
      let run = try GANRun.create(
        try recipe("samples=450", "steps=1"), .exactly(place.url.appendingPathComponent("run")))
      let text = try #require(run.manifest.protocols["samples"])
      #expect(text.hasPrefix("500 images from fixed noise and as many held-out ones"), "\(text)")
    }

    @Test func portableStepsOnImagesAskForNothing() throws {
      let pixels = (0..<(64 * 20)).map { UInt8($0 % 256) }
      let set = try ImageSet(name: "twenty", channels: 1, height: 8, width: 8, pixels: pixels)
      var architecture = GANArchitecture()
      architecture.model = .dcgan(width: 16, normalization: .batch)
      let networks = try GANNetworks(architecture, sampleSizes: [1, 8, 8], seed: 0)
      var options = CompileOptions()
      options.kernelLibrary = KernelLibrary(usesOneDNN: false)
      let trainer = try GANTrainer(
        generator: networks.generator, discriminator: networks.discriminator,
        data: .images(ImageFeed(set, seed: 0)),
        configuration: smallConfiguration {
          $0.batch = 4
          $0.discriminatorSteps = 1
        }, compileOptions: options)
      // Five steps are a pass over the set, so that no step that is counted makes a new order.
      try trainer.steps(2)
      let counts = try CallCounts.of { for _ in 0..<3 { _ = try trainer.step() } }.counts
      #expect(counts == .none, "\(CallCounts.origins)")
    }

    @Test func convolutionsForPointsAreRefused() throws {
      var recipe = try GANRecipe.defaults()
      try recipe.set("model", to: "dcgan")
      let text = errorText { _ = try GANSettings(recipe) }
      #expect(text.contains("makes images, and the data are points"), "\(text)")
    }

    /// What is trained on mixtures and judges fakes alone must not know of batches.
    @Test(arguments: [
      ("r1=1", "none"), ("mixup=off", "batch"), ("alpha=0", "batch"), ("mixup=paper", "layer"),
      ("mixup=demo", "layer"), ("objective=relativistic", "batch"),
    ])
    func theDiscriminatorsNormalisationFollowsWhatItSees(change: String, norm: String) throws {
      #expect(try GANRecipe.resolved(try recipe(change))["norm-d"] == .text(norm))
    }

    @Test(arguments: [
      ("data=mnist", "on"), ("model=sngan", "on"), ("mixup=off", "on"), ("objective=wgan-gp", "on"),
      ("model=mlp", "off"), ("mixup=demo", "off"), ("pack=2", "off"), ("data=folder:photos", "off"),
      ("data=npz:faces.npz", "off"), ("conditional=off", "off"), ("data=ring", "off"),
    ])
    func setsByNameTellTheirClasses(change: String, isConditional: String) throws {
      #expect(try GANRecipe.resolved(try recipe(change))["conditional"] == .text(isConditional))
    }

    @Test func wassersteinCriticsGetTheirPapersSettings() throws {
      let images = try GANRecipe.resolved(try recipe("objective=wgan-gp"))
      let expected = [("gradient-penalty", 10), ("beta1", 0), ("beta2", 0.9)]
      for (key, value) in expected { #expect(try images.real(key) == value, "\(key)") }
      #expect(try images.integer("d-steps") == 5)
      let points = try GANRecipe.resolved(try recipe("objective=wgan-gp", "data=ring"))
      #expect(try points.real("gradient-penalty") == 0.1 && points.real("beta1") == 0.9)
    }

    @Test func pairsOfARealAndAFakeReuseNone() throws {
      let relativistic = try GANRecipe.resolved(try recipe("objective=relativistic"))
      #expect(relativistic["reuse-fakes"] == .text("off"))
      #expect(try GANRecipe.resolved(try recipe())["reuse-fakes"] == .text("on"))
    }

    @Test(arguments: [
      (["mixup=paper", "mixup=demo"], true), (["mixup=paper", "mixup=off"], false),
      (["conditional=off", "mixup=demo"], false), (["mixup=paper", "data=ring"], false),
    ])
    func comparedRunsThatAreNotAllToldClassesAreNamed(changes: [String], isTold: Bool) throws {
      var told: [String] = []
      try GANRun.prepareMeasuring(changes.map { try recipe($0) }) { told.append($0) }
      #expect(told.contains { $0.contains("--conditional off") } == isTold, "\(told)")
    }

    @Test(arguments: [
      ("mixup=paper", 5e-4, 1e-3), ("mixup=demo", 5e-4, 1e-3), ("mixup=off", 2e-4, 2e-4),
      ("objective=wgan-gp", 1e-4, 1e-4), ("model=mlp", 2e-4, 2e-4), ("lr-g=0.1", 0.1, 1e-3),
    ])
    func learningRatesFollowWhatTheDiscriminatorSees(
      change: String, generators: Double, discriminators: Double
    ) throws {
      let resolved = try GANRecipe.resolved(try recipe(change))
      #expect(try resolved.real("lr-g") == generators)
      #expect(try resolved.real("lr-d") == discriminators)
    }
  }
}

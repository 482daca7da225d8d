// A classifier's metrics in runs on images: when they are measured, how they are recorded, and
// what is refused before training.

import Datasets
import Foundation
import GANLab
import Imaging
import Runs
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct ImageMetricsTests {
    private static let names = MetricsCatalog.entries.map(\.name).filter { name in
      [
        "classifier_frechet", "classifier_kernel", "classifier_score", "confident", "classes",
        "class_kl", "precision", "recall", "density", "coverage",
      ].contains(name)
    }

    private func recipe(_ changes: [String]) throws -> Recipe {
      var recipe = try GANRecipe.defaults()
      let small = [
        "data=digits", "model=mlp", "steps=4", "steps-per-epoch=2", "batch=8", "latent=5",
        "width=8", "samples=10", "threads=1",
      ]
      for change in small + changes { try recipe.apply(assignment: change) }
      return recipe
    }

    /// Runs a body with a cache of classifiers in a folder that goes with the test.
    private func withCache(_ body: (TemporaryFolder) throws -> Void) throws {
      let place = try TemporaryFolder()
      let cache = ClassifierCache(environment: ["MIXLAB_CACHE": place.place("cache").path])
      try ClassifierCache.$current.withValue(cache) { try body(place) }
    }

    @Test func everyEpochIsMeasuredBesideTheFloor() throws {
      try withCache { place in
        var told: [String] = []
        let url = place.place("run")
        let run = try GANRun.create(try recipe([]), .exactly(url)) { told.append($0) }
        #expect(told.contains { $0.contains("17 different values of 256") }, "\(told)")
        #expect(told.contains { $0.contains("training the classifier of digits") }, "\(told)")
        _ = try run.train()
        let records = try run.folder.metrics.records()
        #expect(records.count == 3)
        for record in records {
          for name in Self.names {
            #expect(record[name]?.number != nil, "\(name)")
            #expect(record[MetricsCatalog.averaged + name]?.number != nil, "\(name)")
          }
        }
        let names = ["classifier_frechet", "ema_classifier_frechet"]
        #expect(records[0][names[0]] == records[0][names[1]])
        #expect(records[2][names[0]] != records[2][names[1]])
        let averaged = try PNGImage(png: try run.folder.read("figures/averaged.png"))
        #expect(averaged.text.contains { $0 == ("weights", "averaged") })
        // An untrained generator makes nothing that looks like a digit.
        let perfect = try #require(run.manifest.perfect)
        #expect(perfect.count == 11 && perfect["classes"] == 10)
        let first = try #require(records[0]["classifier_frechet"]?.number)
        #expect(first > 5 * (try #require(perfect["classifier_frechet"])))
        #expect(try #require(perfect["coverage"]) > 0.9)

        let manifest = try run.folder.manifest()
        let text = try #require(manifest.protocols["classifier"])
        #expect(try text.contains(Regex("^classifier [0-9a-f]{16} of digits, ")), "\(text)")
        #expect(text.contains("% right on 360 held-out images"), "\(text)")
        #expect(manifest.protocols["feature_samples"]?.hasPrefix("180 generated images") == true)
        #expect(
          manifest.protocols["coverage"]?.hasSuffix("leading 180 samples of each kind") == true)
        #expect(manifest.data.first?.remarks?.count == 1)
        var other = manifest.protocols
        other["classifier"] = text.replacingOccurrences(
          of: text.split(separator: " ")[1], with: "0")
        let ranked = other.filter { !$0.key.hasPrefix("d_") }
        #expect(ProtocolHash.hash(protocols: ranked) != manifest.protocolHash)

        // Measured again from the checkpoint, the same comes out.
        told = []
        let measured = try TrainedGAN(url).measure(count: 10) { told.append($0) }
        #expect(told.isEmpty && measured.perfect == perfect)
        for name in Self.names { #expect(measured.record[name] == records[2][name], "\(name)") }

        let rules = GANRunKind().rules
        #expect(rules.criterion(of: records).metrics == ["classifier_frechet"])
        let best = try #require(rules.best(of: records)?["classifier_frechet"]?.number)
        #expect(best == records[1...].compactMap { $0["classifier_frechet"]?.number }.min())
        #expect(
          rules.primary(in: records).map(\.name)
            == ["classifier_frechet", "coverage", "confident", "classes", "d_real", "d_fake"])
        #expect(records[2].result.hasPrefix("classifier Frechet "))
      }
    }

    @Test func aResumedRunMeasuresTheSame() throws {
      try withCache { place in
        let whole = try GANRun.create(try recipe([]), .exactly(place.place("whole")))
        _ = try whole.train()
        try trainHalf(try recipe(["steps=2"]), at: place.place("half"))
        let resumed = try GANRun.resume(
          place.place("half"), changes: ["steps=4"], allowingDifferences: true)
        _ = try resumed.train()
        let last = try #require(try whole.folder.metrics.records().last)
        let other = try #require(try resumed.folder.metrics.records().last)
        for name in Self.names { #expect(other[name] == last[name], "\(name)") }
        #expect(
          try whole.folder.read("figures/neighbours.png")
            == resumed.folder.read("figures/neighbours.png"))
      }
    }

    /// Makes a run and lets go of it, and of its lock.
    private func trainHalf(_ recipe: Recipe, at url: URL) throws {
      _ = try GANRun.create(recipe, .exactly(url)).train()
    }

    @Test func numbersThatDoNotFitAreRefusedBeforeTraining() throws {
      try withCache { place in
        let url = place.place("run")
        for (count, needed) in [
          ("181", "asks for 362 held-out images, and digits has 360. Needed: at most 180"),
          ("127", "are too few for the metrics. Needed: at least 128"),
        ] {
          let text = errorText {
            _ = try GANRun.create(try recipe(["feature-samples=\(count)"]), .exactly(url))
          }
          #expect(text.hasPrefix("feature-samples: \"\(count)\" "), "\(text)")
          #expect(text.contains(needed), "\(text)")
        }
        #expect(!FileManager.default.fileExists(atPath: url.path))
        #expect(!FileManager.default.fileExists(atPath: place.place("cache").path))
      }
    }

    @Test func withoutAClassifierThereAreNeighboursByPixels() throws {
      try withCache { place in
        let run = try GANRun.create(
          try recipe(["feature-samples=0"]), .exactly(place.place("run")))
        _ = try run.train()
        #expect(try run.folder.metrics.records().allSatisfy { $0["coverage"] == nil })
        #expect(run.manifest.perfect?.isEmpty == true)
        #expect(run.manifest.protocols["classifier"] == nil)
        let picture = try PNGImage(png: try run.folder.read("figures/neighbours.png"))
        // Ten rows of one image, a gap and five neighbours, at five times 8 pixels.
        #expect(picture.width == 7 * 41 + 1 && picture.height == 10 * 41 + 1)
        #expect(picture.text.contains { $0 == ("distance", "pixels") })
        #expect(picture.text.contains { $0 == ("recipe", run.recipe.hash) })
      }
    }

    @Test(arguments: [[], ["model=dcgan", "width=4", "conditional=on"]])
    func neighboursAreOfTheLastSnapshotsImages(changes: [String]) throws {
      let place = try TemporaryFolder()
      let run = try GANRun.create(
        try recipe(["feature-samples=0"] + changes), .exactly(place.place("run")))
      _ = try run.train()
      let (rows, strip) = (
        try PNGImage(png: try run.folder.read("figures/neighbours.png")),
        try PNGImage(png: try run.folder.read("figures/snapshots.png"))
      )
      // Images of 8 x 8 pixels, five times as large, with lines between them; a margin of labels.
      func pixel(_ image: PNGImage, _ x: Int, _ y: Int) -> [UInt8] {
        let start = (y * image.width + x) * image.channels
        return Array(image.pixels[start..<(start + image.channels)])
      }
      let (margin, bottom) = (strip.width - 411, strip.height - 41)
      for place in 0..<10 {
        for (x, y) in (0..<64).map({ (3 + $0 % 8 * 5, 3 + $0 / 8 * 5) }) {
          #expect(
            pixel(rows, x, place * 41 + y) == pixel(strip, margin + place * 41 + x, bottom + y))
        }
      }
    }

    @Test func theNearestNeighboursOfTrainingImagesAreThemselves() throws {
      // More than one block of training images.
      let set = try sidedImages(2500, seed: 4)
      let places = [0, 999, 1000, 2499]
      var images = [Float](repeating: 0, count: places.count * 64)
      try images.withUnsafeMutableBufferPointer { try set.writeBatch(places, to: $0) }
      let found = try TrainingNeighbours(set, nil).nearest(images)
      #expect(found.map(\.first) == places)
      #expect(found.allSatisfy { Set($0).count == 5 })
      // By distance: a plain search over all finds the same.
      let query = Array(images[..<64])
      var all = [Float](repeating: 0, count: 2500 * 64)
      try all.withUnsafeMutableBufferPointer { try set.writeBatch(Array(0..<2500), to: $0) }
      let distances = (0..<2500).map { image in
        (0..<64).reduce(Float(0)) { sum, place in
          let difference = query[place] - all[image * 64 + place]
          return sum + difference * difference
        }
      }
      let sorted = (0..<2500).sorted { distances[$0] < distances[$1] }
      #expect(found[0] == Array(sorted.prefix(5)))
      let few = try TrainingNeighbours(try sidedImages(3, seed: 4), nil).nearest(query)
      #expect(Set(few[0]) == [0, 1, 2])
    }
  }
}

// Runs on a folder of images: where it is found again, what is held out, and what is refused.

import Datasets
import Foundation
import GANLab
import Imaging
import Runs
import TestSupport
import Testing
import Training

extension GANLabTests {
  @Suite struct ImageFolderRunTests {
    private let place: TemporaryFolder

    init() throws {
      place = try TemporaryFolder()
      for index in 0..<30 {
        let name = index < 20 ? "many" : "few"
        try write("photos/\(name)/\(index).png", try png(UInt8(8 * index)))
      }
    }

    private func write(_ path: String, _ data: Data) throws {
      let url = place.place(path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: url)
    }

    private func png(_ value: UInt8) throws -> Data {
      try PNGImage(
        width: 9, height: 11, channels: 1, pixels: (0..<99).map { value &+ UInt8($0 % 50) }
      ).encoded()
    }

    private func recipe(_ changes: String...) throws -> Recipe {
      let small = [
        "data=folder:\(place.place("photos").path)", "image-size=8", "image-channels=1",
        "steps=2", "steps-per-epoch=1", "batch=4", "width=4", "samples=10", "threads=1",
      ]
      return try GANRunKind().recipe(small + changes)
    }

    @Test func aFolderIsKnownByItsWholePath() throws {
      let resolved = try GANRecipe.resolved(try recipe())
      #expect(resolved["data"] == .text("folder:photos"))
      #expect(resolved["data-dir"] == .text(place.url.standardizedFileURL.path))
      #expect(try GANRecipe.resolved(resolved) == resolved)
      // What the recipe is does not depend on where the folder lies.
      let elsewhere = try GANRecipe.resolved(try recipe("data=folder:/other/photos"))
      #expect(elsewhere.hash == resolved.hash)
      let relative = try GANRecipe.resolved(try recipe("data=folder:a/photos", "data-dir=/data"))
      #expect(relative["data-dir"] == .text("/data/a"))
      let home = try GANRecipe.resolved(try recipe("data=folder:~/photos"))
      #expect(home["data-dir"] == .text(NSHomeDirectory()))
      let plain = try GANRecipe.resolved(try recipe("image-size=auto"))
      #expect(plain["image-size"] == .text("32") || plain["image-size"] == .integer(32))
      let settings = try GANSettings(try recipe("broken-images=skip"))
      #expect(settings.dataName == "photos" && settings.kind == .images)
      #expect(
        settings.imageFolder == ImageFolderSettings(side: 8, channels: 1, brokenFiles: .leaveOut))
    }

    @Test func everyTenthImageIsHeldOut() throws {
      let settings = try GANSettings(try recipe())
      let data = try ImageData(try GANRecipe.resolved(try recipe()), settings.imageFolder)
      #expect(data.training.count == 27 && data.heldOut.count == 3)
      // Sorted by class, "few" first: places 9, 19 and 29.
      #expect(data.training.classCounts == [9, 18] && data.heldOut.classCounts == [1, 2])
      #expect(data.training.channels == 1 && data.training.height == 8)
      let before = data.checksum
      try write("photos/few/27.png", try png(99))
      let after = try ImageData(try GANRecipe.resolved(try recipe()), settings.imageFolder)
      #expect(after.checksum != before)
    }

    @Test func aRunOnAFolderGoesOnAndNoticesChanges() throws {
      let url = place.place("run")
      var told: [String] = []
      try train(at: url) { told.append($0) }
      #expect(told.contains { $0.hasPrefix("no metrics of image quality: feature-samples needs ") })
      #expect(told.contains { $0.contains("9 to 18 images: rare classes") }, "\(told)")
      try goOn(at: url)
      #expect(try TrainedGAN(url).evaluate(count: 10)["d_real"]?.number != nil)
      try write("photos/few/27.png", try png(99))
      let text = errorText { _ = try GANRun.resume(url) }
      #expect(text.contains("data: folder:photos fnv1a64"), "\(text)")
      for measure in [{ _ = try $0.evaluate(count: 10) }, { _ = try $0.picture() }]
        as [(TrainedGAN) throws -> Void]
      {
        let text = errorText { try measure(try TrainedGAN(url)) }
        #expect(text.contains("no longer what the run was trained on"), "\(text)")
      }
    }

    /// Makes a run and lets go of it, and of its lock.
    private func train(at url: URL, tell: (String) -> Void) throws {
      let run = try GANRun.create(try recipe(), .exactly(url), tell: tell)
      #expect(run.folder.url.lastPathComponent == "run")
      _ = try run.train()
    }

    private func goOn(at url: URL) throws {
      let resumed = try GANRun.resume(url, changes: ["steps=3"], allowingDifferences: true)
      _ = try resumed.train()
      #expect(resumed.trainer.stepsDone == 3)
    }

    @Test func settingsOfFoldersAreForFolders() throws {
      var other = try GANRecipe.defaults()
      for change in ["data=digits", "image-channels=1"] { try other.apply(assignment: change) }
      let text = errorText { _ = try GANSettings(other) }
      #expect(
        text.contains("is for folders of images, and the data are digits. Needed: 3, or data"),
        "\(text)")
      let given = errorText {
        _ = try GANRun.create(
          try recipe("feature-samples=500"), .exactly(place.place("run")))
      }
      #expect(given.contains("needs 256 held-out images, and folder:photos has 3"), "\(given)")
    }
  }
}

// A folder of images of the user's own through the command: mixed files, a broken one, a resume.

import Foundation
import Imaging
import TestSupport
import Testing

extension CommandLineTests {
  @Suite(.enabled(if: JPEGLibrary.isAvailable)) struct ImageFolderCommandTests {
    private let place: Place

    init() throws {
      place = try Place()
      for (index, size) in [(40, 31), (8, 8), (5, 90), (33, 33)].enumerated() {
        let pixels = (0..<(size.0 * size.1 * 3)).map { UInt8(truncatingIfNeeded: 7 * $0 + index) }
        let image = PNGImage(width: size.0, height: size.1, channels: 3, pixels: pixels)
        try write("photos/cats/\(index).png", try image.encoded())
      }
      try write("photos/dogs/a.jpg", SampleJPEG.color)
      try write("photos/dogs/b.jpeg", SampleJPEG.progressive)
      try write("photos/dogs/c.JPG", SampleJPEG.grey)
      try write("photos/dogs/broken.jpg", SampleJPEG.color.prefix(SampleJPEG.color.count / 2))
    }

    private func write(_ path: String, _ data: Data) throws {
      let url = place.file(path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: url)
    }

    private let small = [
      "--image-size", "8", "--steps", "4", "--steps-per-epoch", "2", "--batch", "2", "--set",
      "width=4", "--set", "samples=10", "--threads", "1",
    ]

    @Test func aBrokenFileIsNamedAndStopsTheRun() throws {
      let run = try place.mixlab(["gan", "--data", "folder:photos", "--out", "run"] + small)
      #expect(run.code == 4, "\(run.error)")
      #expect(run.error.contains("dogs/broken.jpg: "), "\(run.error)")
      #expect(run.error.contains("Mend or remove the file, or have broken files left out"))
      #expect(try place.names() == ["photos"])
    }

    @Test func aBrokenFileIsLeftOutWhereAsked() throws {
      let options = ["--broken-images", "skip"] + small
      let run = try place.mixlab(
        ["gan", "--data", "folder:photos", "--out", "run"] + options)
      #expect(run.code == 0, "\(run.error)")
      #expect(run.error.contains("mixlab: left out dogs/broken.jpg: "), "\(run.error)")
      #expect(run.error.contains("no metrics of image quality: feature-samples needs"))
      #expect(place.exists("run/samples/epoch-0002.png"))
      #expect(place.exists("run/figures/neighbours.png"))
      // From another folder: the recipe holds the whole path.
      let line = "mkdir -p far && cd far && $MIXLAB evaluate ../run"
      #expect(try place.shell(line).code == 0)
      let resumed = try place.mixlab([
        "resume", "run", "--set", "steps=6", "--allow-changes", "--json",
      ])
      #expect(resumed.code == 0, "\(resumed.error)")
      let metrics = try #require(try resumed.object()["metrics"] as? [String: Any])
      #expect(metrics["step"] as? Int == 6)
      try write("photos/cats/0.png", try Data(contentsOf: place.file("photos/cats/1.png")))
      let changed = try place.mixlab(["resume", "run"])
      #expect(
        changed.code != 0 && changed.error.contains("data: folder:photos"), "\(changed.error)")
    }

    @Test func foldersArePreviewedAndVerified() throws {
      let bad = try place.mixlab(["data", "verify", "folder:photos"])
      #expect(bad.code == 4 && bad.error.contains("dogs/broken.jpg"), "\(bad.error)")
      let options = ["--broken-images", "skip", "--image-size", "16", "--image-channels", "1"]
      let good = try place.succeed(["data", "verify", "folder:photos"] + options)
      #expect(good.output.contains("read photos: 7 images of 1 x 16 x 16, 2 classes"))
      #expect(good.output.contains("left out dogs/broken.jpg: "))
      let preview = try place.succeed(["data", "preview", "folder:photos"] + options)
      #expect(preview.error.contains("photos-preview.png: a row for each class: cats, dogs"))
      #expect(place.exists("photos-preview.png"))
      for option in [["--image-size", "0"], ["--image-channels", "2"], ["--broken-images", "x"]] {
        #expect(try place.mixlab(["data", "verify", "folder:photos"] + option).code == 64)
      }
      let missing = try place.mixlab(["data", "verify", "folder:nothing"])
      #expect(missing.code == 4 && missing.error.contains("there is no such folder"))
    }
  }
}

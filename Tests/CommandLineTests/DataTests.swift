// mixlab data: what is listed, verified and drawn, and what is refused.

import Datasets
import Foundation
import Imaging
import Testing

extension CommandLineTests {
  @Suite struct DataTests {
    private let place: Place
    /// No set of the machine that runs the tests.
    private let nothing: [String: String]

    init() throws {
      place = try Place()
      nothing = ["MIXLAB_DATA": "", "XDG_CACHE_HOME": place.file("cache").path]
    }

    @Test func setsAreListedWithWhatIsMissing() throws {
      let list = try place.mixlab(["data", "list"], nothing)
      #expect(list.code == 0)
      for name in ["digits", "mnist", "fashion-mnist", "cifar10", "cifar100"] {
        #expect(list.lines.contains { $0.hasPrefix("\(name) ") }, "\(name)")
      }
      #expect(list.output.contains("cache/mixlab (XDG_CACHE_HOME)"))
      #expect(list.output.contains("cifar10 (170 MB): https://"))
      let object = try place.mixlab(["data", "list", "--json"], nothing).object()
      let sets = try #require(object["sets"] as? [[String: Any]])
      #expect(sets.map { $0["found"] as? Bool } == [true, false, false, false, false])
    }

    @Test func digitsArePreviewed() throws {
      let preview = try place.succeed(["data", "preview", "digits", "--columns", "7"])
      #expect(preview.output.contains("1437"))
      #expect(preview.output.contains("! quantisation: 17 different values"))
      #expect(preview.error.contains("digits-preview.png: a row for each class: 0, 1, 2"))
      let picture = try PNGImage(png: try place.data("digits-preview.png"))
      // 5 x 8 pixels an image, and lines between them.
      #expect(picture.width == 7 * 41 + 1 && picture.height == 10 * 41 + 1)
      #expect(picture.text.first?.1 == "digits training")
      #expect(Set(picture.pixels).count > 10)

      let arguments = ["data", "preview", "digits", "--part", "test", "--out", "t.png", "--json"]
      let result = try place.succeed(arguments)
      #expect(result.lines.count == 1 && result.error.isEmpty)
      let object = try result.object()
      #expect(object["picture"] as? String == "t.png")
      let parts = try #require(object["parts"] as? [[String: Any]])
      #expect(parts.map { $0["images"] as? Int } == [1437, 360])
      #expect((parts[1]["class_counts"] as? [Int])?.reduce(0, +) == 360)
      let again = try place.data("t.png")
      _ = try place.succeed(arguments)
      #expect(try place.data("t.png") == again)
      #expect(try place.names() == ["digits-preview.png", "t.png"])
    }

    @Test func theUsersArraysArePreviewed() throws {
      let values: [Int32] = [0, 255, 9, 8, 0, 0, 7, 1, 2, 3, 4, 5]
      let archive = try NPZWriter.archive([
        "images": NPYArray(shape: [3, 2, 2], values: .int32(values)),
        "labels": NPYArray(shape: [3], values: .int32([0, 2, 2])),
      ])
      try archive.write(to: place.file("own.npz"))
      let preview = try place.succeed(["data", "preview", "npz:own.npz", "--columns", "2"])
      #expect(preview.output.contains("! classes: 1 of 3 classes have no images: 1"))
      let picture = try PNGImage(png: try place.data("own-preview.png"))
      // Images of 2 x 2 pixels at 20 times their size.
      #expect(picture.width == 2 * 41 + 1 && picture.height == 3 * 41 + 1)
      func grey(_ column: Int, _ row: Int) -> UInt8 {
        picture.pixels[(row * picture.width + column) * picture.channels]
      }
      #expect(grey(1, 1) == 0 && grey(25, 1) == 255)
      // The first class has one image and the second none.
      #expect(grey(50, 1) == 128 && grey(1, 50) == 128)
      #expect(grey(1, 83) == 0 && grey(42, 83) == 2)
      #expect(try place.succeed(["data", "verify", "npz:own.npz"]).lines.last == "good")
      let wrong = try place.mixlab(["data", "preview", "npz:own.npz", "--part", "test"])
      #expect(wrong.code == 64 && wrong.error.contains("has no test images"))
    }

    @Test func verifyingTellsGoodFromBad() throws {
      let good = try place.succeed(["data", "verify", "digits", "--json"]).object()
      #expect(good["good"] as? Bool == true)
      for file in ImageCatalog.mnist.files { try Data([1, 2, 3]).write(to: place.file(file.name)) }
      let bad = try place.mixlab(["data", "verify", "mnist", "--data-dir", "."])
      #expect(bad.code == 4)
      #expect(bad.output.contains("train-images-idx3-ubyte.gz: 3 bytes came. Needed: 47040016."))
      #expect(bad.lines.last?.hasPrefix("bad: fetch it again with mixlab data fetch mnist") == true)
      let object = try place.mixlab(["data", "verify", "mnist", "--data-dir", ".", "--json"])
        .object()
      #expect(object["good"] as? Bool == false)
      #expect((object["files"] as? [[String: Any]])?.count == 4)
    }

    @Test func tablesAreVerifiedByTheLabelThatIsNamed() throws {
      let rows = (0..<30).map { "\($0 % 2 == 0 ? "a" : "b"),\(Double($0) / 7)" }
      try Data((["kind,x"] + rows).joined(separator: "\n").utf8).write(to: place.file("rows.csv"))
      let verify = ["data", "verify", "csv:rows.csv"]
      for label in [[], ["--label", "last"]] {
        let last = try place.mixlab(verify + label)
        #expect(last.code == 4, "\(last.error)")
        #expect(last.error.contains("choose another column as the label"), "\(last.error)")
      }
      for label in ["kind", "1"] {
        let named = try place.succeed(verify + ["--label", label])
        #expect(named.output.contains("the label is column \"kind\""), "\(named.output)")
      }
      let wrong = try place.mixlab(verify + ["--label", "knid"])
      #expect(wrong.code == 64 && wrong.error.contains("\"knid\""), "\(wrong.error)")
      let images = try place.mixlab(["data", "verify", "digits", "--label", "1"])
      #expect(images.code == 64 && images.error.contains("--label: digits holds images"))
      let unknown = try place.mixlab(["data", "verify", "iriss"])
      #expect(unknown.code == 64, "\(unknown.error)")
      for part in ["digits, mnist", "iris, abalone", "csv:FILE", "Did you mean \"iris\"?"] {
        #expect(unknown.error.contains(part), "\(unknown.error)")
      }
    }

    @Test func mistakesHaveRemedies() throws {
      let unknown = try place.mixlab(["data", "verify", "mnits"])
      #expect(unknown.code == 64)
      #expect(unknown.error.contains("Did you mean \"mnist\"?"))
      let missing = try place.mixlab(["data", "preview", "cifar10"], nothing)
      #expect(missing.code == 4)
      #expect(missing.error.contains("Download https://"))
      #expect(missing.error.contains("cache/mixlab/cifar10 (XDG_CACHE_HOME): no such folder"))
      try Data("no array".utf8).write(to: place.file("bad.npz"))
      for command in ["preview", "verify"] {
        let bad = try place.mixlab(["data", command, "npz:bad.npz"])
        #expect(bad.code == 4)
        #expect(bad.error.contains("bad.npz: something else than an .npy file came."))
      }
      for option in [["--columns", "0"], ["--out", "x.jpg"], ["--part", "both"]] {
        #expect(try place.mixlab(["data", "preview", "digits"] + option).code == 64)
      }
      #expect(try place.names() == ["bad.npz"])
    }
  }
}

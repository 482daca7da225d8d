// The published sets: their entries, the embedded digits, and the real files where they are there.

import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct ImageCatalogTests {
  @Test func entriesAgreeWithThemselves() {
    #expect(
      ImageCatalog.all.map(\.name) == ["digits", "mnist", "fashion-mnist", "cifar10", "cifar100"])
    var sums: Set<String> = []
    for entry in ImageCatalog.all {
      #expect(Set(entry.classNames).count == entry.classNames.count)
      #expect(ImageCatalog.named(entry.name)?.title == entry.title)
      for file in entry.files {
        #expect(file.mirrors.allSatisfy { $0.hasPrefix("http") && $0.hasSuffix("/" + file.name) })
        #expect(!file.mirrors.isEmpty)
        for sum in [file.sha256] + file.contents.map(\.sha256) {
          #expect(sum.count == 64 && sum.allSatisfy { "0123456789abcdef".contains($0) })
          #expect(sums.insert(sum).inserted, "\(file.name)")
        }
      }
      for isTraining in [true, false] where !entry.files.isEmpty {
        let contents = entry.files.flatMap(\.contents).filter {
          $0.isTraining == isTraining && $0.role != .labels
        }
        let images = isTraining ? entry.trainingCount : entry.testCount
        let size = entry.channels * entry.height * entry.width
        let total = contents.reduce(0) { $0 + $1.byteCount }
        // Headers of IDX files and labels of records come on top.
        #expect(total - images * size >= 16 && total - images * size <= 2 * images)
      }
    }
    #expect(ImageCatalog.cifar100.classNames.count == 100)
    #expect(ImageCatalog.cifar100.classNames == ImageCatalog.cifar100.classNames.sorted())
    #expect(ImageCatalog.mnist.byteCount == 11_594_722)
  }

  /// The checksum is that of the 1,797 lines of numbers that scikit-learn distributes, unpacked.
  @Test func embeddedDigitsAreTheOriginalOnes() throws {
    let split = try ImageSources.named("digits", location: DataLocation(folder: "/nowhere")).load()
    var text = ""
    for part in split.parts {
      for index in 0..<part.count {
        let image = part.pixels[(index * 64)..<((index + 1) * 64)]
        let values = image.map { String(Int((Double($0) * 16 / 255).rounded())) }
        text += (values + [String(part.labels?[index] ?? -1)]).joined(separator: ",") + "\n"
      }
    }
    #expect(
      SHA256.hexadecimal(of: Array(text.utf8)[...])
        == "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8")
    #expect(split.training.count == 1437 && split.test?.count == 360)
    #expect(split.training.scaling == "0...16, made bytes as v * 255 / 16")
    #expect(Set(split.training.pixels).count == 17)
    #expect(split.training.pixels.max() == 255)
  }

  // Expectations see small values only: a failed one prints all that its expression holds.

  @Test(.enabled(if: SharedData.has(ImageCatalog.mnist), SharedData.missing))
  func mnistIsRead() throws {
    let check = CatalogVerification(try SharedData.location.locate(ImageCatalog.mnist))
    let states = check.files.map(\.state)
    #expect(states == [.published, .published, .published, .published])
    let split = try #require(check.split)
    let (training, test) = (split.training.classCounts, split.test?.classCounts)
    #expect(training == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    #expect(test == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    let mean = ImageInspection(split.training).mean
    #expect(abs(mean - 33.3184) < 1e-4)
  }

  @Test(.enabled(if: SharedData.has(ImageCatalog.fashionMNIST), SharedData.missing))
  func fashionMNISTIsRead() throws {
    let split = try SharedData.location.locate(ImageCatalog.fashionMNIST).load()
    let (counts, mean) = (split.training.classCounts, ImageInspection(split.training).mean)
    #expect(counts == [Int](repeating: 6000, count: 10))
    #expect(abs(mean - 72.9404) < 1e-4)
  }

  @Test(.enabled(if: SharedData.has(ImageCatalog.cifar10), SharedData.missing))
  func cifar10IsRead() throws {
    let check = CatalogVerification(try SharedData.location.locate(ImageCatalog.cifar10))
    let isGood = check.isGood
    #expect(isGood)
    let split = try #require(check.split)
    let (first, firstOfTest) = (split.training.labels?.prefix(5), split.test?.labels?.prefix(5))
    #expect(first == [6, 9, 9, 4, 1])
    #expect(firstOfTest == [3, 8, 8, 0, 6])
    let counts = split.training.classCounts
    #expect(counts == [Int](repeating: 5000, count: 10))
    let means = (0..<3).map { channel in
      let sum = (0..<50_000).reduce(0) { sum, image in
        let start = image * 3072 + channel * 1024
        return sum + split.training.pixels[start..<(start + 1024)].reduce(0) { $0 + Int($1) }
      }
      return Double(sum) / 51_200_000
    }
    for (mean, wanted) in zip(means, [125.307, 122.950, 113.865]) {
      #expect(abs(mean - wanted) < 1e-3)
    }
  }

  @Test(.enabled(if: SharedData.has(ImageCatalog.mnist), SharedData.missing))
  func filesOfAnotherSetAreRefused() throws {
    let mnist = try #require(try SharedData.location.locate(ImageCatalog.mnist).folder)
    let located = try DataLocation(folder: mnist.path).locate(ImageCatalog.fashionMNIST)
    #expect(
      try imageFileError { _ = try located.load() }
        == .wrongSet(
          file: "train-labels-idx1-ubyte.gz, unpacked", found: "mnist", needed: "fashion-mnist"))
  }
}

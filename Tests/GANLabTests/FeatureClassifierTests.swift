// The classifier that images are measured by: what it learns, that it is the same, and its cache.

import Datasets
import Foundation
import GANLab
import GraphCompiler
import Runs
import TestSupport
import Testing
import Training

/// Noisy 8 x 8 images that are bright on one side: class 0 left, 1 right, 2 on top.
func sidedImages(_ count: Int, seed: UInt64, labelled: Bool = true) throws -> ImageSet {
  var generator = TestGenerator(seed: seed)
  var pixels: [UInt8] = []
  for image in 0..<count {
    for place in 0..<64 {
      let (row, column) = (place / 8, place % 8)
      let isBright = [column < 4, column >= 4, row < 4][image % 3]
      pixels.append(UInt8.random(in: 0...80, using: &generator) + (isBright ? 120 : 0))
    }
  }
  return try ImageSet(
    name: "sides", channels: 1, height: 8, width: 8, pixels: pixels,
    labels: labelled ? (0..<count).map { Int32($0 % 3) } : nil, classNames: ["l", "r", "t"])
}

private func sidedData(_ checksum: String = "a") throws -> ImageData {
  ImageData(
    name: "sides", training: try sidedImages(60, seed: 1), heldOut: try sidedImages(300, seed: 2),
    checksum: checksum)
}

extension GANLabTests {
  @Suite struct FeatureClassifierTests {
    private let place: TemporaryFolder
    private let cache: ClassifierCache

    init() throws {
      place = try TemporaryFolder()
      cache = ClassifierCache(environment: ["MIXLAB_CACHE": place.url.path])
    }

    private func prepared(
      _ data: ImageData, _ cache: ClassifierCache? = nil
    ) throws -> (classifier: FeatureClassifier, told: [String]) {
      var told: [String] = []
      let classifier = try FeatureClassifier.prepared(for: data, cache: cache ?? self.cache) {
        told.append($0)
      }
      return (classifier, told)
    }

    private func files() throws -> [URL] {
      try FileManager.default.contentsOfDirectory(at: cache.folder, includingPropertiesForKeys: nil)
    }

    @Test func digitsAreTold() throws {
      let split = try DataLocation(environment: [:]).locate(ImageCatalog.digits).load()
      let data = ImageData(
        name: "digits", training: split.training, heldOut: try #require(split.test), checksum: "")
      let (classifier, told) = try prepared(data)
      #expect(classifier.accuracy > 0.93 && classifier.heldOutCount == 360)
      #expect(told.count == 2 && told[1].contains("% right on 360 held-out images"), "\(told)")
      let places = [0, 5, 359]
      let outputs = try classifier.outputs(of: data.heldOut, places)
      #expect(outputs.features.count == 3 && outputs.features.dimension == 64)
      #expect(outputs.probabilities.classCount == 10)
      // The same by numbers, whatever else is in the batch.
      var values = [Float](repeating: 0, count: 2 * 64)
      try values.withUnsafeMutableBufferPointer {
        try data.heldOut.writeBatch([359, 5], to: $0)
      }
      let again = try classifier.outputs(of: values)
      #expect(Array(again.features.values[..<64]) == Array(outputs.features.values[128...]))
      #expect(throws: FeatureMetricError.self) { try classifier.outputs(of: [1, 2, 3]) }
    }

    @Test func theThreadsOfARunDoNotMatter() throws {
      let threads = KernelLibrary.threadCount
      defer { KernelLibrary.threadCount = threads }
      let identities = try [1, 2, 3].map { count in
        KernelLibrary.threadCount = count
        let other = ClassifierCache(
          environment: ["MIXLAB_CACHE": place.place("\(count)").path])
        let classifier = try prepared(try sidedData(), other).classifier
        #expect(KernelLibrary.threadCount == count)
        #expect(classifier.accuracy > 0.99)
        return classifier.identity
      }
      #expect(Set(identities).count == 1)
      #expect(identities[0].count == 16)
    }

    @Test func aClassifierIsTrainedOnce() throws {
      let first = try prepared(try sidedData())
      #expect(first.told.count == 2 && first.told[0].contains("training the classifier of sides"))
      let second = try prepared(try sidedData())
      #expect(second.told.isEmpty)
      #expect(second.classifier.identity == first.classifier.identity)
      #expect(second.classifier.accuracy == first.classifier.accuracy)
      let held = try sidedImages(5, seed: 3)
      #expect(
        try second.classifier.outputs(of: held, [0, 1]).features
          == first.classifier.outputs(of: held, [0, 1]).features)
      let file = try #require(try files().first)
      #expect(file.lastPathComponent.hasPrefix("sides-") && file.pathExtension == "safetensors")
      let metadata = try SafetensorsFile(contentsOf: file, requiresChecksum: true).metadata
      let hash = try #require(metadata["hash"])
      #expect(file.lastPathComponent.contains(hash))
      #expect(metadata["recipe"]?.contains("3x3 convolutions") == true)
      #expect(metadata["data"]?.count == 16)
      // Other data have a classifier of their own.
      #expect(try prepared(try sidedData("b")).told.count == 2)
      #expect(try files().count == 2)
    }

    @Test(arguments: ["damaged", "cut", "text", "another's"])
    func aFileThatCannotBeUsedIsReplaced(_ mistake: String) throws {
      let first = try prepared(try sidedData()).classifier
      let file = try #require(try files().first)
      var bytes = try Data(contentsOf: file)
      switch mistake {
      case "damaged": bytes[bytes.count - 9] ^= 1
      case "cut": bytes = bytes.prefix(bytes.count / 2)
      case "text": bytes = Data("no tensors".utf8)
      default:
        _ = try prepared(try sidedData("b"))
        let other = try #require(try files().first { $0 != file })
        bytes = try Data(contentsOf: other)
      }
      try bytes.write(to: file)
      let again = try prepared(try sidedData())
      #expect(again.told.count == 3, "\(again.told)")
      #expect(
        again.told.first?.hasPrefix("a kept classifier cannot be used and is trained again: ")
          == true,
        "\(again.told)")
      #expect(again.classifier.identity == first.identity)
      #expect(try prepared(try sidedData()).told.isEmpty)
    }

    @Test func aCacheThatCannotBeWrittenIsNoError() throws {
      try Data().write(to: place.place("file"))
      let other = ClassifierCache(environment: ["MIXLAB_CACHE": place.place("file/x").path])
      let (classifier, told) = try prepared(try sidedData(), other)
      #expect(classifier.accuracy > 0.99)
      #expect(told.count == 2 && told[1].contains("not kept, the next run trains it again"))
    }

    @Test func theCacheIsTheUsers() {
      let folder = { (environment: [String: String]) in
        ClassifierCache(environment: environment).folder.path
      }
      #expect(folder(["MIXLAB_CACHE": "/a", "XDG_CACHE_HOME": "/b"]) == "/a/classifiers")
      #expect(folder(["MIXLAB_CACHE": "", "XDG_CACHE_HOME": "/b"]) == "/b/mixlab/classifiers")
      #expect(
        folder(["XDG_CACHE_HOME": "relative", "HOME": "/c"]) == "/c/.cache/mixlab/classifiers")
    }
  }
}

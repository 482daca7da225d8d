// Sets of images as bytes, and their batches as numbers.

import Datasets
import Testing

@Suite struct ImageSetTests {
  /// Four colour images of 2 x 3 pixels, whose bytes count up.
  private func counted() throws -> ImageSet {
    try ImageSet(
      name: "counted", channels: 3, height: 2, width: 3, pixels: (0..<72).map { UInt8($0) },
      labels: [1, 0, 1, 1], classNames: ["a", "b"])
  }

  private func batch(_ set: ImageSet, _ indices: [Int], count: Int? = nil) throws -> [Float] {
    var numbers = [Float](repeating: .nan, count: count ?? indices.count * set.imageSize)
    try numbers.withUnsafeMutableBufferPointer { try set.writeBatch(indices, to: $0) }
    return numbers
  }

  @Test func sizesAndClassesAreCounted() throws {
    let set = try counted()
    #expect(set.count == 4)
    #expect(set.imageSize == 18)
    #expect(set.sizeText == "3 x 2 x 3")
    #expect(set.classCounts == [1, 3])
  }

  @Test func batchesHoldTheImagesThatWereAskedFor() throws {
    let set = try counted()
    let numbers = try batch(set, [2, 0, 2])
    for (place, number) in numbers.enumerated() {
      let byte = Float(set.pixels[[2, 0, 2][place / 18] * 18 + place % 18])
      #expect(abs(number - (byte / 127.5 - 1)) < 1e-6)
    }
    #expect(try batch(set, []).isEmpty)
  }

  @Test func everyByteBecomesANumberFromMinusOneToOne() throws {
    let set = try ImageSet(
      name: "bytes", channels: 1, height: 16, width: 16, pixels: (0...255).map { UInt8($0) })
    let numbers = try batch(set, [0])
    #expect(numbers.first == -1)
    #expect(numbers.last == 1)
    for (byte, number) in numbers.enumerated() {
      #expect(abs(Double(number) - (Double(byte) / 127.5 - 1)) < 1e-7)
      #expect(number == -numbers[255 - byte])
    }
  }

  @Test func labelsOfABatch() throws {
    let set = try counted()
    var labels = [Int32](repeating: -1, count: 3)
    try labels.withUnsafeMutableBufferPointer { try set.writeLabels([1, 0, 3], to: $0) }
    #expect(labels == [0, 1, 1])
    let bare = try ImageSet(name: "bare", channels: 1, height: 1, width: 1, pixels: [1])
    #expect(bare.classNames.isEmpty)
    #expect(throws: ImageSetError.noLabels(name: "bare")) {
      try labels.withUnsafeMutableBufferPointer { try bare.writeLabels([0, 0, 0], to: $0) }
    }
  }

  @Test func batchesThatCannotBeGivenAreRefused() throws {
    let set = try counted()
    for index in [-1, 4, Int.max, Int.min] {
      #expect(throws: ImageSetError.badIndex(name: "counted", index: index, count: 4)) {
        try batch(set, [0, index])
      }
    }
    for count in [0, 17, 19] {
      #expect(throws: ImageSetError.badBuffer(name: "counted", count: count, needed: 18)) {
        try batch(set, [0], count: count)
      }
    }
  }

  @Test func partsThatDoNotFitAreRefused() throws {
    func make(
      _ channels: Int = 1, _ height: Int = 2, _ width: Int = 2, count: Int = 4,
      labels: [Int32]? = nil, classes: [String] = []
    ) throws {
      _ = try ImageSet(
        name: "x", channels: channels, height: height, width: width,
        pixels: [UInt8](repeating: 0, count: count), labels: labels, classNames: classes)
    }
    for (channels, height, width) in [(2, 2, 2), (1, 0, 2), (1, 2, 4097), (1, -1, -1)] {
      #expect(
        throws: ImageSetError.badShape(name: "x", channels: channels, height: height, width: width)
      ) { try make(channels, height, width) }
    }
    for count in [0, 3, 5] {
      #expect(throws: ImageSetError.badPixelCount(name: "x", count: count, imageSize: 4)) {
        try make(count: count)
      }
    }
    #expect(throws: ImageSetError.badLabelCount(name: "x", count: 2, needed: 1)) {
      try make(labels: [0, 0], classes: ["a"])
    }
    for label: Int32 in [-1, 1] {
      #expect(
        throws: ImageSetError.badLabel(name: "x", index: 0, label: Int(label), classCount: 1)
      ) { try make(labels: [label], classes: ["a"]) }
    }
    let many = (0...10_000).map(String.init)
    #expect(throws: ImageSetError.tooManyClasses(name: "x", count: 10_001)) {
      try make(labels: [0], classes: many)
    }
  }

  @Test func partsOfASplitBelongTogether() throws {
    let set = try counted()
    let other = try ImageSet(
      name: "other", channels: 1, height: 2, width: 3, pixels: [UInt8](repeating: 0, count: 6))
    #expect(throws: ImageSplitError.sizes(name: "s", training: "3 x 2 x 3", test: "1 x 2 x 3")) {
      try ImageSplit(name: "s", training: set, test: other, origin: "")
    }
    let bare = try ImageSet(
      name: "bare", channels: 3, height: 2, width: 3, pixels: [UInt8](repeating: 0, count: 18))
    #expect(throws: ImageSplitError.classes(name: "s", training: 2, test: 0)) {
      try ImageSplit(name: "s", training: set, test: bare, origin: "")
    }
    #expect(try ImageSplit(name: "s", training: set, test: nil, origin: "").parts.count == 1)
  }
}

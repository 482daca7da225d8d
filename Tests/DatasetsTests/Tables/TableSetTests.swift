// Tables as numbers, their batches, and their parts.

import Datasets
import Testing

@Suite struct TableSetTests {
  /// Four rows of three features that count up, one of them missing.
  private func counted() throws -> TableSet {
    try TableSet(
      name: "counted", featureNames: ["a", "b", "c"],
      features: [0, 1, 2, 3, .nan, 5, 6, 7, 8, 9, 10, 11], labels: [1, 0, 1, 1],
      classNames: ["no", "yes"])
  }

  private func batch(_ set: TableSet, _ indices: [Int], count: Int? = nil) throws -> [Float] {
    var numbers = [Float](repeating: -1, count: count ?? indices.count * set.featureCount)
    try numbers.withUnsafeMutableBufferPointer { try set.writeBatch(indices, to: $0) }
    return numbers
  }

  @Test func rowsAndClassesAreCounted() throws {
    let set = try counted()
    #expect(set.count == 4)
    #expect(set.featureCount == 3)
    #expect(set.classCounts == [1, 3])
    #expect(set.missingCount == 1)
  }

  @Test func batchesHoldTheRowsThatWereAskedFor() throws {
    let set = try counted()
    #expect(try batch(set, [2, 0, 2]) == [6, 7, 8, 0, 1, 2, 6, 7, 8])
    #expect(try batch(set, []).isEmpty)
    let withMissing = try batch(set, [1])
    #expect(withMissing[0] == 3 && withMissing[1].isNaN && withMissing[2] == 5)
    var labels = [Int32](repeating: -1, count: 3)
    try labels.withUnsafeMutableBufferPointer { try set.writeLabels([1, 0, 3], to: $0) }
    #expect(labels == [0, 1, 1])
  }

  @Test func partsKeepAllClasses() throws {
    let part = try counted().selecting([3, 0, 3])
    #expect(part.features == [9, 10, 11, 0, 1, 2, 9, 10, 11])
    #expect(part.labels == [1, 1, 1])
    #expect(part.classCounts == [0, 3])
    #expect(part.featureNames == ["a", "b", "c"])
    #expect(throws: TableSetError.noRows(name: "counted")) { try counted().selecting([]) }
  }

  @Test func whatIsNotThereIsRefused() throws {
    let set = try counted()
    for index in [-1, 4, Int.max, Int.min] {
      let error = TableSetError.badIndex(name: "counted", index: index, count: 4)
      #expect(throws: error) { try batch(set, [0, index]) }
      #expect(throws: error) { try set.selecting([0, index]) }
      var labels: [Int32] = [7, 7]
      #expect(throws: error) {
        try labels.withUnsafeMutableBufferPointer { try set.writeLabels([0, index], to: $0) }
      }
      #expect(labels == [7, 7])
    }
    for count in [0, 2, 4] {
      #expect(throws: TableSetError.badBuffer(name: "counted", count: count, needed: 3)) {
        try batch(set, [0], count: count)
      }
    }
  }

  @Test func valuesThatMakeNoTableAreRefused() throws {
    func make(
      _ names: [String] = ["a", "b"], _ features: [Float] = [1, 2, 3, 4],
      labels: [Int32] = [0, 1], classes: [String] = ["x", "y"]
    ) throws {
      _ = try TableSet(
        name: "t", featureNames: names, features: features, labels: labels, classNames: classes)
    }
    try make()
    #expect(throws: TableSetError.badFeatureCount(name: "t", count: 0)) { try make([], []) }
    #expect(throws: TableSetError.noRows(name: "t")) { try make(labels: []) }
    for count in [3, 5] {
      #expect(throws: TableSetError.badValueCount(name: "t", count: count, needed: 4)) {
        try make(["a", "b"], [Float](repeating: 0, count: count))
      }
    }
    for classes in [["x"], (0...10_000).map(String.init)] {
      #expect(throws: TableSetError.badClassCount(name: "t", count: classes.count)) {
        try make(labels: [0, 0], classes: classes)
      }
    }
    for label: Int32 in [-1, 2] {
      #expect(throws: TableSetError.badLabel(name: "t", row: 1, label: Int(label), classCount: 2)) {
        try make(labels: [0, label])
      }
    }
    for value in [Float.infinity, -.infinity] {
      #expect(throws: TableSetError.infinite(name: "t", row: 1, feature: "b")) {
        try make(["a", "b"], [1, 2, 3, value])
      }
    }
  }
}

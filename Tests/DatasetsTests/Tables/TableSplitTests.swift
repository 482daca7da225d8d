// Rows held out at random, class by class.

import Datasets
import Testing

@Suite struct TableSplitTests {
  /// Rows whose one feature is their index, with as many of each class as given, mixed.
  private func table(_ counts: [Int]) throws -> TableSet {
    var left = counts
    var labels: [Int32] = []
    while left.contains(where: { $0 > 0 }) {
      for label in left.indices where left[label] > 0 {
        labels.append(Int32(label))
        left[label] -= 1
      }
    }
    return try TableSet(
      name: "t", featureNames: ["index"], features: labels.indices.map { Float($0) },
      labels: labels, classNames: counts.indices.map { "class \($0)" })
  }

  private func split(_ table: TableSet) throws -> TableSplit {
    try TableSplit(name: "t", training: table, test: nil, origin: "here", checksum: "none")
  }

  @Test func everyClassGivesItsShare() throws {
    let (training, test) = try table([40, 10, 7, 2, 1]).split(heldOut: 0.25, seed: 1)
    // 10, 2.5, 1.75, 0.5 and 0.25, rounded with halves up.
    #expect(test.classCounts == [10, 3, 2, 1, 0])
    #expect(training.classCounts == [30, 7, 5, 1, 1])
    #expect(training.name == "t training" && test.name == "t test")
  }

  @Test func oneRowOfEachClassStays() throws {
    let (training, test) = try table([5, 2, 1]).split(heldOut: 0.99, seed: 1)
    #expect(test.classCounts == [4, 1, 0])
    #expect(training.classCounts == [1, 1, 1])
  }

  @Test func partsAreTheWholeInItsOrder() throws {
    let whole = try table([30, 20])
    let (training, test) = try whole.split(heldOut: 0.3, seed: 5)
    #expect(training.features == training.features.sorted())
    #expect(test.features == test.features.sorted())
    #expect((training.features + test.features).sorted() == whole.features)
    for part in [training, test] {
      #expect(part.labels == part.features.map { whole.labels[Int($0)] })
    }
  }

  @Test func theSeedAloneDecides() throws {
    let whole = try table([50, 50])
    let held = try (0..<4).map { try whole.split(heldOut: 0.2, seed: UInt64($0)).test.features }
    #expect(try whole.split(heldOut: 0.2, seed: 2).test.features == held[2])
    #expect(Set(held).count == 4)
  }

  /// Of 100 rows 20 are held out: over 200 seeds each row about 40 times, give or take 5.7.
  @Test func everyRowHasTheSameChance() throws {
    let whole = try table([50, 50])
    var counts = [Int](repeating: 0, count: 100)
    for seed in 0..<200 {
      for index in try whole.split(heldOut: 0.2, seed: UInt64(seed)).test.features {
        counts[Int(index)] += 1
      }
    }
    #expect(counts.allSatisfy { (15...65).contains($0) })
    // Chi-squared with 98 degrees of freedom, scaled by the share that is not held out.
    let squares = counts.reduce(0.0) { $0 + (Double($1) - 40) * (Double($1) - 40) } / (40 * 0.8)
    #expect((57...155).contains(squares), "\(squares)")
  }

  @Test func sharesThatHoldNothingOutAreRefused() throws {
    let whole = try table([10, 1])
    for share in [0, 1, -0.1, 1.5, 0.01, .infinity] {
      #expect(throws: TableSetError.badShare(name: "t", share: share, count: 11)) {
        try whole.split(heldOut: share, seed: 1)
      }
    }
    #expect(throws: TableSetError.self) { try whole.split(heldOut: .nan, seed: 1) }
    #expect(throws: TableSetError.badShare(name: "t", share: 0.5, count: 2)) {
      try table([1, 1]).split(heldOut: 0.5, seed: 1)
    }
  }

  @Test func classesThatCannotBeTestedAreNamed() throws {
    let whole = try split(try table([10, 1, 2]))
    let parts = try whole.holdingOut(0.2, seed: 3)
    #expect(parts.test?.classCounts == [2, 0, 0])
    #expect(
      parts.remarks == [
        "2 of 3 classes have too few rows for one to be held out, and are in the training part "
          + "alone: \"class 1\", \"class 2\""
      ])
    #expect(parts.checksum == "none" && parts.origin == "here" && parts.parts.count == 2)
    #expect(try split(try table([10, 20])).holdingOut(0.2, seed: 3).remarks.isEmpty)
    // What has a test part keeps it.
    #expect(try parts.holdingOut(0.5, seed: 1).test?.count == 2)
  }

  @Test func partsBelongTogether() throws {
    let set = try table([3, 3])
    let other = try TableSet(
      name: "o", featureNames: ["a", "b"], features: [1, 2], labels: [0],
      classNames: set.classNames)
    #expect(throws: TableSplitError.features(name: "s", training: 1, test: 2)) {
      try TableSplit(name: "s", training: set, test: other, origin: "", checksum: "")
    }
    #expect(throws: TableSplitError.classes(name: "s", training: 2, test: 3)) {
      try TableSplit(
        name: "s", training: set, test: try table([1, 1, 1]), origin: "", checksum: "")
    }
  }
}

// Corrupted labels: as many as asked, uniform over all classes, the same for every run.

import ClassifierLab
import Testing

extension ClassifierLabTests {
  @Suite struct LabelCorruptionTests {
    private let labels = (0..<20_000).map { Int32($0 % 10) }

    @Test(arguments: [0.2, 0.5, 0.8])
    func asManyLabelsAreDrawnAnewAsAsked(share: Double) {
      let result = LabelCorruption(share: share, seed: 12345).applied(to: labels, classCount: 10)
      let deviation = (share * (1 - share) / 20_000).squareRoot()
      let chosen = Double(result.chosen.count) / 20_000
      #expect(abs(chosen - share) < 4 * deviation)
      // A tenth of those drawn get their own class: 18, 45 and 72 % of all labels are wrong.
      let wrong = Double(zip(labels, result.labels).count { $0 != $1 }) / 20_000
      #expect(abs(wrong - 0.9 * share) < 0.012)
      let isChosen = Set(result.chosen)
      #expect(
        labels.indices.allSatisfy { isChosen.contains($0) || labels[$0] == result.labels[$0] })
      var counts = [Int](repeating: 0, count: 10)
      for place in result.chosen { counts[Int(result.labels[place])] += 1 }
      let expected = Double(result.chosen.count) / 10
      #expect(counts.allSatisfy { abs(Double($0) - expected) < 5 * expected.squareRoot() })
    }

    @Test func nothingIsTouchedWithoutCorruption() {
      let result = LabelCorruption(share: 0, seed: 1).applied(to: labels, classCount: 10)
      #expect(result.labels == labels)
      #expect(result.chosen == [])
    }

    @Test func testLabelsStayAndTheRunsSeedDecidesNothing() throws {
      let trainers = try ["seed=0", "seed=9"].map {
        try smallTrainer("data=digits", "corruption=0.5", $0)
      }
      #expect(trainers[0].data.corrupted == trainers[1].data.corrupted)
      #expect(trainers[0].data.training.labels == trainers[1].data.training.labels)
      #expect(trainers[0].data.training.labels != trainers[0].data.cleanLabels)
      let test = trainers[0].data.test
      #expect(test.labels == test.images?.labels)
    }
  }
}

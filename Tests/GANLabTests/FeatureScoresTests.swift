// All classifier-feature metrics together: the record, its floor, and what real halves owe a seed.

import GANLab
import Runs
import TestSupport
import Testing

/// Normal features, sure to be of a class that changes from sample to sample.
private func outputs(
  _ count: Int, seed: UInt64, shift: Float = 0, classes: Int = 10
) throws -> ClassifierOutputs {
  try ClassifierOutputs(
    features: normalFeatures(count, 8, seed: seed, shift: shift),
    probabilities: sureProbabilities((0..<count).map { $0 % classes }, of: 10))
}

extension GANLabTests {
  @Suite struct FeatureScoresTests {
    private func number(_ name: String, _ record: MetricsRecord) throws -> Double {
      guard case .real(let value) = try #require(record[name], "\(name)") else { return .nan }
      return value
    }

    @Test func recordsHaveTheNamesOfTheCatalogue() throws {
      let scores = try FeatureScores(real: outputs(2001, seed: 1))
      #expect(scores.count == 1000)
      let record = try scores.record(of: outputs(1000, seed: 2))
      let names = record.fields.map(\.name)
      #expect(names == (try scores.floor().fields.map(\.name)))
      let order = MetricsCatalog.entries.map(\.name)
      #expect(names == order.filter(names.contains))
      #expect(names.count == 11)
      #expect(Set(scores.protocols.keys) == Set(names))
      let text = try #require(scores.protocols["recall"])
      #expect(text.hasSuffix("; k 5; the leading 1000 samples of each kind"), "\(text)")
    }

    @Test func perfectSamplersScoreTheFloorAndOthersDoNot() throws {
      let scores = try FeatureScores(real: outputs(2000, seed: 1))
      let floor = try scores.floor()
      let perfect = try scores.record(of: outputs(1200, seed: 2))
      let poor = try scores.record(of: outputs(1000, seed: 3, shift: 1, classes: 3))
      for name in ["precision", "recall", "density", "coverage", "classifier_score"] {
        let (atFloor, atPerfect) = (try number(name, floor), try number(name, perfect))
        #expect(abs(atFloor - atPerfect) < 0.08 * max(1, atFloor), "\(name)")
        #expect(try number(name, poor) < atFloor - 0.1, "\(name)")
      }
      #expect(try number("classifier_frechet", perfect) < 2 * number("classifier_frechet", floor))
      #expect(try number("classifier_frechet", poor) > 10 * number("classifier_frechet", floor))
      #expect(try number("classifier_kernel", poor) > 10 * number("classifier_kernel_error", poor))
      #expect(poor["classes"] == .integer(3) && perfect["classes"] == .integer(10))
      #expect(try number("class_kl", poor) > 1)
    }

    @Test func halvesAreDisjointAndOwedToTheSeed() throws {
      let features = try ClassifierFeatures((0..<101).map { Float($0) }, dimension: 1)
      let (first, second) = try features.halves(seed: 4)
      #expect(first.count == 50 && second.count == 50)
      #expect(Set(first.values + second.values).count == 100)
      #expect(try features.halves(seed: 4) == (first, second))
      #expect(try features.halves(seed: 5) != (first, second))
      #expect(abs(first.values.reduce(0, +) / 50 - 50) < 15)
      let one = try ClassifierFeatures([1], dimension: 1)
      #expect(throws: FeatureMetricError.self) { try one.halves(seed: 1) }
    }

    @Test func refusals() throws {
      let scores = try FeatureScores(real: outputs(600, seed: 1), splits: 3)
      let text = errorText { _ = try scores.record(of: outputs(299, seed: 2)) }
      #expect(text.contains("299 generated samples came. Needed: at least 300"), "\(text)")
      #expect(throws: FeatureMetricError.self) { try FeatureScores(real: outputs(199, seed: 1)) }
      let probabilities = try sureProbabilities([1, 2], of: 10)
      #expect(throws: FeatureMetricError.self) {
        try ClassifierOutputs(
          features: normalFeatures(3, 2, seed: 1), probabilities: probabilities)
      }
    }
  }
}

// The classifier score and what else class probabilities tell, against NumPy and closed forms.

import Foundation
import GANLab
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct ClassifierScoreTests {
    /// Values of NumPy in double precision; 103 samples do not divide by 5.
    @Test func agreesWithNumPy() throws {
      let probabilities = try remainderProbabilities(103, 4, shift: 1)
      let whole = try ClassifierScore(of: probabilities, splits: 1)
      #expect(abs(whole.mean - 1.7178014520935887) < 1e-6)
      #expect(whole.standardDeviation == 0)
      let split = try ClassifierScore(of: probabilities, splits: 5)
      #expect(abs(split.mean - 1.7154933056252646) < 1e-6)
      #expect(abs(split.standardDeviation - 0.022379036832582792) < 1e-6)
      #expect(abs(probabilities.confidentShare() - 0.08737864077669903) < 1e-12)
      #expect(probabilities.classCounts == [28, 18, 37, 20])
      let data = try remainderProbabilities(90, 4, shift: 5)
      #expect(data.classCounts == [42, 24, 16, 8])
      #expect(abs(try probabilities.classDivergence(from: data) - 0.1836505301713753) < 1e-12)
    }

    @Test func extremes() throws {
      let even = try sureProbabilities((0..<50).map { $0 % 5 }, of: 5)
      #expect(abs(try ClassifierScore(of: even, splits: 2).mean - 5) < 1e-12)
      #expect(even.presentClasses == 5 && even.confidentShare() == 1)
      let one = try sureProbabilities([Int](repeating: 3, count: 50), of: 5)
      #expect(abs(try ClassifierScore(of: one, splits: 2).mean - 1) < 1e-12)
      #expect(one.presentClasses == 1)
      #expect(abs(try one.classDivergence(from: even) - log(5)) < 1e-12)
      #expect(try even.classDivergence(from: one) == .infinity)
      #expect(try even.classDivergence(from: even) == 0)
      let unsure = try ClassProbabilities([Float](repeating: 0.2, count: 50), classCount: 5)
      #expect(abs(try ClassifierScore(of: unsure, splits: 1).mean - 1) < 1e-6)
      #expect(unsure.confidentShare() == 0 && unsure.classCounts == [10, 0, 0, 0, 0])
    }

    @Test func confidenceIsAboveItsThreshold() throws {
      let probabilities = try ClassProbabilities([0.25, 0.75, 0.5, 0.5], classCount: 2)
      #expect(probabilities.confidentShare(above: 0.75) == 0)
      #expect(probabilities.confidentShare(above: 0.5) == 0.5)
    }

    @Test(arguments: [[0.5, 0.6], [-0.1, 1.1], [0.5, .nan], [2, -1], [0, 0]] as [[Float]])
    func whatIsNoProbabilityIsRefused(row: [Float]) {
      let text = errorText { _ = try ClassProbabilities([0.5, 0.5] + row, classCount: 2) }
      #expect(text.contains("probabilities of sample 1"), "\(text)")
      #expect(text.contains("softmax"))
    }

    @Test func refusals() throws {
      let probabilities = try sureProbabilities((0..<49).map { $0 % 5 }, of: 5)
      let text = errorText { _ = try ClassifierScore(of: probabilities) }
      #expect(text.contains("49 samples came. Needed: at least 50"), "\(text)")
      for splits in [0, -3, .max] {
        #expect(throws: FeatureMetricError.self) {
          try ClassifierScore(of: probabilities, splits: splits)
        }
      }
      #expect(throws: FeatureMetricError.self) {
        try probabilities.classDivergence(from: sureProbabilities([0], of: 4))
      }
      for (values, classes) in [([], 2), ([1, 0, 1], 2), ([1], 1), ([1], 0)] as [([Float], Int)] {
        #expect(throws: FeatureMetricError.self) {
          try ClassProbabilities(values, classCount: classes)
        }
      }
    }
  }
}

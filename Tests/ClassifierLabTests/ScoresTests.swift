// Accuracy, likelihood, calibration and temperature against closed forms.

import ClassifierLab
import Foundation
import TestSupport
import Testing

extension ClassifierLabTests {
  @Suite struct ScoresTests {
    @Test func aNetworkThatKnowsNothingScoresTheLogarithmOfTheClasses() {
      let outputs = ClassifierOutputs(
        logits: [Float](repeating: 3, count: 40), labels: [0, 1, 2, 3, 0, 0, 0, 0, 0, 0],
        classCount: 4)
      #expect(abs(outputs.negativeLogLikelihood() - log(4)) < 1e-12)
      // Of equal logits the first class is the answer.
      #expect(outputs.accuracy == 0.7)
      #expect(outputs.accuracy(top: 2) == 0.8)
      #expect(outputs.accuracy(top: 4) == 1)
      #expect(abs(outputs.expectedCalibrationError() - 0.45) < 1e-12)
    }

    @Test func calibrationErrorIsTheGapOfEachBin() {
      // Two answers of confidence 0.9, one right; two of 0.6, both right.
      let (sure, unsure) = (Float(log(9.0)), Float(log(1.5)))
      let outputs = ClassifierOutputs(
        logits: [sure, 0, sure, 0, unsure, 0, unsure, 0], labels: [0, 1, 0, 0], classCount: 2)
      #expect(abs(outputs.expectedCalibrationError() - 0.4) < 1e-6)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func logitsThatAreNoNumbersGiveNoTrap(value: Float) {
      let outputs = ClassifierOutputs(
        logits: [value, 0, 0, 1], labels: [0, 1], classCount: 2)
      #expect(!outputs.isFinite)
      #expect(TemperatureScaling.temperature(for: outputs) == nil)
      _ = ClassifierEvaluator.scores(of: outputs, "test")
      #expect(ClassifierOutputs(logits: [], labels: [], classCount: 2).accuracy.isNaN)
    }

    @Test func answersThatAreAllRightHaveNoBestTemperature() {
      let outputs = ClassifierOutputs(
        logits: [1, 0, 0, 2, 3, 0, 0, 1], labels: [0, 1, 0, 1], classCount: 2)
      #expect(TemperatureScaling.temperature(for: outputs) == nil)
      let scores = ClassifierEvaluator.scores(of: outputs, "test")
      #expect(scores["test_temperature"] == .null)
      #expect(scores["test_ece_scaled"] == .null)
    }

    /// Answers of one confidence `sigmoid(a)` that are right in a share p of the cases are honest at
    /// `T = a / ln(p / (1 - p))`.
    @Test(arguments: [(3.0, 0.75), (1.0, 0.9), (2.0, 0.6)])
    func theTemperatureMakesConfidenceTheAccuracy(a: Double, p: Double) throws {
      let count = 400
      let right = Int(p * Double(count))
      let outputs = ClassifierOutputs(
        logits: (0..<count).flatMap { _ in [Float(a), 0] },
        labels: (0..<count).map { $0 < right ? 0 : 1 }, classCount: 2)
      let temperature = try #require(TemperatureScaling.temperature(for: outputs))
      #expect(abs(temperature - a / log(p / (1 - p))) < 1e-6 * temperature)
      #expect(outputs.expectedCalibrationError(temperature: temperature) < 1e-6)
      #expect(
        outputs.negativeLogLikelihood(temperature: temperature) < outputs.negativeLogLikelihood())
    }

    @Test func theErrorAfterScalingIsMeasuredOnSamplesThatWereNotFitted() throws {
      // Answers of one certainty, right in 30 of 40 cases at even places and in 36 of 40 at odd ones.
      let labels: [Int32] = (0..<80).map { place in
        place / 2 < (place % 2 == 0 ? 30 : 36) ? 0 : 1
      }
      let outputs = ClassifierOutputs(
        logits: (0..<80).flatMap { _ in [Float(2), 0] }, labels: labels, classCount: 2)
      let error = try #require(TemperatureScaling.crossFittedCalibrationError(of: outputs))
      // The even half gets the certainty 0.9 of the odd one, the odd half the 0.75 of the even one.
      #expect(abs(error - 0.15) < 1e-6)
      #expect(
        TemperatureScaling.crossFittedCalibrationError(
          of: ClassifierOutputs(logits: [0, 0], labels: [0], classCount: 2)) == nil)
    }

    @Test func theConfusionMatrixCountsEveryAnswer() {
      let outputs = ClassifierOutputs(
        logits: [1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1], labels: [0, 0, 1, 2], classCount: 3)
      let matrix = ConfusionMatrix(outputs)
      #expect(matrix.counts == [1, 1, 0, 0, 1, 0, 0, 0, 1])
      #expect(matrix.share(0, 1) == 0.5)
      #expect(ConfusionMatrix(outputs.selecting([0])).share(2, 2) == 0)
    }

    @Test func theMostWrongAnswersComeFirst() {
      let outputs = ClassifierOutputs(
        logits: [2, 0, 0, 5, 9, 0], labels: [1, 0, 0], classCount: 2)
      let misses = MostWrongPicture.misses(outputs, atMost: 5)
      #expect(misses.map(\.place) == [1, 0])
      #expect(misses.map(\.guess) == [1, 0])
      #expect(abs(misses[0].loss - log(1 + exp(5.0))) < 1e-9)
    }
  }
}

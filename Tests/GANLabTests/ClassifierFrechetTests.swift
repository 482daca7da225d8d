// The Frechet distance of features, against SciPy, closed forms and rank-deficient samples.

import GANLab
import NeuralNetworks
import Tensors
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct ClassifierFrechetTests {
    /// Values of NumPy and SciPy 1.17 (linalg.sqrtm) in double precision.
    @Test(arguments: [(40, 5, 0.02556180253428627), (300, 16, 0.05684011192603012)])
    func agreesWithSciPy(count: Int, dimension: Int, expected: Double) throws {
      let real = try remainderFeatures(count, dimension, 613, shift: 1)
      let generated = try remainderFeatures(count + 10, dimension, 331, shift: 4)
      let distance = try ClassifierFrechetDistance(real: real).distance(to: generated)
      #expect(abs(distance - expected) < 1e-11)
      let turned = try ClassifierFrechetDistance(real: generated).distance(to: real)
      #expect(abs(turned - expected) < 1e-11)
    }

    /// Means 1 and 5, unbiased variances 2 and 8: 16 + (sqrt 2 - sqrt 8)^2.
    @Test func oneFeature() throws {
      let real = try ClassifierFeatures([0, 2], dimension: 1)
      let generated = try ClassifierFeatures([3, 7], dimension: 1)
      let distance = try ClassifierFrechetDistance(real: real).distance(to: generated)
      #expect(abs(distance - 18) < 1e-12)
    }

    /// Features that are twice others have covariances of rank 1, whose product has one root: the
    /// distance is that of the laws along (1, 2), 5 times that of one feature.
    @Test func dependentFeatures() throws {
      let rows = { (values: [Float]) in
        try ClassifierFeatures(values.flatMap { [$0, 2 * $0] }, dimension: 2)
      }
      let distance = try ClassifierFrechetDistance(real: rows([0, 2, 0, 2]))
        .distance(to: rows([3, 7, 3, 7]))
      let (first, second) = ((4.0 / 3).squareRoot(), (16.0 / 3).squareRoot())
      let expected = 5 * (16 + (first - second) * (first - second))
      #expect(abs(distance - expected) < 1e-6)
    }

    @Test func equalSamplesAndConstantFeatures() throws {
      let sample = try remainderFeatures(200, 40, 613, shift: 1)
      #expect(try ClassifierFrechetDistance(real: sample).distance(to: sample) < 1e-9)
      let dot = try ClassifierFeatures([Float](repeating: 3, count: 12), dimension: 2)
      let shifted = try ClassifierFeatures([Float](repeating: 5, count: 12), dimension: 2)
      #expect(try ClassifierFrechetDistance(real: dot).distance(to: dot) == 0)
      #expect(try ClassifierFrechetDistance(real: dot).distance(to: shifted) == 8)
    }

    /// What a collapsed generator gives: few different samples, and features that are always 0.
    ///
    /// The order of the features does not matter.
    @Test(arguments: [1, 2, 3, 5, 8, 20], [0, 20, 50])
    func fewDifferentSamples(points: Int, dead: Int) throws {
      let size = 64
      var random = RandomSource(seed: UInt64(points * 64 + dead))
      let law = Initializer.normal(standardDeviation: 20)
      let kinds = try law.values([points, size], from: &random).floats
      let noise = try Initializer.normal(standardDeviation: 1e-5)
        .values([200, size], from: &random).floats
      let real = try law.values([200, size], from: &random).floats.map { max($0, 0) }
      var generated = [Float](repeating: 0, count: 200 * size)
      for row in 0..<200 {
        for column in dead..<size where kinds[row % points * size + column] > 0 {
          generated[row * size + column] =
            kinds[row % points * size + column] + noise[row * size + column]
        }
      }
      let turned = { (values: [Float]) in
        (0..<(200 * size)).map { values[$0 / size * size + (size - 1 - $0 % size)] }
      }
      let distances = try [
        (real, generated), (turned(real), turned(generated)), (generated, real),
      ].map { first, second in
        try ClassifierFrechetDistance(real: ClassifierFeatures(first, dimension: size))
          .distance(to: ClassifierFeatures(second, dimension: size))
      }
      for distance in distances { #expect(abs(distance / distances[0] - 1) < 1e-4) }
    }

    /// A sample with scaled features: `|m1 - m2|^2 + (scale - 1)^2 tr C`, at any size.
    @Test(arguments: [Float(1e-12), 1, 1e12])
    func scales(unit: Float) throws {
      let sample = try remainderFeatures(150, 30, 613, shift: 0)
      let times = { (factor: Float) in
        try ClassifierFeatures(sample.values.map { $0 * factor }, dimension: 30)
      }
      let distance = try ClassifierFrechetDistance(real: times(unit)).distance(to: times(2 * unit))
      var expected = 0.0
      for column in 0..<30 {
        let values = (0..<150).map { Double(sample.values[$0 * 30 + column]) * Double(unit) }
        let mean = values.reduce(0, +) / 150
        expected += mean * mean + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 149
      }
      #expect(abs(distance / expected - 1) < 1e-6)
    }

    @Test func tooFewSamplesForTheirFeatures() throws {
      let text = errorText {
        _ = try ClassifierFrechetDistance(real: remainderFeatures(31, 16, 613, shift: 1))
      }
      #expect(text.contains("31 real samples of 16 features came. Needed: at least 32"), "\(text)")
      let distance = try ClassifierFrechetDistance(real: remainderFeatures(32, 16, 613, shift: 1))
      let other = errorText {
        _ = try distance.distance(to: remainderFeatures(5, 16, 613, shift: 1))
      }
      #expect(other.contains("5 generated samples of 16 features"), "\(other)")
      let unlike = errorText {
        _ = try distance.distance(to: remainderFeatures(90, 15, 613, shift: 1))
      }
      #expect(unlike.contains("16 and 15 came"), "\(unlike)")
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, 1e17])
    func featuresThatAreNoNumbersAreRefused(value: Float) {
      #expect(throws: FeatureMetricError.self) {
        try ClassifierFeatures([0, 1, 2, value], dimension: 2)
      }
      let text = errorText { _ = try ClassifierFeatures([0, 1, 2, value], dimension: 2) }
      #expect(text.contains("sample 1 hold \(value)"), "\(text)")
    }

    @Test(arguments: [([], 2), ([1, 2, 3], 2), ([1], 0), ([1], -1)] as [([Float], Int)])
    func partsOfRowsAreRefused(values: [Float], dimension: Int) {
      let text = errorText { _ = try ClassifierFeatures(values, dimension: dimension) }
      #expect(text.contains("\(values.count) values of features came in rows of \(dimension)"))
    }
  }
}

// The kernel distance of features, against NumPy and what chance allows.

import GANLab
import TestSupport
import Testing

extension GANLabTests {
  @Suite struct ClassifierKernelTests {
    /// Values of NumPy in double precision.
    @Test(
      arguments: [(7, 3, -0.006306422056256089), (120, 16, 0.008069105617752648)])
    func agreesWithNumPy(count: Int, dimension: Int, expected: Double) throws {
      let square = ClassifierKernelDistance.unbiasedSquare(
        try remainderFeatures(count, dimension, 613, shift: 1),
        try remainderFeatures(count, dimension, 331, shift: 4))
      #expect(abs(square - expected) < 1e-12)
    }

    @Test func perfectSamplersAreWithinTheirErrorOfZero() throws {
      let distance = try ClassifierKernelDistance(real: normalFeatures(1000, 12, seed: 1))
      var deviations: [Double] = []
      for seed in 10..<20 {
        let estimate = try distance.squared(to: normalFeatures(1000, 12, seed: UInt64(seed)))
        #expect(estimate.subsetSize == 100 && estimate.subsetCount == 10)
        deviations.append(estimate.mean / estimate.standardError)
      }
      #expect(deviations.allSatisfy { abs($0) < 5 })
      #expect(deviations.contains { $0 < 0 })
      let shifted = try distance.squared(to: normalFeatures(1000, 12, seed: 3, shift: 0.5))
      #expect(shifted.mean > 10 * shifted.standardError)
    }

    /// The kernel of constant features a and b is (a b + 1)^3 wherever they are.
    @Test func constantFeatures() throws {
      let rows = { (value: Float) in
        try ClassifierFeatures([Float](repeating: value, count: 600), dimension: 3)
      }
      let estimate = try ClassifierKernelDistance(real: rows(1)).squared(to: rows(2))
      #expect(abs(estimate.mean - (8 + 125 - 2 * 27)) < 1e-9)
      #expect(estimate.standardError < 1e-9)
    }

    @Test func subsetsAreDealtBySeed() throws {
      let real = try normalFeatures(450, 5, seed: 1)
      let generated = try normalFeatures(420, 5, seed: 2, shift: 0.2)
      let squared = { (seed: UInt64) in
        try ClassifierKernelDistance(real: real, subsetSize: 130, seed: seed).squared(to: generated)
      }
      let estimate = try squared(1)
      #expect(try squared(1) == estimate)
      #expect(try squared(2) != estimate)
      #expect(estimate.subsetSize == 130 && estimate.subsetCount == 3)
    }

    @Test func refusals() throws {
      let few = try normalFeatures(99, 4, seed: 1)
      let many = try normalFeatures(100, 4, seed: 1)
      let text = errorText { _ = try ClassifierKernelDistance(real: few) }
      #expect(text.contains("99 real samples came. Needed: at least 100"), "\(text)")
      let distance = try ClassifierKernelDistance(real: many)
      #expect(throws: FeatureMetricError.self) { try distance.squared(to: few) }
      #expect(throws: FeatureMetricError.self) {
        try distance.squared(to: normalFeatures(100, 3, seed: 1))
      }
      for size in [49, 1001, -1, .max] {
        let text = errorText { _ = try ClassifierKernelDistance(real: many, subsetSize: size) }
        #expect(text.contains("\(size) came. Needed: 50 to 1000"), "\(text)")
      }
      #expect(throws: FeatureMetricError.self) {
        try ClassifierKernelDistance(real: many, subsetSize: 51)
      }
    }
  }
}

// Philox against its published vectors; uniform, normal and beta numbers against their formulas.
import CVectorKernels
import Foundation
import Testing

extension KernelTests {
  @Suite struct RandomNumbers {
    @Test func philoxGivesThePublishedWords() {
      #expect(
        philox([0, 0, 0, 0], key: [0, 0]) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
      let ones = UInt32.max
      #expect(
        philox([ones, ones, ones, ones], key: [ones, ones])
          == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
      #expect(
        philox(
          [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], key: [0xa409_3822, 0x299f_31d0])
          == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
    }

    static func uniform(_ key: mk_random_key, _ count: Int) -> [Float] {
      let out = GuardedBuffer(count: count)
      withUnsafePointer(to: key) { mk_random_uniform($0, out.floats, Int64(count)) }
      return out.floatValues
    }

    static func normal(_ key: mk_random_key, _ count: Int) -> [Float] {
      let out = GuardedBuffer(count: count)
      withUnsafePointer(to: key) { mk_random_normal($0, out.floats, Int64(count)) }
      return out.floatValues
    }

    static func betaLogit(_ key: mk_random_key, _ a: Float, _ b: Float, _ count: Int) -> [Float] {
      let out = GuardedBuffer(count: count)
      withUnsafePointer(to: key) { mk_random_beta_logit($0, a, b, out.floats, Int64(count)) }
      return out.floatValues
    }

    @Test(arguments: [0, 1, 3, 4, 63, 64, 65, 1000]) func uniformIsTheTopBits(count: Int) {
      let key = randomKey(draw: 65_535, step: 0xab_cdef_1234_5678, stream: 255)
      let expected = (0..<count).map { Float(block(key, $0 / 4)[$0 % 4] >> 8) * 0x1p-24 }
      #expect(firstDifference(Self.uniform(key, count), expected) == nil)
    }

    @Test func uniformMoments() {
      let values = Self.uniform(randomKey(), 1_000_000)
      #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
      let moments = Moments(values.map(Double.init))
      #expect(abs(moments.mean - 0.5) < 4 * (1 / 12e6).squareRoot())
      #expect(abs(moments.variance - 1.0 / 12) < 3e-4)
      var counts = [Int](repeating: 0, count: 256)
      for value in values { counts[Int(value * 256)] += 1 }
      #expect(abs(chiSquareDeviation(counts)) < 4)
    }

    @Test(arguments: [1, 2, 5, 64, 100_003]) func normalIsBoxMuller(count: Int) {
      let key = randomKey(draw: 7)
      let values = Self.normal(key, count).map(Double.init)
      let wrong = values.indices.first { index in
        let words = block(key, index / 4)
        let even = index % 4 / 2 * 2
        let radius = (-2 * log(Double(words[even]) * 0x1p-32 + 0x1p-33)).squareRoot()
        let angle = 2 * Double.pi * Double(words[even + 1]) * 0x1p-32
        let expected = radius * (index % 2 == 0 ? cos(angle) : sin(angle))
        return !(abs(values[index] - expected) <= 4e-7 * radius)
      }
      #expect(wrong == nil)
    }

    @Test func normalMoments() {
      let moments = Moments(Self.normal(randomKey(draw: 1), 1_000_000).map(Double.init))
      #expect(abs(moments.mean) < 4e-3)
      #expect(abs(moments.variance - 1) < 6e-3)
      #expect(abs(moments.skewness) < 1e-2)
      #expect(abs(moments.kurtosis - 3) < 2e-2)
    }

    @Test func keysGiveDifferentNumbers() {
      let keys = [
        randomKey(), randomKey(draw: 1), randomKey(step: 6), randomKey(step: 1 << 32),
        randomKey(stream: 4), randomKey(seed: 1), randomKey(seed: 1 << 40),
      ]
      #expect(Set(keys.map { Self.uniform($0, 16) }).count == keys.count)
    }

    @Test(arguments: [0.05, 0.2, 1, 8] as [Float]) func betaMoments(alpha: Float) {
      let count = 200_000
      let logits = Self.betaLogit(randomKey(draw: 2), alpha, alpha, count)
      #expect(logits.allSatisfy { $0.isFinite })
      let moments = Moments(logits.map { 1 / (1 + exp(-Double($0))) })
      let variance = 1 / (4 * (2 * Double(alpha) + 1))
      let root = Double(count).squareRoot()
      #expect(abs(moments.mean - 0.5) < 4 * variance.squareRoot() / root)
      #expect(abs(moments.variance - variance) < 4 * variance * 1.5 / root)
      let positive = logits.count { $0 > 0 }
      #expect(abs(Double(positive) - Double(count) / 2) < 2 * root)
      let beyondSinglePrecision = Double(logits.count { abs($0) > 17 }) / Double(count)
      if alpha == 0.05 { #expect(beyondSinglePrecision > 0.35) }
      if alpha >= 1 { #expect(beyondSinglePrecision < 1e-4) }
    }

    @Test func betaOfTwoShapes() {
      let logits = Self.betaLogit(randomKey(draw: 3), 2, 6, 200_000)
      let moments = Moments(logits.map { 1 / (1 + exp(-Double($0))) })
      #expect(abs(moments.mean - 0.25) < 1.5e-3)
      #expect(abs(moments.variance - 12.0 / (64 * 9)) < 3e-4)
    }

    @Test func threadsDoNotChangeDraws() {
      let key = randomKey(draw: 4)
      #expect(isSameForAllThreadCounts { Self.uniform(key, 100_001) })
      #expect(isSameForAllThreadCounts { Self.normal(key, 100_001) })
      #expect(isSameForAllThreadCounts { Self.betaLogit(key, 0.2, 0.2, 1001) })
    }
  }
}

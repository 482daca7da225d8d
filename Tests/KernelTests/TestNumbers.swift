// Numbers to test with, and the distance between a result and the truth.
import CVectorKernels
import Foundation

/// SplitMix64 (Steele, Lea and Flood 2014): enough for test data, and apart from what is tested.
struct TestGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

func randomFloats(_ count: Int, seed: UInt64, in range: ClosedRange<Float> = -1...1) -> [Float] {
  var generator = TestGenerator(seed: seed)
  return (0..<count).map { _ in Float.random(in: range, using: &generator) }
}

func randomInts(_ count: Int, seed: UInt64, in range: ClosedRange<Int32>) -> [Int32] {
  var generator = TestGenerator(seed: seed)
  return (0..<count).map { _ in Int32.random(in: range, using: &generator) }
}

/// Every magnitude and both signs: random bits.
func randomBits(_ count: Int, seed: UInt64) -> [Float] {
  var generator = TestGenerator(seed: seed)
  return (0..<count).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: generator.next())) }
}

let specialFloats: [Float] = [
  0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, .infinity, -.infinity, .nan, 1e-30, -1e-30, 1e30,
  -1e30, .leastNormalMagnitude, -.leastNormalMagnitude, .leastNonzeroMagnitude,
  -.leastNonzeroMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 16_777_215,
  16_777_216, -16_777_218, 88.7, 89, -87.4, -103, -104, 0.999_999_9, 1.000_000_1, -0.999_999_9,
  1e-5, -1e-5, 1e-8, -1e-8, 3.141_592_7, 1.570_796_4, 1e5, 524_288, 1e10,
]

/// How many units in the last place of the true value `result` is off; 0 where both are the same
/// NaN, infinity or zero, and where both are beneath the normal numbers.
func ulpError(_ result: Float, _ truth: Double) -> Double {
  let expected = Float(truth)
  if expected.isNaN { return result.isNaN ? 0 : .infinity }
  if result == expected { return 0 }
  if expected.isInfinite || !result.isFinite { return .infinity }
  if abs(expected) < .leastNormalMagnitude {
    return abs(result) <= .leastNormalMagnitude ? 0 : .infinity
  }
  return abs(Double(result) - truth) / Double(expected.ulp)
}

/// The first place where two arrays differ; nil where they are equal.
///
/// `#expect` would report every difference of two arrays that it compares itself, which takes it
/// minutes where they are large.
func firstDifference<Element: Equatable>(_ results: [Element], _ expected: [Element]) -> String? {
  if results.count != expected.count { return "\(results.count) for \(expected.count) elements" }
  guard let place = results.indices.first(where: { results[$0] != expected[$0] }) else {
    return nil
  }
  return "\(results[place]) for \(expected[place]) at \(place)"
}

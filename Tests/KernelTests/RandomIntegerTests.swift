// Random integers and permutations: unbiased, and drawn from the words that the header names.
import CVectorKernels
import Testing

extension KernelTests {
  @Suite struct RandomIntegers {
    static func integers(_ key: mk_random_key, below bound: Int32, _ count: Int) -> [Int32] {
      let out = GuardedBuffer(count: count)
      withUnsafePointer(to: key) { mk_random_integers($0, bound, out.ints, Int64(count)) }
      return out.intValues
    }

    static func permutation(_ key: mk_random_key, _ count: Int) -> [Int32] {
      let out = GuardedBuffer(count: count)
      withUnsafePointer(to: key) { mk_random_permutation($0, out.ints, Int64(count)) }
      return out.intValues
    }

    /// Lemire's method with full 64-bit arithmetic.
    static func below(_ bound: UInt32, _ key: mk_random_key, block index: Int, word: Int) -> UInt32
    {
      let threshold = UInt32((UInt64(1) << 32) % UInt64(bound))
      var attempt: UInt32 = 0
      while true {
        let product = UInt64(block(key, index, attempt: attempt)[word]) * UInt64(bound)
        if UInt32(truncatingIfNeeded: product) >= threshold { return UInt32(product >> 32) }
        attempt += 1
      }
    }

    @Test(arguments: [1, 2, 3, 10, 60_000, 1_500_000_000, Int32.max])
    func integersAreLemires(bound: Int32) {
      let key = randomKey(draw: 9)
      let expected = (0..<1000).map {
        Int32(Self.below(UInt32(bound), key, block: $0 / 4, word: $0 % 4))
      }
      #expect(firstDifference(Self.integers(key, below: bound, 1000), expected) == nil)
    }

    @Test(arguments: [2, 3, 7, 10, 100] as [Int32]) func integersAreUniform(bound: Int32) {
      var counts = [Int](repeating: 0, count: Int(bound))
      for value in Self.integers(randomKey(draw: 10), below: bound, 300_000) {
        counts[Int(value)] += 1
      }
      #expect(abs(chiSquareDeviation(counts)) < 4)
    }

    @Test func largeBoundsAreUnbiased() {
      // 8/3 words per number: without rejection one number in three would get 2, the others 3.
      let bound: Int32 = 1_610_612_736
      let values = Self.integers(randomKey(draw: 11), below: bound, 90_000)
      var thirds = [0, 0, 0]
      for value in values { thirds[Int(value % 3)] += 1 }
      #expect(abs(chiSquareDeviation(thirds)) < 4)
    }

    @Test(arguments: [0, 1, 2, 3, 16, 17, 1000, 60_000])
    func permutationsHoldEveryNumberOnce(count: Int) {
      let permutation = Self.permutation(randomKey(draw: 12), count)
      #expect(firstDifference(permutation.sorted(), (0..<Int32(count)).map { $0 }) == nil)
      if count == 1000 {
        let key = randomKey(draw: 12)
        var expected = (0..<Int32(count)).map { $0 }
        for i in (1..<count).reversed() {
          expected.swapAt(i, Int(Self.below(UInt32(i + 1), key, block: i, word: 0)))
        }
        #expect(firstDifference(permutation, expected) == nil)
      }
    }

    @Test func placesInPermutationsAreUniform() {
      let count = 7
      var places = [Int](repeating: 0, count: count * count)
      for step in 0..<20_000 {
        let permutation = Self.permutation(randomKey(step: UInt64(step)), count)
        for (place, value) in permutation.enumerated() { places[place * count + Int(value)] += 1 }
      }
      #expect(abs(chiSquareDeviation(places)) < 4)
    }
  }
}

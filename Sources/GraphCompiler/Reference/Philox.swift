// The counter-based generator that all random numbers come from.

/// Philox 4x32-10 of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011).
package enum Philox {
  /// The four random words of one counter.
  package static func block(
    counter: SIMD4<UInt32>, key: SIMD2<UInt32>
  ) -> SIMD4<UInt32> {
    var (x, k) = (counter, key)
    for _ in 0..<10 {
      let a = UInt32(0xD251_1F53).multipliedFullWidth(by: x[0])
      let b = UInt32(0xCD9E_8D57).multipliedFullWidth(by: x[2])
      x = SIMD4(b.high ^ x[1] ^ k[0], b.low, a.high ^ x[3] ^ k[1], a.low)
      k &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
    }
    return x
  }
}

/// Which draw of a run a block of random words belongs to.
///
/// The key of the generator is the seed, and the counter of a block is
/// `{ block, draw << 16 | attempt, step low, stream << 24 | step high }`, so that no two draws
/// share a block.
package struct PhiloxKey: Hashable, Sendable {
  /// Low and high word of the seed.
  package let seed: SIMD2<UInt32>
  /// Low and high word of the step, of which 56 bits are used.
  package let step: SIMD2<UInt32>
  /// The stream's number, below 256.
  package let stream: UInt32
  /// Which draw of the stream within the step, below 65,536.
  package let draw: UInt32

  package init(seed: SIMD2<UInt32>, step: SIMD2<UInt32>, stream: UInt32, draw: UInt32) {
    self.seed = seed
    self.step = step
    self.stream = stream
    self.draw = draw
  }

  package init(seed: UInt64, step: UInt64, stream: UInt32, draw: UInt32) {
    self.init(seed: seed.words32, step: step.words32, stream: stream, draw: draw)
  }

  /// The words of one block of the draw.
  package func block(_ index: Int, attempt: UInt32 = 0) -> SIMD4<UInt32> {
    Philox.block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: index), draw << 16 | attempt, step[0],
        stream << 24 | step[1] & 0xFF_FFFF),
      key: seed)
  }
}

extension UInt64 {
  /// The low and the high half.
  var words32: SIMD2<UInt32> {
    SIMD2(UInt32(truncatingIfNeeded: self), UInt32(truncatingIfNeeded: self >> 32))
  }
}

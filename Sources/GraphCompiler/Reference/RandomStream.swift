// Random numbers drawn one after the other on the host, as initializers need them.

/// A sequence of random numbers that its seed, stream and draw determine.
///
/// Word `i` is word `i % 4` of the Philox block with counter
/// `{ block low, draw, block high, stream << 24 | 0xFFFFFF }`, block = `i / 4`, and the seed as key.
/// Draws of a graph carry the upper 24 bits of their step in the place of `0xFFFFFF`, so the two
/// share no block before step 2^56 - 2^32. The state is `position` alone: a sequence built again
/// with the same arguments and advanced to it goes on with the same numbers.
package struct RandomStream: RandomNumberGenerator, Sendable {
  private let seed: SIMD2<UInt32>
  private let stream: UInt32
  private let draw: UInt32
  private var words = SIMD4<UInt32>()
  private var loadedBlock: UInt64?

  /// How many words have been drawn.
  package var position: UInt64

  /// The sequence of the given seed, stream (its low 8 bits count) and draw.
  package init(seed: UInt64, stream: UInt32, draw: UInt32 = 0, position: UInt64 = 0) {
    self.seed = seed.words32
    self.stream = stream
    self.draw = draw
    self.position = position
  }

  /// 32 random bits.
  package mutating func nextWord() -> UInt32 {
    let block = position / 4
    if loadedBlock != block {
      let index = block.words32
      words = Philox.block(
        counter: SIMD4(index[0], draw, index[1], stream << 24 | 0xFF_FFFF), key: seed)
      loadedBlock = block
    }
    defer { position += 1 }
    return words[Int(position % 4)]
  }

  /// 64 random bits, the low word first.
  package mutating func next() -> UInt64 {
    let low = UInt64(nextWord())
    return UInt64(nextWord()) << 32 | low
  }

  /// Uniform on [0, 1), a multiple of 2^-24.
  package mutating func uniform() -> Float {
    Float(nextWord() >> 8) * 0x1p-24
  }

  /// Normal with mean 0 and variance 1, from two words.
  package mutating func normal() -> Float {
    let first = nextWord()
    return Float(RandomNumbers.normalPair(first, nextWord()).cosine)
  }

  /// An unbiased integer from 0 up to, not including, `bound`, by Lemire's method; a bound below 1
  /// counts as 1.
  package mutating func integer(below bound: Int) -> Int {
    let range = UInt64(max(bound, 1))
    let threshold = (0 &- range) % range
    while true {
      let product = next().multipliedFullWidth(by: range)
      if product.low >= threshold { return Int(product.high) }
    }
  }
}

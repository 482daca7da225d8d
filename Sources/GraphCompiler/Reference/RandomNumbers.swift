// Every distribution of random numbers, as the specification of the kernels defines it.

import Foundation

/// The numbers of one draw: element `i` depends on the key and on `i` alone.
package struct RandomNumbers: Sendable {
  private let key: PhiloxKey

  package init(_ key: PhiloxKey) {
    self.key = key
  }

  /// Uniform on [0, 1): the upper 24 bits of word `i % 4` of block `i / 4`.
  package func uniform(_ count: Int) -> [Double] {
    (0..<count).map { Double(key.block($0 / 4)[$0 % 4] >> 8) * 0x1p-24 }
  }

  /// Normal with mean 0 and variance 1, by Box and Muller: words 0 and 1 of block `i / 4` give the
  /// first two of four elements, words 2 and 3 the others.
  package func normal(_ count: Int) -> [Double] {
    (0..<count).map { element in
      let words = key.block(element / 4)
      let pair = element % 4 / 2 * 2
      let (cosine, sine) = Self.normalPair(words[pair], words[pair + 1])
      return element % 2 == 0 ? cosine : sine
    }
  }

  /// Two independent normal numbers from two words.
  static func normalPair(_ first: UInt32, _ second: UInt32) -> (cosine: Double, sine: Double) {
    let radius = (-2 * log(openUniform(first))).squareRoot()
    let angle = 2 * Double.pi * (Double(second) * 0x1p-32)
    return (radius * cos(angle), radius * sin(angle))
  }

  /// A number strictly between 0 and 1.
  private static func openUniform(_ word: UInt32) -> Double {
    Double(word) * 0x1p-32 + 0x1p-33
  }

  /// `ln(x / (1 - x))` of `x ~ Beta(a, b)`, as the difference of two log-gamma variates.
  package func betaLogit(a: Double, b: Double, _ count: Int) -> [Double] {
    (0..<count).map { element in
      logGamma(shape: a, element: element, gamma: 0)
        - logGamma(shape: b, element: element, gamma: 1)
    }
  }

  /// The logarithm of a Gamma(shape, 1) variate, by Marsaglia and Tsang, "A simple method for
  /// generating gamma variables" (2000); below shape 1 by way of shape + 1.
  private func logGamma(shape: Double, element: Int, gamma: UInt32) -> Double {
    let d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    var attempt: UInt32 = 0
    while true {
      let words = key.block(element, attempt: gamma << 15 | attempt)
      attempt += 1
      let x = Self.normalPair(words[0], words[1]).cosine
      let root = 1 + c * x
      let v = root * root * root
      guard v > 0 else { continue }
      if log(Self.openUniform(words[2])) < x * x / 2 + d - d * v + d * log(v) {
        let boost = shape < 1 ? log(Self.openUniform(words[3])) / shape : 0
        return log(d * v) + boost
      }
    }
  }

  /// Uniform integers from 0 up to, not including, `bound` (at least 1).
  package func integers(below bound: Int32, _ count: Int) -> [Int32] {
    (0..<count).map { element in
      Int32(integer(below: UInt32(bound), block: element / 4, word: element % 4))
    }
  }

  /// A permutation of 0, 1, ..., by Fisher and Yates from the last place down.
  package func permutation(_ count: Int) -> [Int32] {
    var places = (0..<count).map { Int32($0) }
    for place in stride(from: count - 1, through: 1, by: -1) {
      places.swapAt(place, Int(integer(below: UInt32(place + 1), block: place, word: 0)))
    }
    return places
  }

  /// An unbiased integer by Lemire, "Fast random integer generation in an interval" (2019).
  private func integer(below bound: UInt32, block: Int, word: Int) -> UInt32 {
    let threshold = (0 &- bound) % bound
    var attempt: UInt32 = 0
    while true {
      let product = key.block(block, attempt: attempt)[word].multipliedFullWidth(by: bound)
      if product.low >= threshold { return product.high }
      attempt += 1
    }
  }
}

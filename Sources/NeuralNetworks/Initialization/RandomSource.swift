// The random numbers that networks start from.

import GraphCompiler
import Tensors

/// Hands out the random numbers of first weights, one numbered draw for each parameter.
///
/// A parameter's numbers depend on the seed and on how many parameters came before, so a layer
/// added at the end changes no earlier weight.
public struct RandomSource: Sendable {
  private let seed: UInt64
  private var draw: UInt32 = 0

  /// A source at its first draw.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// The numbers of the next parameter.
  package mutating func next() -> RandomStream {
    defer { draw += 1 }
    return RandomStream(
      seed: seed, stream: RandomStreamName.initialization.rawValue, draw: draw)
  }
}

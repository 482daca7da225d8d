// What the tests of this room share: their suite, and short ways to draw and compare.

import Mixing
import Tensors
import TestSupport
import Testing

/// All tests of this room, one at a time, because they share the kernels' threads.
@Suite(.serialized, .exclusive) enum MixingTests {}

/// A batch as it comes out of a compiled function.
struct DrawnBatch {
  let points: [Float]
  let targets: [Float]
  let pointShape: Shape
  let targetShape: Shape
}

extension DiscriminatorMixup {
  /// One batch of known reals and fakes.
  func drawn(real: HostTensor, fake: HostTensor, step: Int = 1) throws -> DrawnBatch {
    let function = compile { (key: Tensor, real: Tensor, fake: Tensor) in
      let batch = self.batch(real: real, fake: fake, RandomKey(key))
      return [batch.points, batch.targets]
    }
    let results = try function(RandomKey.host(seed: 17, step: step), real, fake)
    return DrawnBatch(
      points: results[0].floats, targets: results[1].floats, pointShape: results[0].shape,
      targetShape: results[1].shape)
  }

  /// The targets of one batch of a number of reals and as many fakes.
  func targets(_ count: Int, step: Int = 1) throws -> [Float] {
    try drawn(real: column(count, of: 1), fake: column(count, of: -1), step: step).targets
  }
}

/// One number repeated, `[count, 1]`.
func column(_ count: Int, of value: Float) -> HostTensor {
  HostTensor(repeating: value, shape: [count, 1])
}

/// Numbers in row-major order under a shape.
func matrix(_ values: [Float], _ shape: Shape) throws -> HostTensor {
  try HostTensor(values, shape: shape)
}

// Random numbers from named streams that never disturb one another.

import TensorGraph

/// The streams of random numbers of a run.
///
/// Drawing more from one changes no other.
public enum RandomStreamName: UInt32, Sendable, CaseIterable {
  /// The networks' first weights.
  case initialization = 1
  /// Real data.
  case data
  /// The generator's input.
  case latent
  /// Mixing weights and partners.
  case lambda
  /// Everything drawn to measure or to draw pictures.
  case evaluation
  /// Flips, crops and noise of training images.
  case augmentation
  /// What layers leave out in training.
  case dropout
  /// Classes of generated samples.
  case classes
}

/// What random numbers are derived from: the seed and the step.
///
/// Numbers depend on seed, step, stream, the draw's place among the draws of its stream in the
/// traced function, and the element's index; on nothing else, such as the number of threads.
public struct RandomKey {
  private let tensor: Tensor

  /// - Parameter key: `int32[4]`, as `RandomKey.host` makes it.
  public init(_ key: Tensor) {
    tensor = key
  }

  /// The key of a step, to be passed to a compiled function.
  public static func host(seed: UInt64, step: Int) -> HostTensor {
    let words = words(seed: seed, step: step)
    return HostTensor([words.0, words.1, words.2, words.3])
  }

  /// The same key as four numbers, for `Executable.setInput`.
  public static func words(seed: UInt64, step: Int) -> (Int32, Int32, Int32, Int32) {
    (
      Int32(truncatingIfNeeded: seed), Int32(truncatingIfNeeded: seed >> 32),
      Int32(truncatingIfNeeded: step), Int32(truncatingIfNeeded: step >> 32)
    )
  }

  /// The type that a compiled function's key has.
  public static let type = TensorType([4], .int32)

  /// The key of the innermost `withRandomKey` around this place of the function being traced.
  public static var current: RandomKey? { Trace.current?.key }

  /// Uniform numbers on [0, 1).
  public func uniform(_ shape: Shape, from stream: RandomStreamName) -> Tensor {
    draw(.uniform, shape, stream)
  }

  /// Normal numbers with mean 0 and variance 1.
  public func normal(_ shape: Shape, from stream: RandomStreamName) -> Tensor {
    draw(.normal, shape, stream)
  }

  /// Beta(a, b) variates, drawn as a logit so that small parameters lose nothing.
  public func beta(_ a: Float, _ b: Float, _ shape: Shape, from stream: RandomStreamName) -> Tensor
  {
    sigmoid(draw(.betaLogit(a: a, b: b), shape, stream))
  }

  /// Uniform integers from 0 up to, not including, `bound`.
  public func integers(below bound: Int, _ shape: Shape, from stream: RandomStreamName) -> Tensor {
    draw(.integers(below: Int32(clamping: bound)), shape, stream)
  }

  /// A random order of 0, 1, ..., `count - 1`.
  public func permutation(_ count: Int, from stream: RandomStreamName) -> Tensor {
    draw(.permutation, [count], stream)
  }

  private func draw(
    _ distribution: RandomDraw.Distribution, _ shape: Shape, _ stream: RandomStreamName
  ) -> Tensor {
    let number = tensor.trace.nextDraw(of: stream.rawValue)
    let node = RandomDraw(
      distribution: distribution, stream: stream.rawValue, draw: number, shape: shape)
    return tensor.trace.add(.random(node), [tensor])
  }
}

/// Runs a body whose layers draw from a key, as dropout does in training.
///
/// Every draw is another one, whichever layer makes it.
public func withRandomKey<Result>(
  _ key: RandomKey, _ body: () throws -> Result
) rethrows -> Result {
  guard let trace = Trace.current else { return try body() }
  return try trace.drawing(from: key, body)
}

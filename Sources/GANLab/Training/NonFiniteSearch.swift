// Finds the first tensor of a step that is no longer a finite number.

import GraphCompiler
import TensorGraph
import Tensors

/// Where a step first made a value that is not finite.
public struct NonFiniteValue: Sendable, CustomStringConvertible {
  /// The operation that made it.
  public let operation: String
  /// The layer it stands in.
  public let path: String
  /// The shape of the value.
  public let shape: Shape

  /// Like `matmul in discriminator/4 Linear, of shape [128, 512]`.
  public var description: String {
    operation + (path.isEmpty ? "" : " in \(path)") + ", of shape \(shape)"
  }
}

extension GANTrainer {
  /// The first value of the step after `stepsDone` that is not finite, or nil if all are.
  ///
  /// The step runs with a count beside every value; nothing is changed.
  func firstNonFiniteValue() throws -> NonFiniteValue? {
    let (traced, variables) = try stepFunction().trace(stepSignature)
    let rounded = try traced.rounded(for: compileOptions.precision)
    let (counting, counted) = try rounded.nonFiniteCounts()
    let program = try Executable(
      try counting.optimized(verifying: compileOptions.verifiesPasses),
      variables: variables.map(\.storage), kernelLibrary: compileOptions.kernelLibrary)
    let counts = try program.run(try stepInputs(stepsDone + 1))
    guard let place = counts.firstIndex(where: { $0.floats[0] > 0 }) else { return nil }
    let node = rounded[counted[place]]
    return NonFiniteValue(
      operation: node.operation.name, path: node.path, shape: node.shape)
  }
}

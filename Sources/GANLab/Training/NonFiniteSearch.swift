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

  /// Like `matmul in discriminator/4 Linear, float32[128, 512]`.
  public var description: String {
    operation + (path.isEmpty ? "" : " in \(path)") + ", of shape \(shape)"
  }
}

extension GANTrainer {
  /// The first value of the step after `stepsDone` that is not finite, or nil if all are.
  ///
  /// The step runs in the reference interpreter; nothing is changed.
  func firstNonFiniteValue() throws -> NonFiniteValue? {
    let (traced, variables) = try stepFunction().trace(stepSignature)
    let graph = try traced.rounded(for: compileOptions.precision)
    var found: NonFiniteValue?
    _ = try Interpreter<Float>(graph).run(
      parameters: try stepInputs(stepsDone + 1).map { ReferenceArray($0) },
      variables: variables.map { ReferenceArray($0.hostValue) }
    ) { id, value in
      guard found == nil, case .float32(let elements) = value.storage,
        elements.contains(where: { !$0.isFinite })
      else { return }
      let node = graph[id]
      found = NonFiniteValue(
        operation: node.operation.name, path: node.path, shape: node.shape)
    }
    return found
  }
}

// How layers, losses, optimizers and mixing record a mistake in the function being traced.

import TensorGraph

extension Trace {
  /// Records a mistake at the present path and returns a value that stands for nothing.
  package func fail(operation: String, problem: String, remedy: String) -> Tensor {
    fail(ShapeError(operation: operation, problem: problem, remedy: remedy, path: graph.path))
  }
}

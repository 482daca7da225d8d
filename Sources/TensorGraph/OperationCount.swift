// Counts the arithmetic of a graph's matrix products.

extension Graph {
  /// The additions and multiplications of all matrix products: `2 m n k` for an `m x k` matrix
  /// times a `k x n` one.
  ///
  /// Every node counts, so ask an optimised graph, which holds only nodes that are needed.
  package var matmulOperationCount: Int {
    nodes.reduce(0) { count, node in
      guard case .matmul(let matmul) = node.operation else { return count }
      let inner = self[node.inputs[0]].shape[matmul.transposeA ? 0 : 1]
      return count + 2 * node.shape.elementCount * inner
    }
  }
}

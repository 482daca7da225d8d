// Counts the arithmetic of a graph's matrix products and convolutions.

extension Graph {
  /// The additions and multiplications of all matrix products and convolutions.
  ///
  /// `2 m n k` for an `m x k` matrix times a `k x n` one. For a convolution and each of its
  /// gradients `2 batch p w`, with p the pixels of the convolution's result and w the numbers of its
  /// kernels, as a sum over windows counts them; algorithms that multiply less count as much.
  /// Every node counts, so ask an optimised graph, which holds only nodes that are needed.
  package var productOperationCount: Int {
    nodes.reduce(0) { $0 + productOperationCount(of: $1) }
  }

  private func productOperationCount(of node: Node) -> Int {
    let shapes = node.inputs.map { self[$0].shape }
    // Blocks of channels stand behind the pixels, so axes 2 and 3 are the pixels in any layout.
    func operations(batch: Int, result: Shape, kernels: Shape) -> Int {
      2 * batch * result[2] * result[3] * kernels.elementCount
    }
    return switch node.operation {
    case .matmul(let matmul):
      2 * node.shape.elementCount * shapes[0][matmul.transposeA ? 0 : 1]
    case .convolution:
      operations(batch: shapes[0][0], result: node.shape, kernels: shapes[1])
    case .convolutionInputGradient:
      operations(batch: shapes[0][0], result: shapes[0], kernels: shapes[1])
    case .convolutionWeightGradient:
      operations(batch: shapes[0][0], result: shapes[1], kernels: node.shape)
    default: 0
    }
  }
}

// Finds the images whose channels should lie in blocks: all that meet a convolution.

import TensorGraph

/// Sets of images that element-wise operations and pools tie together.
struct ChannelComponents {
  private let graph: Graph
  private var parent: [Int]
  private var meetsConvolution: [Bool]

  init(_ graph: Graph) {
    self.graph = graph
    parent = Array(graph.nodes.indices)
    meetsConvolution = [Bool](repeating: false, count: graph.nodes.count)
    for index in graph.nodes.indices { link(NodeID(index)) }
  }

  /// Whether a value is kept in blocks from the operation on that makes it.
  mutating func isBlocked(_ id: NodeID) -> Bool {
    canBeBlocked(id) && meetsConvolution[root(id.index)]
  }

  /// Whether whole blocks hold the channels: element-wise operations and sums need not know of
  /// lanes without a channel then.
  private func canBeBlocked(_ id: NodeID) -> Bool {
    let shape = graph[id].shape
    return shape.rank == 4 && shape.elementCount > 0 && shape[1] % ChannelBlocks.size == 0
  }

  private mutating func link(_ id: NodeID) {
    let node = graph[id]
    switch node.operation {
    case .convolution, .convolutionInputGradient:
      markConvolution(id)
      markConvolution(node.inputs[0])
    case .convolutionWeightGradient:
      for input in node.inputs { markConvolution(input) }
    case .unary, .binary, .compare, .select, .convert:
      for input in node.inputs where graph[input].shape == node.shape { join(input, id) }
    case .maxPool, .maxPoolGradient, .maxPoolGather, .averagePool, .averagePoolGradient:
      for input in node.inputs { join(input, id) }
    default: break
    }
  }

  private mutating func markConvolution(_ id: NodeID) {
    meetsConvolution[root(id.index)] = true
  }

  private mutating func join(_ a: NodeID, _ b: NodeID) {
    guard canBeBlocked(a), canBeBlocked(b) else { return }
    let (first, second) = (root(a.index), root(b.index))
    parent[second] = first
    meetsConvolution[first] = meetsConvolution[first] || meetsConvolution[second]
  }

  private mutating func root(_ index: Int) -> Int {
    var index = index
    while parent[index] != index {
      parent[index] = parent[parent[index]]
      index = parent[index]
    }
    return index
  }
}

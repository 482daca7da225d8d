// Computes once what several nodes compute alike.

import TensorGraph

/// Merges nodes with the same operation and inputs.
///
/// Random nodes stay apart.
package struct CommonSubexpressionRemoval: Pass {
  package init() {}
  package let name = "common-subexpression removal"

  private struct Key: Hashable {
    let operation: Operation
    let inputs: [NodeID]
    let type: TensorType
  }

  package func run(_ graph: Graph) throws(ShapeError) -> Graph {
    var known: [Key: NodeID] = [:]
    return try graph.rewritten { node, inputs, result in
      if case .random = node.operation { return nil }
      let key = Key(operation: node.operation, inputs: inputs, type: node.type)
      if let earlier = known[key] { return earlier }
      let id = result.append(node.operation, inputs, node.type)
      known[key] = id
      return id
    }
  }
}

// What a pass over a graph is, and the walk that all of them share.

import TensorGraph

/// A rewrite of a whole graph that keeps what it computes.
package protocol Pass: Sendable {
  /// The name that errors and listings use.
  var name: String { get }

  /// The rewritten graph.
  func run(_ graph: Graph) throws(ShapeError) -> Graph
}

extension Graph {
  /// Which nodes outputs or effects depend on.
  package var liveNodes: [Bool] {
    var live = [Bool](repeating: false, count: nodes.count)
    for id in outputs + effects.map(\.value) { live[id.index] = true }
    for index in stride(from: nodes.count - 1, through: 0, by: -1) where live[index] {
      for input in nodes[index].inputs { live[input.index] = true }
    }
    return live
  }

  /// The nodes whose values outlive the program: outputs, and what variables are set to.
  var results: Set<NodeID> { Set(outputs + effects.map(\.value)) }

  /// The live nodes that read each node, in program order.
  func readers(live: [Bool]) -> [[NodeID]] {
    var readers = [[NodeID]](repeating: [], count: nodes.count)
    for index in nodes.indices where live[index] {
      for input in Set(nodes[index].inputs) { readers[input.index].append(NodeID(index)) }
    }
    return readers
  }

  /// A copy made node by node in program order; dead nodes are left out.
  ///
  /// `replace` gets the old node with its inputs already renamed, and returns the node of the new
  /// graph that stands for it, or nil to copy it as it is.
  package func rewritten(
    _ replace: (Node, [NodeID], inout Graph) throws(ShapeError) -> NodeID?
  ) throws(ShapeError) -> Graph {
    try rewritten(
      byPlace: { (id, renamed, result) throws(ShapeError) -> NodeID in
        let node = self[id]
        let inputs = node.inputs.map(renamed)
        if let replacement = try replace(node, inputs, &result) { return replacement }
        return result.append(node.operation, inputs, node.type)
      })
  }

  /// The same for a `replace` that gets the old node's place and what renames the nodes before it.
  func rewritten(
    byPlace replace: (NodeID, (NodeID) -> NodeID, inout Graph) throws(ShapeError) -> NodeID
  ) throws(ShapeError) -> Graph {
    let live = liveNodes
    var result = emptyCopy()
    var renamed = [NodeID](repeating: NodeID(-1), count: nodes.count)
    for index in nodes.indices where live[index] {
      result.path = nodes[index].path
      renamed[index] = try replace(NodeID(index), { renamed[$0.index] }, &result)
    }
    result.path = ""
    result.outputs = outputs.map { renamed[$0.index] }
    result.effects = effects.map { Effect(variable: $0.variable, value: renamed[$0.value.index]) }
    return result
  }

  /// The number that every element has, where the graph alone tells.
  package func uniformValue(of id: NodeID) -> Float? {
    switch self[id].operation {
    case .constant(let value):
      value.shape.elementCount == 1 && value.dtype == .float32 ? value.scalar : nil
    case .broadcast, .reshape:
      uniformValue(of: self[id].inputs[0])
    default: nil
    }
  }
}

/// Removes the nodes that nothing depends on.
package struct DeadNodeRemoval: Pass {
  package init() {}
  package let name = "dead-node removal"

  package func run(_ graph: Graph) throws(ShapeError) -> Graph {
    try graph.rewritten { _, _, _ in nil }
  }
}

/// The passes in the order in which they run.
package let standardPasses: [any Pass] = [
  CommonSubexpressionRemoval(), AlgebraicSimplification(), ConstantFolding(),
  AlgebraicSimplification(), CommonSubexpressionRemoval(), MatrixLayout(),
  AlgebraicSimplification(), CommonSubexpressionRemoval(), ChannelBlocking(),
  AlgebraicSimplification(), CommonSubexpressionRemoval(), Recomputation(), DeadNodeRemoval(),
]

extension Graph {
  /// The graph after all passes, verified after each one if asked.
  /// - Parameter precision: how exactly matrix products and convolutions are computed.
  /// - Throws: `VerificationError` or `ShapeError`, either of them a mistake in a pass.
  package func optimized(
    by passes: [any Pass] = standardPasses, precision: Precision = .float32, verifying: Bool
  ) throws -> Graph {
    if verifying { try verify(after: "tracing") }
    var graph = try rounded(for: precision)
    for pass in passes {
      graph = try pass.run(graph)
      if verifying { try graph.verify(after: pass.name) }
    }
    return graph
  }
}

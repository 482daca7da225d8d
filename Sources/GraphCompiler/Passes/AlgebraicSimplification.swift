// Removes arithmetic and movement that change nothing.

import TensorGraph

/// Rewrites that keep every finite value.
///
/// Neutral operands, movements that cancel, and transposes that a matrix product can do itself. The
/// sign of a zero may change.
package struct AlgebraicSimplification: Pass {
  package init() {}
  package let name = "algebraic simplification"

  package func run(_ graph: Graph) throws(ShapeError) -> Graph {
    try graph.rewritten { node, inputs, result throws(ShapeError) in
      switch node.operation {
      case .unary(let operation):
        return Self.unary(operation, inputs[0], result)
      case .binary(let operation):
        return try Self.binary(operation, node, inputs, &result)
      case .convert(let dtype):
        return result[inputs[0]].dtype == dtype ? inputs[0] : nil
      case .matmul(let matmul):
        return try Self.matmul(matmul, inputs, &result)
      case .select:
        return inputs[1] == inputs[2] ? inputs[1] : nil
      case .broadcast, .reshape, .transpose, .slice, .pad, .concatenate:
        return try Self.movement(node, inputs, &result)
      default:
        return nil
      }
    }
  }

  private static func unary(
    _ operation: UnaryOperation, _ x: NodeID, _ graph: Graph
  ) -> NodeID? {
    switch operation {
    case .stopGradient:
      // Differentiation is over by the time a pass runs.
      return x
    case .bfloat16:
      return graph[x].operation == .unary(.bfloat16) ? x : nil
    case .negate, .not:
      let inner = graph[x]
      return inner.operation == .unary(operation) ? inner.inputs[0] : nil
    default:
      return nil
    }
  }

  private static func binary(
    _ operation: BinaryOperation, _ node: Node, _ inputs: [NodeID], _ graph: inout Graph
  ) throws(ShapeError) -> NodeID? {
    guard node.dtype == .float32 else { return nil }
    let (a, b) = (inputs[0], inputs[1])
    let (x, y) = (graph.uniformValue(of: a), graph.uniformValue(of: b))
    if let x, let y { return try uniform(operation, x, y, node.shape, &graph) }
    switch (operation, x, y) {
    case (.add, 0, _), (.multiply, 1, _): return b
    case (.add, _, 0), (.subtract, _, 0), (.multiply, _, 1), (.divide, _, 1), (.power, _, 1):
      return a
    case (.subtract, 0, _), (.multiply, -1, _): return try graph.unary(.negate, b)
    case (.multiply, _, -1), (.divide, _, -1): return try graph.unary(.negate, a)
    case (.power, _, 2): return try graph.binary(.multiply, a, a)
    case (.add, _, _) where graph[b].operation == .unary(.negate):
      return try graph.binary(.subtract, a, graph[b].inputs[0])
    case (.add, _, _) where graph[a].operation == .unary(.negate):
      return try graph.binary(.subtract, b, graph[a].inputs[0])
    default: return nil
    }
  }

  /// Two repeated numbers make one repeated number; constant folding then computes it.
  private static func uniform(
    _ operation: BinaryOperation, _ x: Float, _ y: Float, _ shape: Shape, _ graph: inout Graph
  ) throws(ShapeError) -> NodeID? {
    guard shape != .scalar else { return nil }
    let a = try graph.add(.constant(HostTensor(x)))
    let b = try graph.add(.constant(HostTensor(y)))
    let value = try graph.binary(operation, a, b)
    return try graph.add(.broadcast(Broadcast(shape: shape, axes: [])), [value])
  }

  private static func matmul(
    _ matmul: Matmul, _ inputs: [NodeID], _ graph: inout Graph
  ) throws(ShapeError) -> NodeID? {
    var (transposeA, transposeB) = (matmul.transposeA, matmul.transposeB)
    var operands = inputs
    if graph[inputs[0]].operation == .transpose([1, 0]) {
      operands[0] = graph[inputs[0]].inputs[0]
      transposeA.toggle()
    }
    if graph[inputs[1]].operation == .transpose([1, 0]) {
      operands[1] = graph[inputs[1]].inputs[0]
      transposeB.toggle()
    }
    let left = graph[operands[0]].shape, right = graph[operands[1]].shape
    if left[transposeA ? 0 : 1] == 1 {
      // An outer product has nothing to add up.
      let (m, n) = (left.elementCount, right.elementCount)
      let column = try graph.add(.reshape([m]), [operands[0]])
      let row = try graph.add(.reshape([n]), [operands[1]])
      return try graph.binary(
        .multiply, graph.add(.broadcast(Broadcast(shape: [m, n], axes: [0])), [column]),
        graph.add(.broadcast(Broadcast(shape: [m, n], axes: [1])), [row]))
    }
    guard operands != inputs else { return nil }
    return try graph.add(
      .matmul(Matmul(transposeA: transposeA, transposeB: transposeB)), operands)
  }

  private static func movement(
    _ node: Node, _ inputs: [NodeID], _ graph: inout Graph
  ) throws(ShapeError) -> NodeID? {
    let input = inputs[0]
    let inner = graph[input]
    let same = inner.shape == node.shape
    switch (node.operation, inner.operation) {
    case (.broadcast, _) where same, (.reshape, _) where same, (.slice, _) where same,
      (.pad, _) where same:
      return input
    case (.broadcast(let outer), .broadcast(let first)):
      let axes = first.axes.map { outer.axes[$0] }
      let composed = Broadcast(shape: outer.shape, axes: axes)
      return try graph.add(.broadcast(composed), inner.inputs)
    case (.reshape(let shape), .reshape):
      return try graph.add(.reshape(shape), inner.inputs)
    case (.reshape(let shape), .broadcast(let broadcast)) where broadcast.axes.isEmpty:
      return try graph.add(.broadcast(Broadcast(shape: shape, axes: [])), inner.inputs)
    case (.transpose(let permutation), _) where permutation == Array(permutation.indices):
      return input
    case (.transpose(let outer), .transpose(let first)):
      return try graph.add(.transpose(outer.map { first[$0] }), inner.inputs)
    case (.concatenate, _) where inputs.count == 1:
      return input
    default:
      return nil
    }
  }
}

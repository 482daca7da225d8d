// Computes while compiling what depends on constants alone.

import TensorGraph

/// Replaces nodes whose operands are all constants by their value, found by the interpreter.
///
/// Broadcasts are left alone, because a repeated number costs nothing where it is used; so are
/// random nodes and results too large to be worth their memory.
package struct ConstantFolding: Pass {
  package init() {}
  package let name = "constant folding"

  private static let largestResult = 65_536

  package func run(_ graph: Graph) throws(ShapeError) -> Graph {
    try graph.rewritten { node, inputs, result throws(ShapeError) in
      guard Self.isFoldable(node), !inputs.isEmpty else { return nil }
      var small = Graph()
      var operands: [NodeID] = []
      for input in inputs {
        guard case .constant(let value) = result[input].operation else { return nil }
        operands.append(try small.add(.constant(value)))
      }
      small.outputs = [try small.add(node.operation, operands)]
      let results = try? Interpreter<Float>(small).run(parameters: [], variables: [])
      guard let value = results?.outputs.first else { return nil }
      return try result.add(.constant(value.hostTensor()))
    }
  }

  private static func isFoldable(_ node: Node) -> Bool {
    switch node.operation {
    case .broadcast, .random, .parameter, .variable, .constant, .iota: false
    default: node.shape.elementCount <= largestResult
    }
  }
}

// Turns a program into one that counts, for every value, the elements that are not finite.

import TensorGraph

extension Graph {
  /// A program of the same inputs and variables that sets nothing and whose outputs are, for every
  /// float value that this one computes, how many of its elements are infinite or NaN.
  ///
  /// It runs as fast as the program itself, where the interpreter would take hours for a network of
  /// convolutions.
  /// - Returns: the program, and the nodes of this graph that its outputs tell of, in program order.
  package func nonFiniteCounts() throws(ShapeError) -> (graph: Graph, counted: [NodeID]) {
    var graph = self
    (graph.outputs, graph.effects) = ([], [])
    let live = liveNodes
    let counted = nodes.indices.filter { live[$0] && nodes[$0].dtype == .float32 }.map(NodeID.init)
    for id in counted {
      let isBad = try graph.unary(.not, graph.unary(.isFinite, id))
      var count = try graph.add(.convert(.float32), [isBad])
      let axes = Array(self[id].shape.dimensions.indices)
      if !axes.isEmpty { count = try graph.add(.reduce(.sum, axes: axes), [count]) }
      graph.outputs.append(count)
    }
    return (graph, counted)
  }
}

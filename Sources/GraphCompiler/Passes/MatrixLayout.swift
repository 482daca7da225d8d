// Chooses which matrices lie transposed, so that products read their operands where they lie.

import TensorGraph

/// Stores matrices that only products and element-wise operations touch in the better of two
/// layouts.
///
/// A product reads its right operand in rows; a transposed one must be copied first, and a large
/// one is. In a network trained on small batches the weights are the large operands, so activations
/// lie transposed, one column for each example, and every weight is read in the layout in which it
/// is kept. Element-wise nodes of one chain must agree; where two layouts meet, a transpose remains.
/// The cheaper assignment is searched for by turning over one chain after another.
package struct MatrixLayout: Pass {
  package init() {}
  package let name = "matrix layout"

  package func run(_ graph: Graph) throws(ShapeError) -> Graph {
    let layout = LayoutSearch(graph).best()
    guard layout.contains(true) else { return graph }
    var rewrite = LayoutRewrite(graph, transposed: layout)
    return try rewrite.run()
  }
}

/// Writes a graph anew with some matrices transposed.
private struct LayoutRewrite {
  private let old: Graph
  private let transposed: [Bool]
  private var new: Graph
  private var renamed: [NodeID]
  /// The other layout of nodes that are read in both.
  private var turned: [NodeID: NodeID] = [:]

  init(_ graph: Graph, transposed: [Bool]) {
    old = graph
    self.transposed = transposed
    new = graph.emptyCopy()
    renamed = [NodeID](repeating: NodeID(-1), count: graph.nodes.count)
  }

  mutating func run() throws(ShapeError) -> Graph {
    let live = old.liveNodes
    for index in old.nodes.indices where live[index] {
      new.path = old.nodes[index].path
      renamed[index] = try rewritten(index)
    }
    new.path = ""
    new.outputs = []
    for id in old.outputs { new.outputs.append(try value(id, transposed: false)) }
    for effect in old.effects {
      let value = try value(effect.value, transposed: false)
      new.effects.append(Effect(variable: effect.variable, value: value))
    }
    return new
  }

  private mutating func rewritten(_ index: Int) throws(ShapeError) -> NodeID {
    let node = old.nodes[index]
    let isTransposed = transposed[index]
    switch node.operation {
    case .matmul(let matmul):
      let a = matmul.transposeA != transposed[node.inputs[0].index]
      let b = matmul.transposeB != transposed[node.inputs[1].index]
      let inputs = node.inputs.map { renamed[$0.index] }
      return isTransposed
        ? try new.add(.matmul(Matmul(transposeA: !b, transposeB: !a)), inputs.reversed())
        : try new.add(.matmul(Matmul(transposeA: a, transposeB: b)), inputs)
    case .reduce(let reduction, let axes) where transposed[node.inputs[0].index]:
      let turnedAxes = axes.map { 1 - $0 }
      return try new.add(
        .reduce(reduction, axes: turnedAxes), [renamed[node.inputs[0].index]])
    default:
      var inputs: [NodeID] = []
      for input in node.inputs { inputs.append(try value(input, transposed: isTransposed)) }
      let type =
        isTransposed
        ? TensorType(Shape(node.shape.dimensions.reversed()), node.dtype) : node.type
      return new.append(node.operation, inputs, type)
    }
  }

  /// A value in the layout that its reader wants.
  private mutating func value(_ id: NodeID, transposed wanted: Bool) throws(ShapeError) -> NodeID {
    let known = renamed[id.index]
    guard transposed[id.index] != wanted else { return known }
    if let other = turned[id] { return other }
    let node = old[id]
    let other: NodeID
    if wanted, case .broadcast(let broadcast) = node.operation {
      other = try turnedBroadcast(broadcast, of: new[known].inputs[0])
    } else {
      other = try new.add(.transpose([1, 0]), [known])
    }
    turned[id] = other
    return other
  }

  private mutating func turnedBroadcast(
    _ broadcast: Broadcast, of source: NodeID
  ) throws(ShapeError) -> NodeID {
    let shape = Shape(broadcast.shape.dimensions.reversed())
    var axes = broadcast.axes.map { 1 - $0 }
    var source = source
    if axes.count == 2 {
      // A matrix stretched along an axis of size 1 keeps its order of elements.
      axes = [0, 1]
      let dimensions = new[source].shape.dimensions
      source =
        dimensions.contains(1)
        ? try new.add(.reshape(Shape(dimensions.reversed())), [source])
        : try new.add(.transpose([1, 0]), [source])
    }
    return try new.add(.broadcast(Broadcast(shape: shape, axes: axes)), [source])
  }
}

// Graphs of derivatives, and central differences to hold them against.

import GraphCompiler
import TensorGraph

extension Graph {
  /// Appends `sum(w y + y y / 2)` over all float32 nodes `y` given, with fixed random weights `w`:
  /// a scalar with a second derivative even where the `y` are linear.
  package mutating func addObjective(of results: [NodeID], seed: UInt64 = 1) throws -> NodeID {
    var generator = TestGenerator(seed: seed)
    var total = try add(.constant(HostTensor(0)))
    for y in results where self[y].dtype == .float32 {
      let shape = self[y].shape
      let weights = generator.floats(shape.elementCount, in: -1...1)
      let weighted = try binary(
        .multiply, y, add(.constant(HostTensor(weights, shape: shape))))
      let term = try binary(.add, weighted, scaled(binary(.multiply, y, y), by: 0.5))
      total = try binary(.add, total, sum(term))
    }
    return total
  }

  /// Appends `sum(v x)` over pairs of nodes `x` and constants `v`.
  package mutating func addProjection(of nodes: [NodeID], on vectors: [HostTensor]) throws -> NodeID
  {
    var total = try add(.constant(HostTensor(0)))
    for (node, vector) in zip(nodes, vectors) {
      total = try binary(.add, total, sum(binary(.multiply, node, add(.constant(vector)))))
    }
    return total
  }

  /// Appends the sum of all elements.
  package mutating func sum(_ x: NodeID) throws(ShapeError) -> NodeID {
    try add(.reduce(.sum, axes: Array(0..<self[x].shape.rank)), [x])
  }
}

extension OperationCase {
  /// The positions of the inputs to differentiate by.
  package var differentiablePositions: [Int] {
    parameters.indices.filter { parameters[$0].isDifferentiable }
  }

  /// A graph whose single result is the case's objective.
  package func objectiveGraph(for signature: [Shape]) throws -> Graph {
    var graph = try graph(for: signature)
    graph.outputs = [try graph.addObjective(of: graph.outputs)]
    return graph
  }

  /// A graph whose results are the derivatives of the case's objective by every differentiable
  /// input, in order.
  package func gradientGraph(for signature: [Shape]) throws -> Graph {
    var graph = try objectiveGraph(for: signature)
    graph.outputs = try graph.gradients(
      of: graph.outputs[0], withRespectTo: graph.parameterNodes(differentiablePositions))
    return graph
  }
}

extension Graph {
  /// The nodes of the parameters at the given positions.
  package func parameterNodes(_ positions: [Int]) -> [NodeID] {
    var nodeOfParameter: [Int: NodeID] = [:]
    for (index, node) in nodes.enumerated() {
      if case .parameter(let position) = node.operation {
        nodeOfParameter[position] = NodeID(index)
      }
    }
    return positions.compactMap { nodeOfParameter[$0] }
  }

  /// The derivative of the graph's first result, a scalar, along a direction, by central
  /// differences of fourth order in double precision.
  /// - Parameters:
  ///   - point: Where, one array for each parameter.
  ///   - direction: The direction in each of the parameters at `positions`.
  package func centralDifference(
    at point: [ReferenceArray<Double>], along direction: [HostTensor], positions: [Int],
    step: Double = 5e-4
  ) throws -> Double {
    func value(_ distance: Double) throws -> Double {
      var moved = point
      for (position, vector) in zip(positions, direction) {
        let values = zip(point[position].doubles, vector.doubles).map { $0 + distance * $1 }
        moved[position].storage = .float32(values)
      }
      return try Interpreter<Double>(self).run(parameters: moved).outputs[0].doubles[0]
    }
    let near = try value(step) - value(-step)
    let far = try value(2 * step) - value(-2 * step)
    return (8 * near - far) / (12 * step)
  }
}

// What the gradient transform adds to a graph, and what it leaves out.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

@Suite struct GradientTests {
  /// How often an operation occurs among the nodes that the results need.
  private func count(_ name: String, in graph: Graph, inputs: [HostTensor]) throws -> Int {
    var count = 0
    _ = try Interpreter<Float>(graph).run(parameters: inputs.map { ReferenceArray($0) }) { id, _ in
      if graph[id].operation.name == name { count += 1 }
    }
    return count
  }

  /// Two dense layers: the graph, its input, its weights and its loss.
  private func network() throws -> (graph: Graph, x: NodeID, weights: [NodeID], loss: NodeID) {
    var graph = Graph()
    let x = graph.addParameter(TensorType([4, 3]))
    let weights = [
      graph.addParameter(TensorType([3, 5])), graph.addParameter(TensorType([5, 2])),
    ]
    let hidden = try graph.unary(.tanh, graph.matmul(x, weights[0]))
    let loss = try graph.sum(graph.matmul(hidden, weights[1]))
    return (graph, x, weights, loss)
  }

  private let inputs = [
    HostTensor(repeating: 0.5, shape: [4, 3]), HostTensor(repeating: 0.1, shape: [3, 5]),
    HostTensor(repeating: -0.2, shape: [5, 2]),
  ]

  @Test func gradientByTheInputComputesNoWeightGradients() throws {
    var (graph, x, _, loss) = try network()
    let before = graph.nodes.count
    graph.outputs = try graph.gradients(of: loss, withRespectTo: [x])
    let added = graph.nodes[before...].filter { $0.operation.name == "matmul" }
    #expect(added.count == 2)
    // The value of the last product is not needed for its gradient.
    #expect(try count("matmul", in: graph, inputs: inputs) == 3)
  }

  @Test func gradientByTheLastWeightsStopsThere() throws {
    var (graph, _, weights, loss) = try network()
    let before = graph.nodes.count
    graph.outputs = try graph.gradients(of: loss, withRespectTo: [weights[1]])
    let added = graph.nodes[before...].map(\.operation.name)
    #expect(added.filter { $0 == "matmul" }.count == 1)
    #expect(!added.contains("multiply"))
  }

  @Test func gradientByEverythingSharesTheBackwardPass() throws {
    var (graph, x, weights, loss) = try network()
    let before = graph.nodes.count
    graph.outputs = try graph.gradients(of: loss, withRespectTo: [x] + weights)
    #expect(graph.nodes[before...].filter { $0.operation.name == "matmul" }.count == 4)
  }

  @Test func nodeThatIsNotReachedGetsZeros() throws {
    var graph = Graph()
    let x = graph.addParameter(TensorType([2]))
    let unused = graph.addParameter(TensorType([3, 2]))
    let loss = try graph.sum(x)
    let later = try graph.unary(.exp, x)
    graph.outputs = try graph.gradients(of: loss, withRespectTo: [unused, x, later])
    #expect(
      try runInterpreter(graph, [HostTensor([1.5, 2]), HostTensor(repeating: 1, shape: [3, 2])])
        == [
          HostTensor(repeating: 0, shape: [3, 2]), HostTensor(repeating: 1, shape: [2]),
          HostTensor(repeating: 0, shape: [2]),
        ])
  }

  @Test func gradientByAnIntermediateNode() throws {
    var graph = Graph()
    let x = graph.addParameter(TensorType(.scalar))
    let square = try graph.binary(.multiply, x, x)
    let loss = try graph.unary(.exp, square)
    graph.outputs = try graph.gradients(of: loss, withRespectTo: [square, loss, x])
    let values = try runInterpreter(graph, [HostTensor(0.5)]).map(\.doubles[0])
    let tolerance = Tolerance(absolute: 0, relative: 1e-6)
    #expect(close(values[0], 1.2840254166877414, tolerance))
    #expect(values[1] == 1)
    #expect(close(values[2], 1.2840254166877414, tolerance))
  }

  @Test func gradientByTheSameNodeTwice() throws {
    var graph = Graph()
    let x = graph.addParameter(TensorType(.scalar))
    let results = try graph.gradients(of: x, withRespectTo: [x, x])
    graph.outputs = results
    #expect(try runInterpreter(graph, [HostTensor(3)]) == [HostTensor(1), HostTensor(1)])
  }

  @Test func gradientNodesNameTheLayerTheyBelongTo() throws {
    var graph = Graph()
    let x = graph.addParameter(TensorType(.scalar))
    graph.path = "discriminator/hidden"
    let y = try graph.unary(.tanh, x)
    graph.path = "loss"
    let gradients = try graph.gradients(of: y, withRespectTo: [x])
    #expect(graph[gradients[0]].path == "gradient/discriminator/hidden")
    #expect(graph.path == "loss")
  }

  @Test func deepGraphsNeedNoStack() throws {
    var graph = Graph()
    let x = graph.addParameter(TensorType(.scalar))
    var y = x
    for _ in 0..<100_000 { y = try graph.unary(.negate, y) }
    graph.outputs = try graph.gradients(of: y, withRespectTo: [x])
    #expect(try runInterpreter(graph, [HostTensor(3)]) == [HostTensor(1)])
  }

  @Test func refusesArraysAndIntegers() throws {
    var graph = Graph()
    graph.path = "loss"
    let x = graph.addParameter(TensorType([3]))
    let labels = graph.addParameter(TensorType([3], .int32))
    let loss = try graph.sum(x)
    let ofArray = try #require(throws: ShapeError.self) {
      try graph.gradients(of: x, withRespectTo: [x])
    }
    #expect(
      "\(ofArray)" == "loss: gradients: the value to differentiate is float32[3]; "
        + "reduce it to one float32 number, for example by its mean")
    let byIntegers = try #require(throws: ShapeError.self) {
      try graph.gradients(of: loss, withRespectTo: [labels])
    }
    #expect(
      "\(byIntegers)" == "loss: gradients: the derivative by a value of int32[3]; "
        + "differentiate by float32 values")
  }
}

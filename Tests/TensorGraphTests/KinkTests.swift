// Derivatives where a function has a kink, a tie or a pole.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

@Suite struct KinkTests {
  /// The derivatives of the sum of a function's results by each of its scalar inputs.
  private func slopes(
    at point: [Float], _ function: (inout Graph, [NodeID]) throws -> NodeID
  ) throws -> [Float] {
    var graph = Graph()
    let inputs = point.map { _ in graph.addParameter(TensorType(.scalar)) }
    let result = try graph.sum(function(&graph, inputs))
    graph.outputs = try graph.gradients(of: result, withRespectTo: inputs)
    return try runInterpreter(graph, point.map { HostTensor($0) }).map { $0.scalar ?? .nan }
  }

  private func slope(_ operation: UnaryOperation, at x: Float) throws -> Float {
    try slopes(at: [x]) { try $0.unary(operation, $1[0]) }[0]
  }

  private func slopes(_ operation: BinaryOperation, at a: Float, _ b: Float) throws -> [Float] {
    try slopes(at: [a, b]) { try $0.binary(operation, $1[0], $1[1]) }
  }

  @Test func reluIsFlatAtZero() throws {
    #expect(try slope(.relu, at: 0) == 0)
    #expect(try slope(.relu, at: 1e-30) == 1)
    #expect(try slope(.relu, at: -1e-30) == 0)
  }

  @Test func absIsFlatAtZero() throws {
    #expect(try slope(.abs, at: 0) == 0)
    #expect(try slope(.abs, at: -2) == -1)
  }

  @Test func stepsAreFlat() throws {
    for operation in [UnaryOperation.sign, .floor, .stopGradient] {
      #expect(try slope(operation, at: 0) == 0)
      #expect(try slope(operation, at: 1.5) == 0)
    }
  }

  @Test func roundingPassesTheGradientOn() throws {
    for x in [0, 1, 1.003, -1e30] as [Float] {
      #expect(try slope(.bfloat16, at: x) == 1)
    }
    let cubed = try slopes(at: [1.003]) { graph, inputs in
      let rounded = try graph.unary(.bfloat16, inputs[0])
      return try graph.binary(.multiply, graph.binary(.multiply, rounded, rounded), rounded)
    }
    #expect(cubed == [3])
  }

  @Test func squareRootsGrowSteepNearZero() throws {
    #expect(try slope(.sqrt, at: 0) == .infinity)
    #expect(try slope(.sqrt, at: 1e-10) == 0.5 / Float(1e-10).squareRoot())
    #expect(try slope(.rsqrt, at: 0) == -.infinity)
  }

  @Test func softplusAndLogisticDoNotOverflow() throws {
    #expect(try slope(.softplus, at: 200) == 1)
    #expect(try slope(.softplus, at: -200) == 0)
    #expect(try slope(.logistic, at: 200) == 0)
    #expect(try slope(.logistic, at: -200) == 0)
  }

  @Test func tiesShareTheGradient() throws {
    for operation in [BinaryOperation.maximum, .minimum] {
      #expect(try slopes(operation, at: 3, 3) == [0.5, 0.5])
    }
    #expect(try slopes(.maximum, at: 4, 3) == [1, 0])
    #expect(try slopes(.maximum, at: 3, 4) == [0, 1])
    #expect(try slopes(.minimum, at: 4, 3) == [0, 1])
    #expect(try slopes(.minimum, at: 3, 4) == [1, 0])
  }

  @Test func powersOfZero() throws {
    #expect(try slopes(.power, at: 0, 2) == [0, 0])
    #expect(try slopes(.power, at: 0, 1) == [1, 0])
    #expect(try slopes(.power, at: 0, 0.5) == [.infinity, 0])
    #expect(try slopes(.power, at: 0, 0)[0] == 0)
  }

  @Test func secondDerivativeOfPowersOfZero() throws {
    for (exponent, expected) in [(1, 0), (2, 2), (3, 0)] as [(Float, Float)] {
      let curvature = try slopes(at: [0]) { graph, inputs in
        let power = try graph.binary(
          .power, inputs[0], graph.filled(exponent, like: inputs[0]))
        return try graph.gradients(of: power, withRespectTo: inputs)[0]
      }
      #expect(curvature == [expected])
    }
  }

  @Test func extremaShareTheGradientOfTies() throws {
    for reduction in [Reduction.maximum, .minimum] {
      var graph = Graph()
      let x = graph.addParameter(TensorType([2, 3]))
      let extremum = try graph.add(.reduce(reduction, axes: [1]), [x])
      graph.outputs = try graph.gradients(of: graph.sum(extremum), withRespectTo: [x])
      let tied = HostTensor(rows: [[1, 1, 1], [5, 5, reduction == .maximum ? 4 : 6]])
      let third = Float(1) / 3
      #expect(
        try runInterpreter(graph, [tied])
          == [HostTensor(rows: [[third, third, third], [0.5, 0.5, 0]])])
    }
  }

  @Test func conversionToTheSameKindKeepsTheGradient() throws {
    #expect(try slopes(at: [2]) { try $0.add(.convert(.float32), $1) } == [1])
    #expect(
      try slopes(at: [2]) { graph, inputs in
        try graph.add(.convert(.float32), [graph.add(.convert(.int32), inputs)])
      } == [0])
  }
}

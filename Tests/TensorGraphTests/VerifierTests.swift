// The verifier finds what a mistaken pass would break, and shows the neighbourhood.

import TensorGraph
import TestSupport
import Testing

@Suite struct VerifierTests {
  /// Runs the verifier on a graph with a mistake and returns its message.
  private func message(_ breakIt: (inout Graph, NodeID) throws -> Void) throws -> String {
    var graph = Graph()
    let x = graph.addParameter(TensorType([2]))
    _ = graph.addVariable(VariableInfo(name: "weights", type: TensorType([2])))
    graph.outputs = [try graph.unary(.exp, x)]
    try graph.verify(after: "building")
    try breakIt(&graph, x)
    return try #require(throws: VerificationError.self) { try graph.verify(after: "fusion") }
      .description
  }

  @Test func wrongTypeIsShownInItsNeighbourhood() throws {
    let text = try message { graph, x in
      graph.path = "critic"
      _ = graph.append(.unary(.tanh), [x], TensorType([3]))
      _ = try graph.unary(.sin, x)
    }
    #expect(
      text == """
        after fusion, node %3 is wrong: its type is float32[3], its rule says float32[2]
          %0 = parameter 0() : float32[2]
          %1 = variable 0() : float32[2]  # weights
          %2 = exp(%0) : float32[2]
        > %3 = tanh(%0) : float32[3]  # critic
          %4 = sin(%0) : float32[2]  # critic
        """)
  }

  @Test func neighbourhoodEndsAfterTenNodes() throws {
    let text = try message { graph, x in
      for _ in 0..<20 { _ = try graph.unary(.sin, x) }
      _ = graph.append(.unary(.tanh), [x], TensorType([3]))
      for _ in 0..<20 { _ = try graph.unary(.cos, x) }
    }
    #expect(text.split(separator: "\n").count == 1 + 10 + 1 + 10)
    #expect(text.contains("\n> %23 = tanh"))
  }

  @Test func inputAfterItsUse() throws {
    let text = try message { graph, _ in
      _ = graph.append(.unary(.tanh), [NodeID(7)], TensorType([2]))
    }
    #expect(text.hasPrefix("after fusion, node %3 is wrong: input %7 does not come before it"))
  }

  @Test func operandsThatTheRuleRefuses() throws {
    let text = try message { graph, x in
      _ = graph.append(.binary(.add), [x], TensorType([2]))
    }
    #expect(text.hasPrefix("after fusion, node %3 is wrong: add: 1 operands came; pass 2"))
  }

  @Test func unknownParameterOrVariable() throws {
    let parameter = try message { graph, _ in
      _ = graph.append(.parameter(1), [], TensorType([2]))
    }
    #expect(parameter.contains("parameter 1 does not exist or has another type"))
    let variable = try message { graph, _ in
      _ = graph.append(.variable(0), [], TensorType([3]))
    }
    #expect(variable.contains("variable 0 does not exist or has another type"))
  }

  @Test func missingResult() throws {
    let text = try message { graph, _ in graph.outputs.append(NodeID(99)) }
    #expect(text == "after fusion, result %99 does not exist")
  }

  @Test func wrongEffects() throws {
    let twice = try message { graph, x in
      graph.effects = [Effect(variable: 0, value: x), Effect(variable: 0, value: x)]
    }
    let unknown = try message { graph, x in graph.effects = [Effect(variable: 3, value: x)] }
    let type = try message { graph, x in
      graph.effects = [Effect(variable: 0, value: try graph.sum(x))]
    }
    for text in [twice, unknown, type] {
      #expect(text.contains("is set twice, does not exist, or its value"))
    }
  }
}

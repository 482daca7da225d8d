// A pass that breaks a graph is found at once, by name.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

/// A pass with a mistake that a test chooses.
private struct MistakenPass: Pass {
  let name = "mistaken pass"
  let mistake: @Sendable (inout Graph) -> Void

  func run(_ graph: Graph) throws(ShapeError) -> Graph {
    var copy = graph
    mistake(&copy)
    return copy
  }
}

extension GraphCompilerTests {
  @Suite struct PassVerificationTests {
    private func message(_ mistake: @escaping @Sendable (inout Graph) -> Void) throws -> String {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([2]))
        _ = graph.addVariable(VariableInfo(name: "weights", type: TensorType([2])))
        return [try graph.unary(.exp, x)]
      }
      let mistaken = MistakenPass(mistake: mistake)
      let passes: [any Pass] = [DeadNodeRemoval(), mistaken, ConstantFolding()]
      _ = try graph.optimized(by: passes, verifying: false)
      return try #require(throws: VerificationError.self) {
        try graph.optimized(by: passes, verifying: true)
      }.description
    }

    @Test func wrongType() throws {
      let text = try message { graph in
        graph.outputs = [graph.append(.unary(.sin), graph.outputs, TensorType([3]))]
      }
      #expect(
        text.hasPrefix(
          "after mistaken pass, node %2 is wrong: "
            + "its type is float32[3], its rule says float32[2]"))
    }

    @Test func variableSetToAnotherType() throws {
      let text = try message { graph in
        let value = graph.append(.constant(HostTensor(0)), [], TensorType(.scalar))
        graph.effects = [Effect(variable: 0, value: value)]
      }
      #expect(text.hasPrefix("after mistaken pass, variable 0 is set twice, does not exist"))
    }

    @Test func graphThatIsWrongFromTheStart() throws {
      var graph = try makeGraph { graph in [graph.addParameter(TensorType([2]))] }
      graph.outputs = [graph.append(.unary(.sin), graph.outputs, TensorType([3]))]
      let failure = try #require(throws: VerificationError.self) {
        try graph.optimized(verifying: true)
      }
      #expect(failure.description.hasPrefix("after tracing, node %1 is wrong"))
    }
  }
}

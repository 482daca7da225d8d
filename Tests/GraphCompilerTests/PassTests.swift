// What each pass leaves of small graphs, and that none changes what they compute.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct PassTests {
    @Test(arguments: RewriteCase.all)
    func leavesWhatIsNeeded(_ rewrite: RewriteCase) throws {
      let graph = try rewrite.graph()
      #expect(try graph.optimized(verifying: true).operationNames == rewrite.remaining)
      try graph.checkAgainstInterpreter()
    }

    @Test func neutralSumLeavesTheParameter() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([2, 3]))
        return [try graph.binary(.add, x, graph.filled(0, like: x))]
      }
      #expect(
        try graph.optimized(verifying: true).listing == """
          parameter 0: float32[2, 3]
          %0 = parameter 0() : float32[2, 3]
          return %0
          """)
    }

    @Test func transposesBecomeFlagsOfTheProduct() throws {
      func product(transposeA: Bool) throws -> String {
        let graph = try makeGraph { graph in
          let a = graph.addParameter(TensorType(transposeA ? [2, 5] : [5, 2]))
          let b = graph.addParameter(TensorType([3, 5]))
          let left = try graph.add(.transpose([1, 0]), [a])
          let right = try graph.add(.transpose([1, 0]), [b])
          return [try graph.matmul(left, right, transposeA: transposeA)]
        }
        try graph.checkAgainstInterpreter()
        return try graph.optimized(verifying: true).listing
      }
      #expect(try product(transposeA: false).contains("%2 = matmul a' b'(%0, %1) : float32[2, 3]"))
      #expect(try product(transposeA: true).contains("%2 = matmul b'(%0, %1) : float32[2, 3]"))
    }

    @Test func equalNodesMergeAndSoDoTheirUsers() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([4]))
        let twins = try (0..<2).map { _ in try graph.unary(.sin, graph.unary(.exp, x)) }
        return [try graph.binary(.subtract, twins[0], twins[1]), twins[0]]
      }
      let merged = try CommonSubexpressionRemoval().run(graph)
      #expect(merged.operationNames == ["parameter", "exp", "sin", "subtract"])
      #expect(merged[merged.outputs[0]].inputs == [NodeID(2), NodeID(2)])
      #expect(merged.outputs[1] == NodeID(2))
      try graph.checkAgainstInterpreter()
    }

    @Test func whatDiffersInOneSettingStaysApart() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([4, 4]))
        let y = graph.addParameter(TensorType([4, 4]))
        return [
          try graph.binary(.subtract, x, y), try graph.binary(.subtract, y, x),
          try graph.matmul(x, y), try graph.matmul(x, y, transposeA: true),
          try graph.sum(x, axes: [0]), try graph.sum(x, axes: [1]),
          try graph.add(.constant(HostTensor(0))), try graph.add(.constant(HostTensor(-0.0))),
        ]
      }
      #expect(try graph.optimized(verifying: true).nodes.count == graph.nodes.count)
      try graph.checkAgainstInterpreter()
    }

    @Test func randomNodesNeverMerge() throws {
      let graph = try makeGraph { graph in
        let key = graph.addParameter(TensorType([4], .int32))
        let draw = RandomDraw(distribution: .normal, stream: 3, draw: 5, shape: [100])
        let draws = try (0..<2).map { _ in try graph.add(.random(draw), [key]) }
        return [try graph.binary(.subtract, draws[0], draws[1])]
      }
      let optimized = try graph.optimized(verifying: true)
      #expect(optimized.operationNames == ["parameter", "random", "random", "subtract"])
      // The two are one draw under one key, so their numbers are the same.
      let key = HostTensor([Int32](repeating: 3, count: 4))
      let difference = try Executable(optimized, variables: []).run([key])[0]
      #expect(difference.floats.allSatisfy { $0 == 0 })
    }

    @Test func deadNodesVanishAndParametersKeepTheirPlaces() throws {
      let graph = try makeGraph { graph in
        _ = graph.addParameter(TensorType([7]))
        let x = graph.addParameter(TensorType([4]))
        _ = try graph.unary(.exp, graph.unary(.sin, x))
        return [try graph.unary(.cos, x)]
      }
      let alive = try DeadNodeRemoval().run(graph)
      #expect(alive.operationNames == ["parameter", "cos"])
      #expect(alive.parameters == graph.parameters)
      #expect(alive[NodeID(0)].operation == .parameter(1))
      try graph.checkAgainstInterpreter()
    }

    @Test func stoppedGradientBlocksFirstAndVanishesThen() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([3]))
        let product = try graph.binary(.multiply, x, graph.unary(.stopGradient, x))
        return try graph.gradients(of: graph.sum(product), withRespectTo: [x])
      }
      let optimized = try graph.optimized(verifying: true)
      #expect(!optimized.operationNames.contains("stopGradient"))
      let slope = try Executable(optimized, variables: []).run([HostTensor([3, -0.5, 2])])[0]
      #expect(slope.floats == [3, -0.5, 2])
      try graph.checkAgainstInterpreter()
    }

    @Test func pathsSurvive() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([3]))
        graph.path = "critic/hidden"
        return [try graph.unary(.sin, graph.unary(.stopGradient, x))]
      }
      let optimized = try graph.optimized(verifying: true)
      #expect(optimized[optimized.outputs[0]].path == "critic/hidden")
      #expect(
        try Plan(optimized).listing.hasSuffix("0: elementwise sin (@0) -> @0  # critic/hidden"))
    }

    @Test func deepGraphsNeedNoDeepStack() throws {
      let graph = try makeGraph { graph in
        var x = graph.addParameter(TensorType([2, 3]))
        for step in 0..<20_000 {
          x = try graph.add(.reshape(step % 2 == 0 ? [3, 2] : [2, 3]), [x])
          if step % 2 == 1 { x = try graph.unary(.sin, x) }
        }
        return [x]
      }
      try graph.checkAgainstInterpreter(tolerance: Tolerance(absolute: 1e-4, relative: 1e-4))
    }
  }
}

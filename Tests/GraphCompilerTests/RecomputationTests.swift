// What waits for its late readers, what is made anew for them, and that the numbers stay the same.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct RecomputationTests {
    private static let side = 2100
    private static let shape: Shape = [side, side]

    /// A layer whose activation `relu(x * s + s)` is read at once and again after a long walk, like x
    /// where that waits; then comes a rest.
    private func graph(
      xWaits: Bool = true, walk: Int = 20, rest: Int = 0,
      _ late: (inout Graph, NodeID) throws -> NodeID
    ) throws -> Graph {
      try makeGraph { graph in
        let tall = graph.addParameter(TensorType([Self.side, 4]))
        let wide = graph.addParameter(TensorType([4, Self.side]))
        let scale = graph.addParameter(TensorType([Self.side]))
        let x = try graph.matmul(tall, wide)
        let factors = try graph.add(.broadcast(Broadcast(shape: Self.shape, axes: [1])), [scale])
        let scaled = try graph.binary(.multiply, x, factors)
        let y = try graph.unary(.relu, graph.binary(.add, scaled, factors))
        var walker = try graph.matmul(graph.matmul(wide, y), tall)
        for _ in 0..<walk { walker = try graph.unary(.tanh, graph.matmul(walker, walker)) }
        var end = try graph.matmul(graph.matmul(walker, wide), late(&graph, y))
        if xWaits { end = try graph.binary(.add, end, graph.matmul(end, x)) }
        for _ in 0..<rest { end = try graph.unary(.tanh, end) }
        return [end]
      }
    }

    private func afterPass(_ graph: Graph) throws -> Graph {
      let result = try graph.optimized(by: [Recomputation(), DeadNodeRemoval()], verifying: true)
      var generator = TestGenerator(seed: 7)
      let inputs = graph.randomInputs(using: &generator)
      for library in kernelLibraries {
        let came = try [graph, result].map { graph in
          try Executable(graph, variables: [], kernelLibrary: library).run(inputs)
        }
        #expect(came[0] == came[1])
      }
      return result
    }

    @Test func activationIsMadeAnewWhereItsOperandWaits() throws {
      let graph = try graph { _, y in y }
      let result = try afterPass(graph)
      // A broadcast, a product, a sum and relu.
      #expect(result.nodes.count == graph.nodes.count + 4)
      #expect(result.operationNames.count { $0 == "relu" } == 2)
      // One of the two large arrays is there during the walk.
      let plan = try Plan(result)
      let large = plan.steps.indices.filter { step in
        plan.steps[step].writes.contains { result[$0.node].shape == Self.shape }
      }
      #expect(large.count == 2)
      #expect(large.first == 0)
      #expect(try #require(large.last) > 20)
    }

    @Test func allLateReadersShareOneCopy() throws {
      let graph = try graph { graph, y in
        try graph.binary(.add, graph.unary(.exp, y), graph.unary(.sin, y))
      }
      #expect(try afterPass(graph).operationNames.count { $0 == "relu" } == 2)
    }

    @Test func nothingIsMadeAnewFromWhatDoesNotWait() throws {
      let graph = try graph(xWaits: false) { _, y in y }
      #expect(try afterPass(graph).nodes == graph.nodes)
    }

    @Test func smallArraysAndShortWaitsAreLeftAlone() throws {
      let short = try graph(walk: 0, rest: 20) { _, y in y }
      #expect(try afterPass(short).nodes == short.nodes)
      let long = try graph { _, y in y }
      let pass = Recomputation(fewestBytes: 4 * Self.shape.elementCount)
      #expect(try pass.run(long).nodes == long.nodes)
    }

    @Test func resultsOfTheProgramAreKept() throws {
      var graph = try graph { _, y in y }
      let y = try #require(graph.nodes.firstIndex { $0.operation == .unary(.relu) })
      graph.outputs.append(NodeID(y))
      #expect(try afterPass(graph).nodes == graph.nodes)
    }

    /// The gradient of a maximum asks which elements equal it, and some must.
    @Test func whatIsSearchedForItsMaximumIsKept() throws {
      let graph = try makeGraph { graph in
        let (a, b) = (
          graph.addParameter(TensorType(Self.shape)), graph.addParameter(TensorType(Self.shape))
        )
        let wide = graph.addParameter(TensorType([1, Self.side]))
        let row = graph.addParameter(TensorType([Self.side]))
        let added = try graph.add(.broadcast(Broadcast(shape: Self.shape, axes: [1])), [row])
        // Read twice, so that the product is rounded before the sum; a copy would be read once.
        let product = try graph.binary(.multiply, a, b)
        let metric = try graph.add(.reduce(.sum, axes: [0, 1]), [graph.unary(.tanh, product)])
        let x = try graph.binary(.add, product, added)
        let extremum = try graph.add(.reduce(.maximum, axes: [1]), [x])
        let column = try graph.add(.reshape([Self.side, 1]), [extremum])
        var walker = try graph.matmul(wide, column)
        for _ in 0..<20 { walker = try graph.unary(.tanh, graph.matmul(walker, walker)) }
        let end = try graph.binary(.add, graph.add(.reshape([]), [walker]), metric)
        let hits = try graph.add(
          .compare(.equal), [x, graph.restored(extremum, along: [1], to: Self.shape)])
        let ones = try graph.binary(
          .multiply, graph.add(.convert(.float32), [hits]),
          graph.add(.broadcast(Broadcast(shape: Self.shape, axes: [])), [end]))
        let counts = try graph.add(.reduce(.sum, axes: [1]), [ones])
        return [counts, end]
      }
      let result = try graph.optimized(by: [Recomputation(), DeadNodeRemoval()], verifying: true)
      var generator = TestGenerator(seed: 7)
      let inputs = graph.randomInputs(using: &generator)
      for library in kernelLibraries {
        let came = try Executable(result, variables: [], kernelLibrary: library).run(inputs)
        let end = try #require(came[1].scalar)
        // At least one element of each row is the greatest.
        #expect(came[0].floats.allSatisfy { ($0 / end).rounded() >= 1 })
      }
    }

    @Test(arguments: 0..<100)
    func randomProgramsKeepTheirResults(_ seed: Int) throws {
      let graph = try RandomGraph.make(seed: UInt64(seed))
      var passes = standardPasses
      passes.insert(Recomputation(fewestBytes: 0), at: passes.count - 1)
      var generator = TestGenerator(seed: UInt64(seed))
      let inputs = graph.randomInputs(using: &generator)
      let variables = graph.variables.map { info in
        HostTensor(
          shape: info.type.shape,
          storage: .float32(generator.floats(info.type.shape.elementCount, in: -1...1)))
      }
      let results = try [standardPasses, passes].map { passes in
        let storages = variables.map { VariableStorage($0) }
        let results = try Executable(
          graph.optimized(by: passes, verifying: true), variables: storages
        ).run(inputs)
        return results + storages.map(\.value)
      }
      for (kept, repeated) in zip(results[0], results[1]) {
        try repeated.expectClose(
          to: kept, Tolerance(absolute: 5e-5, relative: 5e-5), "seed \(seed)")
      }
    }
  }
}

// Kernels with several results: what joins them, what must stay apart, and where results live.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct JoinedKernelTests {
    private func kernels(_ build: (inout Graph) throws -> [NodeID]) throws -> [String] {
      let graph = try makeGraph(build)
      try graph.checkAgainstInterpreter()
      return try graph.optimized(verifying: true).kernelNames
    }

    /// Two steps of an optimizer with two moments, each on the gradient of a product.
    private func twoUpdates() throws -> Graph {
      var graph = Graph()
      let shape: Shape = [40, 48]
      let variables = ["w", "m", "v"].map { name in
        graph.addVariable(VariableInfo(name: name, type: TensorType(shape)))
      }
      var (w, m, v) = (variables[0], variables[1], variables[2])
      let x = graph.addParameter(TensorType([40, 40]))
      var y = graph.addParameter(TensorType([40, 48]))
      var norms: [NodeID] = []
      for turned in [false, true] {
        let g = try graph.scaled(graph.matmul(x, y, transposeA: turned), by: 0.02)
        m = try graph.binary(.add, m, graph.scaled(graph.binary(.subtract, g, m), by: 0.1))
        let square = try graph.binary(.multiply, g, g)
        norms.append(try graph.sum(square, axes: [0, 1]))
        v = try graph.binary(.add, graph.scaled(v, by: 0.9), graph.scaled(square, by: 0.1))
        let root = try graph.binary(.add, graph.unary(.sqrt, v), graph.filled(1e-3, like: v))
        let move = try graph.scaled(graph.binary(.divide, m, root), by: 0.01)
        w = try graph.binary(.subtract, w, move)
        // The next gradient needs the weights of this one.
        let total = try graph.stretched(graph.sum(w, axes: [0, 1]), to: shape, axes: [])
        y = try graph.scaled(graph.binary(.multiply, y, total), by: 0.1)
      }
      graph.outputs = norms
      graph.effects = [(0, w), (1, m), (2, v)].map { Effect(variable: $0, value: $1) }
      return graph
    }

    @Test func anUpdateIsOneKernelInTheMemoryOfItsVariables() throws {
      let graph = try twoUpdates()
      let plan = try Plan(graph.optimized(verifying: true))
      let names = plan.steps.map(\.kernel.name)
      #expect(names.count == 3)
      #expect(names[1] == "elementwise multiply+multiply")
      #expect(plan.commits.isEmpty)
      for step in [plan.steps[0], plan.steps[2]] {
        #expect(step.kernel.name.hasPrefix("matmul 40x48x40") && step.kernel.name.hasSuffix(" sum"))
        let variables = step.writes.map(\.place).filter { place in
          if case .variable = place { true } else { false }
        }
        #expect(Set(variables) == [.variable(0), .variable(1), .variable(2)])
      }
    }

    @Test func anUpdateComputesWhatTheInterpreterComputes() throws {
      let graph = try twoUpdates()
      var generator = TestGenerator(seed: 5)
      let variables = [-1.0...1, -1.0...1, 0.1...1].map { range in
        HostTensor(
          shape: [40, 48],
          storage: .float32(
            generator.floats(40 * 48, in: Float(range.lowerBound)...Float(range.upperBound))))
      }
      for library in kernelLibraries {
        var both = try SideBySide(graph, variables: variables, library: library)
        for step in 0..<3 {
          let inputs = [40, 48].map { columns in
            HostTensor(
              shape: [40, columns], storage: .float32(generator.floats(40 * columns, in: -1...1)))
          }
          try both.step(
            inputs, tolerance: Tolerance(absolute: 1e-5, relative: 1e-5), "\(library.name) \(step)")
        }
      }
    }

    @Test func whatDependsOnASumDoesNotJoinWhatIsSummed() throws {
      let names = try kernels { graph in
        let x = graph.addParameter(TensorType([7, 40]))
        let wave = try graph.unary(.sin, x)
        let total = try graph.stretched(graph.sum(wave, axes: [0, 1]), to: [7, 40], axes: [])
        return [try graph.binary(.multiply, wave, total)]
      }
      #expect(names == ["elementwise sin sum", "elementwise multiply"])
    }

    @Test func sumsOfLongRowsJoinAndOthersDoNot() throws {
      func names(_ shape: Shape, _ axes: [Int]) throws -> [String] {
        try kernels { graph in
          let x = graph.addParameter(TensorType(shape))
          return [try graph.sum(graph.unary(.sin, x), axes: axes)]
        }
      }
      #expect(try names([5, 40], [1]) == ["elementwise sin row-sums"])
      #expect(try names([2, 5, 40], [2]) == ["elementwise sin row-sums"])
      #expect(try names([2, 5, 40], [1, 2]) == ["elementwise sin row-sums"])
      #expect(try names([5, 4], [1]) == ["elementwise sin", "reduce-sum 5x4x1"])
      #expect(try names([5, 40], [0]) == ["elementwise sin", "reduce-sum 1x5x40"])
    }

    @Test func rowSumsAndAccessesAgreeOnTheRows() throws {
      let names = try kernels { graph in
        let x = graph.addParameter(TensorType([2, 5, 40]))
        let column = try graph.stretched(
          graph.addParameter(TensorType([2])), to: [2, 5, 40], axes: [0])
        let sum = try graph.binary(.add, x, column)
        return [try graph.sum(sum, axes: [2])]
      }
      #expect(names == ["elementwise add", "reduce-sum 10x40x1"])
    }

    @Test func aProductDoesNotJoinWhatItReads() throws {
      let names = try kernels { graph in
        let x = graph.addParameter(TensorType([40, 40]))
        let wave = try graph.unary(.sin, x)
        return [try graph.binary(.add, graph.matmul(wave, x), wave)]
      }
      #expect(names == ["elementwise sin", "matmul 40x40x40 | add"])
    }

    @Test func onlyOneProductJoinsAKernel() throws {
      let names = try kernels { graph in
        let x = graph.addParameter(TensorType([40, 40]))
        let a = try graph.matmul(x, x)
        let b = try graph.matmul(x, x, transposeA: true)
        return [try graph.binary(.subtract, a, b)]
      }
      #expect(names.count == 2)
      #expect(names.filter { $0.hasSuffix("| subtract") }.count == 1)
    }

    @Test func activationsOfSmallBatchesLieTransposed() throws {
      let names = try kernels { graph in
        var x = graph.addParameter(TensorType([16, 64]))
        for _ in 0..<3 {
          let w = graph.addParameter(TensorType([64, 64]))
          let b = graph.addParameter(TensorType([64]))
          let product = try graph.matmul(x, w, transposeB: true)
          x = try graph.unary(
            .relu, graph.binary(.add, product, graph.stretched(b, to: [16, 64], axes: [1])))
        }
        return [try graph.sum(x, axes: [1])]
      }
      #expect(names[0] == "matmul 64x16x64 b' +bias relu")
      #expect(names[1] == "matmul 64x16x64 +bias relu")
      #expect(names[2].hasPrefix("matmul 64x16x64 +bias relu"))
      #expect(!names.contains("copy"))
    }
  }
}

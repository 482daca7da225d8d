// The pass that rounds the operands of products to bf16, and the kernels that do it.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct BFloat16PassTests {
    private func rounded(_ graph: Graph) throws -> [String] {
      try graph.optimized(precision: .bfloat16, verifying: true).operationNames
    }

    @Test func operandsAreRoundedAndEachOnlyOnce() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([5, 5]))
        let y = graph.addParameter(TensorType([5, 5]))
        return [
          try graph.matmul(x, y), try graph.matmul(y, x), try graph.matmul(x, x, transposeB: true),
        ]
      }
      #expect(
        try rounded(graph) == [
          "parameter", "parameter", "bfloat16", "bfloat16", "matmul", "matmul", "matmul",
        ])
      #expect(try !graph.optimized(verifying: true).operationNames.contains("bfloat16"))
    }

    @Test func roundingStandsBeforeMovements() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([3, 5]))
        let v = graph.addParameter(TensorType([3]))
        let repeated = try graph.stretched(v, to: [3, 4], axes: [0])
        return [
          try graph.matmul(graph.add(.transpose([1, 0]), [x]), repeated),
          try graph.matmul(x, x, transposeB: true),
        ]
      }
      let optimized = try graph.optimized(precision: .bfloat16, verifying: true)
      #expect(!optimized.operationNames.contains("transpose"))
      #expect(optimized.listing.contains("matmul a'"))
      let rounded = optimized.nodes.filter { $0.operation == .unary(.bfloat16) }
      #expect(Set(rounded.map(\.shape)) == [[3, 5], [3]])
    }

    @Test func roundingAgainChangesNothing() throws {
      let once = try perceptronWithGradients().rounded(for: .bfloat16)
      #expect(try once.rounded(for: .bfloat16).listing == once.listing)
      let optimized = try perceptronWithGradients().optimized(precision: .bfloat16, verifying: true)
      #expect(try optimized.rounded(for: .bfloat16).listing == optimized.listing)
      let twice = try makeGraph { graph in
        let x = graph.addParameter(TensorType([3]))
        return [try graph.unary(.bfloat16, graph.unary(.bfloat16, x))]
      }
      #expect(try twice.optimized(verifying: true).operationNames == ["parameter", "bfloat16"])
    }

    @Test func constantsAreRoundedWhileCompiling() throws {
      func names(_ number: Float) throws -> [String] {
        let graph = try makeGraph { graph in
          let x = graph.addParameter(TensorType([2, 3]))
          let constant = try graph.add(
            .constant(HostTensor([1, -2.5, 0.375, number, 8, 0], shape: [3, 2])))
          return [try graph.matmul(x, constant)]
        }
        let optimized = try graph.optimized(precision: .bfloat16, verifying: true)
        #expect(try optimized.kernelNames.contains { $0.hasPrefix("matmul 2x2x3 bf16") })
        return try graph.rounded(for: .bfloat16).operationNames
          + ["|"] + optimized.operationNames
      }
      let exact = ["parameter", "constant", "bfloat16", "matmul"]
      #expect(try names(0.5) == exact + ["|"] + exact)
      #expect(
        try names(0.3)
          == ["parameter", "constant", "bfloat16", "bfloat16", "matmul", "|", "parameter"]
          + ["bfloat16", "constant", "matmul"])
    }

    /// They are products, though nothing is added up and they run as multiplications.
    @Test func outerProductsAreRounded() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([4, 1]))
        let y = graph.addParameter(TensorType([3, 1]))
        return [try graph.matmul(x, y, transposeB: true)]
      }
      let optimized = try graph.optimized(precision: .bfloat16, verifying: true)
      #expect(!optimized.operationNames.contains("matmul"))
      let inputs = [
        try HostTensor([1.001, 3.1, -0.7, 9.99], shape: [4, 1]),
        try HostTensor([0.1, 1.003, -77.7], shape: [3, 1]),
      ]
      let came = try Executable(optimized, variables: []).run(inputs)[0].floats
      let x: [Float] = [1, 3.09375, -0.69921875, 10]
      let y: [Float] = [0.10009765625, 1, -77.5]
      #expect(came == x.flatMap { x in y.map { x * $0 } })
    }

    @Test func otherArithmeticIsLeftAlone() throws {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([4, 3]))
        return [try graph.sum(graph.binary(.multiply, x, graph.unary(.exp, x)), axes: [0])]
      }
      let single = try graph.optimized(verifying: true).listing
      #expect(try graph.optimized(precision: .bfloat16, verifying: true).listing == single)
    }

    // MARK: - Plans

    @Test func activationsAreRoundedByTheKernelsThatMakeThem() throws {
      let kernels = try perceptronWithGradients().optimized(precision: .bfloat16, verifying: true)
        .kernelNames
      #expect(kernels.contains { $0.contains("bf16") && $0.contains("relu | bfloat16") })
      // Passes of their own are for what comes from outside: points and three weights.
      #expect(kernels.filter { $0 == "elementwise bfloat16" }.count == 4, "\(kernels)")
      let products = kernels.filter { $0.hasPrefix("matmul") }
      #expect(products.count == 7 && products.allSatisfy { $0.contains(" bf16") }, "\(kernels)")
    }

    @Test func updatedWeightsAreRoundedByTheUpdate() throws {
      var graph = Graph()
      let w = graph.addVariable(VariableInfo(name: "w", type: TensorType([40, 48])))
      let x = graph.addParameter(TensorType([40, 48]))
      let new = try graph.binary(.subtract, w, graph.scaled(x, by: 0.1))
      graph.outputs = [try graph.matmul(new, new, transposeB: true)]
      graph.effects = [Effect(variable: 0, value: new)]
      let plan = try Plan(graph.optimized(precision: .bfloat16, verifying: true))
      #expect(
        plan.steps.map(\.kernel.name) == [
          "elementwise multiply+subtract+bfloat16", "matmul 40x40x48 bf16 b'",
        ])
      // In bf16 numbers of this size lie 1/128 apart.
      var program = try SideBySide(
        graph, variables: [HostTensor(repeating: 1, shape: [40, 48])], precision: .bfloat16,
        library: .standard)
      let input = HostTensor(repeating: 0.001, shape: [40, 48])
      for _ in 0..<3 { try program.step([input], tolerance: .single) }
      #expect(program.variables[0].floats.allSatisfy { abs($0 - 0.9997) < 1e-6 })
    }
  }
}

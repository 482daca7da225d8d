// What products with a fused bias and relu make of infinities and NaN.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct NonFiniteTests {
    private static let bias = HostTensor([Float.nan, .infinity, -.infinity, 1, -1])

    /// `relu(x w + b)` of products that are zero, with and without relu.
    private func results(relu: Bool, _ run: (Graph, [HostTensor]) throws -> HostTensor) throws
      -> [Float]
    {
      let graph = try makeGraph { graph in
        let x = graph.addParameter(TensorType([2, 3]))
        let w = graph.addParameter(TensorType([3, 5]))
        let b = graph.addParameter(TensorType([5]))
        let sum = try graph.dense(x, w, b)
        return [relu ? try graph.unary(.relu, sum) : sum]
      }
      let zeros = HostTensor(repeating: 0, shape: [3, 5])
      return try run(graph, [HostTensor(repeating: 1, shape: [2, 3]), zeros, Self.bias]).floats
    }

    private func interpret(_ graph: Graph, _ inputs: [HostTensor]) throws -> HostTensor {
      try Interpreter<Float>(graph).run(parameters: inputs.map { ReferenceArray($0) }).outputs[0]
        .hostTensor()
    }

    private func same(_ a: [Float], _ b: [Float]) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    }

    /// Every value of a step has its count, in program order, whatever kernels are fused, and no
    /// variable is set.
    @Test(arguments: kernelLibraries)
    func everyValueGetsItsCount(_ library: KernelLibrary) throws {
      var graph = Graph()
      let weight = graph.addVariable(VariableInfo(name: "weight", type: TensorType([3])))
      let x = graph.addParameter(TensorType([2, 3]))
      let label = graph.addParameter(TensorType([2], .int32))
      let stretched = try graph.add(.broadcast(Broadcast(shape: [2, 3], axes: [1])), [weight])
      let product = try graph.binary(.multiply, x, stretched)
      let logarithm = try graph.unary(.log, product)
      let total = try graph.add(.reduce(.sum, axes: [0, 1]), [logarithm])
      _ = try graph.unary(.sqrt, product)
      graph.outputs = [total, label]
      graph.effects = [
        Effect(variable: 0, value: try graph.add(.reduce(.sum, axes: [0]), [product]))
      ]
      let (counting, counted) = try graph.nonFiniteCounts()
      let storage = VariableStorage(HostTensor([1, 1, 3e38]))
      let program = try Executable(
        counting.optimized(verifying: true), variables: [storage], kernelLibrary: library)
      let counts = try program.run([
        HostTensor([1, -1, 10, 0, 2, 1] as [Float], shape: [2, 3]), HostTensor([1, 2] as [Int32]),
      ]).map { $0.floats[0] }
      let expected: [NodeID: Float] = [
        // 10 x 3e38 is infinite; log of -1, 0 and infinity are not finite.
        weight: 0, x: 0, stretched: 0, product: 1, logarithm: 3, total: 1,
      ]
      #expect(counted == counted.sorted() && counted.count == expected.count + 1)
      for (id, value) in expected {
        let place = try #require(counted.firstIndex(of: id))
        #expect(counts[place] == value, "\(graph[id].operation.name) of \(counts)")
      }
      #expect(storage.value.floats == [1, 1, 3e38])
    }

    @Test func interpreterKeepsNaN() throws {
      let row: [Float] = [.nan, .infinity, 0, 1, 0]
      #expect(same(try results(relu: true, interpret), row + row))
    }

    @Test(arguments: kernelLibraries)
    func biasAloneKeepsNaN(_ library: KernelLibrary) throws {
      let came = try results(relu: false) { graph, inputs in
        try Executable(graph, variables: [], kernelLibrary: library).run(inputs)[0]
      }
      #expect(same(came, Self.bias.floats + Self.bias.floats))
    }

    @Test(arguments: kernelLibraries)
    func fusedReluKeepsNaN(_ library: KernelLibrary) throws {
      let came = try results(relu: true) { graph, inputs in
        try Executable(graph, variables: [], kernelLibrary: library).run(inputs)[0]
      }
      let row: [Float] = [.nan, .infinity, 0, 1, 0]
      #expect(same(came, row + row), "\(library.name) gave \(came)")
    }
  }
}

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

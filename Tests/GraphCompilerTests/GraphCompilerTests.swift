// What the tests of the compiler share: their suite, and short ways to build and run graphs.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

/// All tests of the compiler, one at a time, because kernels share one pool of threads.
@Suite(.serialized, .exclusive) enum GraphCompilerTests {}

/// The portable kernels, and oneDNN's where this build has them.
let kernelLibraries: [KernelLibrary] =
  [KernelLibrary(usesOneDNN: false)]
  + (KernelLibrary.standard.usesOneDNN ? [KernelLibrary.standard] : [])

/// A graph from a closure that returns its results.
func makeGraph(_ build: (inout Graph) throws -> [NodeID]) throws -> Graph {
  var graph = Graph()
  graph.outputs = try build(&graph)
  return graph
}

extension Graph {
  /// The names of all operations in program order.
  var operationNames: [String] { nodes.map(\.operation.name) }

  /// The names of the kernels that the graph is planned as.
  var kernelNames: [String] { get throws { try Plan(self).steps.map(\.kernel.name) } }

  /// Random numbers for every parameter.
  func randomInputs(using generator: inout TestGenerator) -> [HostTensor] {
    parameters.map { type in
      let count = type.shape.elementCount
      switch type.dtype {
      case .float32:
        return HostTensor(
          shape: type.shape, storage: .float32(generator.floats(count, in: -1...1)))
      case .int32:
        let integers = (0..<count).map { _ in Int32.random(in: -9...9, using: &generator) }
        return HostTensor(shape: type.shape, storage: .int32(integers))
      case .bool:
        let truths = (0..<count).map { _ in Bool.random(using: &generator) }
        return HostTensor(shape: type.shape, storage: .bool(truths))
      }
    }
  }

  /// Checks that the graph, optimised and as it is, gives on every kernel library what the
  /// interpreter gives on the graph as it is.
  func checkAgainstInterpreter(
    seed: UInt64 = 1, tolerance: Tolerance = Tolerance(absolute: 2e-5, relative: 1e-5)
  ) throws {
    var generator = TestGenerator(seed: seed)
    let inputs = randomInputs(using: &generator)
    let expected = try Interpreter<Float>(self).run(parameters: inputs.map { ReferenceArray($0) })
    for (name, graph) in [("optimised", try optimized(verifying: true)), ("as written", self)] {
      for library in kernelLibraries {
        let came = try Executable(graph, variables: [], kernelLibrary: library).run(inputs)
        for (index, (a, b)) in zip(came, expected.outputs).enumerated() {
          try a.expectClose(
            to: b.hostTensor(), tolerance, "\(name) on \(library.name), result \(index)")
        }
      }
    }
  }
}

/// Runs a body with one thread and then with two, and returns both results.
func withOneAndTwoThreads<Result>(_ body: () throws -> Result) rethrows -> (Result, Result) {
  let before = KernelLibrary.threadCount
  defer { KernelLibrary.threadCount = before }
  KernelLibrary.threadCount = 1
  let one = try body()
  KernelLibrary.threadCount = 2
  return (one, try body())
}

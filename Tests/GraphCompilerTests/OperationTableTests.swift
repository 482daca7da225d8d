// Every row of the table of operations through plans and kernels, against the interpreter.

import GraphCompiler
import TensorGraph
import TestSupport
import Testing

extension GraphCompilerTests {
  @Suite struct OperationTableTests {
    @Test(arguments: OperationCase.all, kernelLibraries)
    func optimizedGraphsAgreeWithTheInterpreter(
      _ row: OperationCase, _ library: KernelLibrary
    ) throws {
      try row.check(instances: 2) { graph, inputs in
        try runWithOneAndTwoThreads(graph.optimized(verifying: true), inputs, library)
      }
    }

    /// Plans must not lean on passes having run.
    @Test(arguments: OperationCase.all, kernelLibraries)
    func graphsAsWrittenAgreeWithTheInterpreter(
      _ row: OperationCase, _ library: KernelLibrary
    ) throws {
      try row.check(instances: 1) { graph, inputs in
        try runWithOneAndTwoThreads(graph, inputs, library)
      }
    }

    private func runWithOneAndTwoThreads(
      _ graph: Graph, _ inputs: [HostTensor], _ library: KernelLibrary
    ) throws -> [HostTensor] {
      let (one, two) = try withOneAndTwoThreads {
        try Executable(graph, variables: [], kernelLibrary: library).run(inputs)
      }
      guard one == two || addsUpByThreads(graph, library) else {
        throw Mismatch("one and two threads give different bits on \(library.name)")
      }
      return two
    }

    /// Whether oneDNN may give every thread a part of a sum, as for kernels' gradients.
    private func addsUpByThreads(_ graph: Graph, _ library: KernelLibrary) -> Bool {
      library.usesOneDNN
        && graph.nodes.contains {
          if case .convolutionWeightGradient = $0.operation { true } else { false }
        }
    }
  }
}

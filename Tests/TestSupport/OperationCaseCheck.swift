// The loop that holds any way of running graphs against the reference interpreter.

import GraphCompiler
import TensorGraph

extension OperationCase {
  /// Checks a way of running graphs against the reference interpreter in single precision.
  ///
  /// Every signature of the case runs on several random instances, every list of special values
  /// once, and, where the case is differentiable, the graph of its gradients on random instances.
  /// One loop covers a fast path:
  ///
  ///     @Test(arguments: OperationCase.all)
  ///     func agreesWithReference(_ row: OperationCase) throws {
  ///       try row.check { graph, inputs in try MyExecutable(graph).run(inputs) }
  ///     }
  ///
  /// - Parameters:
  ///   - instances: How many random instances of each signature run.
  ///   - run: Runs a graph without variables on one array for each parameter; returns its results.
  /// - Throws: `Mismatch` naming the case, the shapes and the first element that differs; whatever
  ///   `run` throws.
  package func check(
    instances: Int = 2, using run: (Graph, [HostTensor]) throws -> [HostTensor]
  ) throws {
    var generator = TestGenerator(name: name)
    for signature in signatures {
      let forward = try graph(for: signature)
      for instance in 0..<instances {
        try compare(
          forward, inputs(for: signature, using: &generator), tolerance,
          place: "\(name) \(signature), instance \(instance)", using: run)
      }
      if isDifferentiable {
        try compare(
          gradientGraph(for: signature), inputs(for: signature, using: &generator),
          tolerance.ofGradients, normwise: true, place: "gradient of \(name) \(signature)",
          using: run)
      }
    }
    for (index, inputs) in specials.enumerated() {
      try compare(
        graph(for: inputs.map(\.shape)), inputs, tolerance,
        place: "\(name), special values \(index)", using: run)
    }
  }

  private func compare(
    _ graph: Graph, _ inputs: [HostTensor], _ tolerance: Tolerance, normwise: Bool = false,
    place: String, using run: (Graph, [HostTensor]) throws -> [HostTensor]
  ) throws {
    let expected = try Interpreter<Float>(graph).run(parameters: inputs.map { ReferenceArray($0) })
    let outputs = try run(graph, inputs)
    guard outputs.count == expected.outputs.count else {
      throw Mismatch("\(place): \(outputs.count) results, expected \(expected.outputs.count)")
    }
    for (index, (came, needed)) in zip(outputs, expected.outputs).enumerated() {
      try came.expectClose(
        to: needed.hostTensor(), tolerance, normwise: normwise, "\(place), result \(index)")
    }
  }
}

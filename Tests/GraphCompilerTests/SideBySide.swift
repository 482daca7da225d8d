// A program with variables, run step by step by an executable and by the interpreter.

import GraphCompiler
import TensorGraph
import TestSupport

/// Holds an executable and the interpreter side by side; each goes on from its own variables.
struct SideBySide {
  /// What the executable runs.
  let plan: Plan
  private let graph: Graph
  private let storages: [VariableStorage]
  private let executable: Executable
  private var reference: [HostTensor]

  init(
    _ graph: Graph, variables: [HostTensor], optimizing: Bool = true,
    precision: Precision = .float32, library: KernelLibrary
  ) throws {
    self.graph = try graph.rounded(for: precision)
    storages = variables.map { VariableStorage($0) }
    reference = variables
    executable = try Executable(
      optimizing ? graph.optimized(precision: precision, verifying: true) : self.graph,
      variables: storages,
      kernelLibrary: library)
    plan = executable.plan
  }

  /// The executable's variables.
  var variables: [HostTensor] { storages.map(\.value) }

  /// Runs both once and checks results and variables.
  /// - Returns: what the executable gave.
  @discardableResult
  mutating func step(
    _ inputs: [HostTensor] = [], tolerance: Tolerance = .exact, _ place: String = ""
  ) throws -> [HostTensor] {
    let came = try executable.run(inputs)
    let expected = try Interpreter<Float>(graph).run(
      parameters: inputs.map { ReferenceArray($0) },
      variables: reference.map { ReferenceArray($0) })
    for effect in expected.effects { reference[effect.variable] = try effect.value.hostTensor() }
    for (index, (a, b)) in zip(came, expected.outputs).enumerated() {
      try a.expectClose(to: b.hostTensor(), tolerance, "\(place) result \(index)")
    }
    for (index, (a, b)) in zip(variables, reference).enumerated() {
      try a.expectClose(to: b, tolerance, "\(place) variable \(index)")
    }
    return came
  }
}

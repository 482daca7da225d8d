// A plan bound to memory, ready to run as often as wanted.

import CVectorKernels
import TensorGraph

/// A compiled program: memory, constants and kernels with every pointer in place.
///
/// An executable belongs to one thread at a time. Between two runs only its variables change.
public final class Executable {
  /// The plan that runs.
  package let plan: Plan
  private let variables: [VariableStorage]
  private let arena: AlignedBuffer
  private let constants: [AlignedBuffer]
  private var kernels: [any BoundKernel] = []

  /// Plans and binds an optimised graph.
  /// - Throws: `CompileError` if a kernel cannot be made.
  package init(
    _ graph: Graph, variables: [VariableStorage], kernelLibrary: KernelLibrary = .standard
  ) throws {
    plan = Plan(graph)
    self.variables = variables
    arena = AlignedBuffer(byteCount: plan.memory.byteCount)
    constants = plan.constants.map { value in
      let buffer = AlignedBuffer(byteCount: value.shape.elementCount * 4)
      buffer.start.write(value)
      return buffer
    }
    let workspace = AlignedBuffer(byteCount: kernelLibrary.workspaceBytes(for: plan.steps))
    kernels = try plan.steps.map { step in
      try kernelLibrary.bind(
        step, reads: step.reads.map(pointer(to:)), write: pointer(to: step.write),
        elementCount: plan.graph[step.node].shape.elementCount, workspace: workspace)
    }
  }

  /// Runs the program and sets its variables.
  /// - Throws: `RunFailure` if the inputs do not fit or a kernel fails.
  public func run(_ inputs: [HostTensor]) throws -> [HostTensor] {
    let expected = plan.graph.parameters
    guard inputs.map(\.type) == expected else {
      throw RunFailure(
        "inputs of types \(inputs.map(\.type)) came; the program was compiled for \(expected)")
    }
    for (index, slot) in plan.parameterSlots {
      (arena.start + plan.memory.offsets[slot]).write(inputs[index])
    }
    let before = mk_flush_denormals()
    defer { mk_restore_denormals(before) }
    for (index, kernel) in kernels.enumerated() where !kernel.run() {
      throw RunFailure("kernel \(index), \(plan.steps[index].kernel.name), failed in its library")
    }
    for (variable, source) in plan.commits {
      let storage = variables[variable]
      storage.buffer.start.copyMemory(
        from: pointer(to: source), byteCount: storage.type.shape.elementCount * 4)
    }
    return zip(plan.outputs, plan.graph.outputs).map { place, id in
      pointer(to: place).read(plan.graph[id].type)
    }
  }

  private func pointer(to place: Place) -> UnsafeMutableRawPointer {
    switch place {
    case .slot(let slot): arena.start + plan.memory.offsets[slot]
    case .constant(let index): constants[index].start
    case .variable(let index): variables[index].buffer.start
    }
  }
}

/// A run that could not take place.
public struct RunFailure: Error, Sendable, CustomStringConvertible {
  /// What came and what was needed.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

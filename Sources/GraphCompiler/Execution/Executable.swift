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
  private let variableStarts: [UnsafeMutableRawPointer]
  private let arena: AlignedBuffer
  private let constants: [AlignedBuffer]
  private var kernels: [any BoundKernel] = []
  /// At most so many threads; 0 for as many as there are.
  private let threadLimit: Int32
  private var denormals: UInt32 = 0

  /// Plans and binds an optimised graph.
  /// - Throws: `CompileError` if a kernel cannot be made, and `ShapeError` for more memory than there
  ///   is.
  package init(
    _ graph: Graph, variables: [VariableStorage], kernelLibrary: KernelLibrary = .standard
  ) throws {
    var binding = KernelBinding(kernelLibrary)
    defer { mk_limit_threads(0) }
    let plan = try Plan(graph) { step, isSmall in
      // oneDNN makes a convolution for as many threads as it may use now.
      mk_limit_threads(isSmall ? 1 : 0)
      return try binding.prepare(step)
    }
    self.plan = plan
    threadLimit = plan.isSmall ? 1 : 0
    self.variables = variables
    variableStarts = try zip(variables, plan.graph.variables).map { storage, info in
      guard let start = storage.start else {
        throw ShapeError.outOfMemory(
          "variable \(info.name)", byteCount: storage.byteCount, in: "compile")
      }
      return start
    }
    arena = try Self.arena(of: plan)
    constants = try plan.constants.map { value in
      let byteCount = value.shape.elementCount * 4
      guard let buffer = AlignedBuffer(byteCount: byteCount) else {
        throw ShapeError.outOfMemory("a constant", byteCount: byteCount, in: "compile")
      }
      buffer.start.write(value)
      return buffer
    }
    kernels = try zip(plan.steps, plan.memory.workspaceOffsets).map { step, offset in
      try binding.bind(
        step, reads: step.reads.map(pointer(to:)),
        writes: step.writes.map { pointer(to: $0.place) }, workspace: arena.start + offset,
        elementCounts: step.writes.map { plan.graph[$0.node].shape.elementCount })
    }
  }

  private static func arena(of plan: Plan) throws(ShapeError) -> AlignedBuffer {
    // Inputs come, and outputs go, as arrays beside it.
    let shapes =
      plan.graph.parameters.map(\.shape) + plan.graph.outputs.map { plan.graph[$0].shape }
    let byteCount = plan.memory.byteCount + shapes.reduce(0) { $0 + $1.elementCount * 4 }
    guard MachineMemory.has(byteCount),
      let buffer = AlignedBuffer(byteCount: plan.memory.byteCount)
    else {
      throw .outOfMemory(
        "a program with its inputs and outputs", byteCount: byteCount, in: "compile")
    }
    return buffer
  }

  /// Runs the program on the given inputs and sets its variables.
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
    try run()
    return zip(plan.outputs, plan.graph.outputs).map { place, id in
      pointer(to: place).read(plan.graph[id].type)
    }
  }

  // MARK: - Running without allocations

  /// Sets the elements of an input for the next run alone.
  ///
  /// Together with `run()` and `scalar(ofOutput:)` this is the way to run a program over and over
  /// without any allocation.
  /// - Parameter elements: float32 or int32, as many as the input has.
  /// - Throws: `RunFailure` for another number of bytes than the input has, and for truth values.
  public func setInput(_ index: Int, to elements: UnsafeRawBufferPointer) throws(RunFailure) {
    let type = plan.graph.parameters[index]
    guard type.dtype != .bool else {
      throw RunFailure(
        "bytes came for input \(index), which is \(type): pass truth values to run(_:)")
    }
    let needed = type.shape.elementCount * 4
    guard elements.count == needed else {
      throw RunFailure(
        "\(elements.count) bytes came for input \(index), which is \(type) and needs \(needed) "
          + "bytes: pass as many \(type.dtype) as it has elements")
    }
    guard let slot = plan.parameterSlots[index], let start = elements.baseAddress else { return }
    (arena.start + plan.memory.offsets[slot]).copyMemory(from: start, byteCount: elements.count)
  }

  /// Runs the program on the inputs that were set since the last run, and sets its variables.
  /// - Throws: `RunFailure` if a kernel fails.
  public func run() throws(RunFailure) {
    begin()
    defer { end() }
    for index in kernels.indices where !kernels[index].run() { throw failure(of: index) }
    commit()
  }

  /// The first element of a float32 output of the last run.
  public func scalar(ofOutput index: Int) -> Float {
    pointer(to: plan.outputs[index]).load(as: Float.self)
  }

  /// The threads that a run uses: one for a small program, whatever is allowed for others.
  package var threadCount: Int { threadLimit == 0 ? KernelLibrary.threadCount : Int(threadLimit) }

  private func begin() {
    mk_limit_threads(threadLimit)
    denormals = mk_flush_denormals()
  }

  private func end() {
    mk_restore_denormals(denormals)
    mk_limit_threads(0)
  }

  private func failure(of index: Int) -> RunFailure {
    RunFailure("kernel \(index), \(plan.steps[index].kernel.name), failed in its library")
  }

  private func commit() {
    for (variable, source) in plan.commits {
      variableStarts[variable].copyMemory(
        from: pointer(to: source), byteCount: variables[variable].byteCount)
    }
  }

  // MARK: - Measuring

  /// The median time of every kernel over some runs, each with inputs set anew.
  package func profile(
    runs: Int, settingInputs setInputs: () throws -> Void
  ) throws -> [KernelTime] {
    var times = [[Duration]](repeating: [], count: kernels.count)
    let clock = ContinuousClock()
    for _ in 0..<runs {
      try setInputs()
      begin()
      defer { end() }
      for index in kernels.indices {
        let start = clock.now
        guard kernels[index].run() else { throw failure(of: index) }
        times[index].append(clock.now - start)
      }
      commit()
    }
    return zip(plan.steps, times).map { step, times in
      KernelTime(
        name: step.kernel.name, seconds: times.sorted()[times.count / 2] / .seconds(1))
    }
  }

  private func pointer(to place: Place) -> UnsafeMutableRawPointer {
    switch place {
    case .slot(let slot): arena.start + plan.memory.offsets[slot]
    case .constant(let index): constants[index].start
    case .variable(let index): variableStarts[index]
    }
  }
}

/// How long one kernel of a program takes.
package struct KernelTime: Sendable {
  /// The kernel's name in listings.
  package let name: String
  /// The median of its times.
  package let seconds: Double
}

/// A run that could not take place.
public struct RunFailure: Error, Sendable, CustomStringConvertible {
  /// What came and what was needed.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

// Turns Swift functions over tensors into compiled programs, one for each signature.

import GraphCompiler
import TensorGraph

/// How functions are compiled.
public struct CompileOptions: Sendable {
  /// Whether the graph is verified after every pass; slow, for tests.
  public var verifiesPasses = false
  /// Which kernels run.
  public var kernelLibrary = KernelLibrary.standard
  /// How exactly matrix products and convolutions are computed.
  ///
  /// Products are rounded as it says whatever units the processor has, convolutions where it has
  /// fast ones.
  public var precision = Precision.float32

  /// Standard kernels in single precision, no verification.
  public init() {}
}

/// What a traced function may return.
public protocol TensorGroup {
  /// The tensors in a fixed order.
  var tensors: [Tensor] { get }
}

extension Tensor: TensorGroup {
  /// The tensor alone.
  public var tensors: [Tensor] { [self] }
}

extension [Tensor]: TensorGroup {
  /// The tensors as they are.
  public var tensors: [Tensor] { self }
}

/// A function over tensors with the programs compiled from it, one for each signature of inputs.
///
/// The last, partial batch of an epoch is a second signature; it is traced and compiled once, too.
public final class CompiledFunction {
  private let options: CompileOptions
  private let inputCount: Int?
  private let body: ([Tensor]) -> [Tensor]
  private var executables: [[TensorType]: Executable] = [:]

  /// How often the function was traced.
  public var traceCount: Int { executables.count }

  /// The memory that the largest program works in beside the variables, in bytes.
  package var plannedBytes: Int {
    executables.values.map(\.plan.memory.byteCount).max() ?? 0
  }

  /// A function of `inputCount` inputs, of any number by default.
  public init(
    options: CompileOptions = CompileOptions(), inputCount: Int? = nil,
    _ body: @escaping ([Tensor]) -> [Tensor]
  ) {
    self.options = options
    self.inputCount = inputCount
    self.body = body
  }

  /// Runs the program for these inputs, compiling it first if their signature is new.
  /// - Throws: `ShapeError` for a mistake in the function, with the layer it was made in.
  public func callAsFunction(_ inputs: HostTensor...) throws -> [HostTensor] {
    try run(inputs)
  }

  /// Runs the program for these inputs, compiling it first if their signature is new.
  /// - Throws: `ShapeError` for a mistake in the function, with the layer it was made in.
  public func run(_ inputs: [HostTensor]) throws -> [HostTensor] {
    try executable(for: inputs.map(\.type)).run(inputs)
  }

  /// The program for a signature, compiled the first time.
  /// - Throws: `ShapeError` for a mistake in the function, with the layer it was made in.
  public func executable(for signature: [TensorType]) throws -> Executable {
    if let known = executables[signature] { return known }
    let (graph, variables) = try trace(signature)
    let optimized = try graph.optimized(
      precision: options.precision, verifying: options.verifiesPasses)
    let executable = try Executable(
      optimized, variables: variables.map(\.storage), kernelLibrary: options.kernelLibrary)
    executables[signature] = executable
    return executable
  }

  /// The graph as written, before any pass, and the variables that it names.
  package func trace(_ signature: [TensorType]) throws -> (graph: Graph, variables: [Variable]) {
    if let inputCount, signature.count != inputCount {
      throw ShapeError(
        operation: "compile",
        problem: "\(signature.count) inputs came for a function of \(inputCount)",
        remedy: "pass as many as its closure takes")
    }
    for type in signature {
      if let mistake = ShapeError.impossible(type, in: "compile") { throw mistake }
    }
    let trace = Trace()
    let outputs = Trace.$current.withValue(trace) {
      body(signature.map { Tensor(trace: trace, id: trace.graph.addParameter($0)) })
    }
    return (try trace.finish(outputs: outputs), trace.variables)
  }
}

/// Compiles a function without inputs.
public func compile(
  options: CompileOptions = CompileOptions(), _ body: @escaping () -> some TensorGroup
) -> CompiledFunction {
  CompiledFunction(options: options, inputCount: 0) { _ in body().tensors }
}

/// Compiles a function of one input.
public func compile(
  options: CompileOptions = CompileOptions(), _ body: @escaping (Tensor) -> some TensorGroup
) -> CompiledFunction {
  CompiledFunction(options: options, inputCount: 1) { body($0[0]).tensors }
}

/// Compiles a function of two inputs.
public func compile(
  options: CompileOptions = CompileOptions(), _ body: @escaping (Tensor, Tensor) -> some TensorGroup
) -> CompiledFunction {
  CompiledFunction(options: options, inputCount: 2) { body($0[0], $0[1]).tensors }
}

/// Compiles a function of three inputs.
public func compile(
  options: CompileOptions = CompileOptions(),
  _ body: @escaping (Tensor, Tensor, Tensor) -> some TensorGroup
) -> CompiledFunction {
  CompiledFunction(options: options, inputCount: 3) { body($0[0], $0[1], $0[2]).tensors }
}

// The recording of one traced function: its graph, its variables and its first error.

import GraphCompiler
import TensorGraph

/// What operations write into while a function is traced.
///
/// One thread traces one function, so nothing here is shared; the annotation only lets the trace
/// travel in a task-local value.
package final class Trace: @unchecked Sendable {
  @TaskLocal package static var current: Trace?

  package var graph = Graph()
  /// The first mistake; everything after it is void.
  package private(set) var error: ShapeError?
  package private(set) var variables: [Variable] = []
  private var positions: [ObjectIdentifier: Int] = [:]
  // Nodes, not tensors: a tensor holds its trace, and the trace would hold itself.
  private var values: [Int: NodeID] = [:]
  private var assigned: [Int] = []
  private var substitutions: [[ObjectIdentifier: Tensor]] = []
  /// The assignments of bodies that keep them to themselves, and the place of each body's scope among
  /// the substitutions, the innermost body last.
  private var captures: [(scope: Int, assignments: [(Variable, Tensor)])] = []
  private var draws: [UInt32: UInt32] = [:]
  /// The keys of the scopes around the present place, innermost last.
  private var keys: [RandomKey] = []

  package init() {}

  /// Appends a node, or records why it cannot be.
  func add(_ operation: Operation, _ inputs: [Tensor] = []) -> Tensor {
    for input in inputs where input.trace !== self { return refuse(input, in: operation.name) }
    guard error == nil else { return void }
    do {
      return Tensor(trace: self, id: try graph.add(operation, inputs.map(\.id)))
    } catch {
      return fail(error)
    }
  }

  /// Records that a tensor of another trace came; a mistake that was made there goes first.
  func refuse(_ foreign: Tensor, in operation: String) -> Tensor {
    fail(
      foreign.trace.error
        ?? ShapeError(
          operation: operation, problem: "a tensor belongs to another trace",
          remedy: "use a tensor only inside the function that made it", path: graph.path))
  }

  /// Records the first mistake and returns a value that stands for nothing.
  package func fail(_ mistake: ShapeError) -> Tensor {
    if error == nil { error = mistake }
    return void
  }

  /// The result of every operation after a mistake: never compiled, so its node does not matter.
  private var void: Tensor {
    if graph.nodes.isEmpty { _ = graph.addParameter(TensorType(.scalar)) }
    return Tensor(trace: self, id: NodeID(0))
  }

  // MARK: - Variables

  /// The variable's value at this point of the program.
  func value(of variable: Variable) -> Tensor {
    for scope in substitutions.reversed() {
      if let value = scope[ObjectIdentifier(variable)] { return value }
    }
    if let mistake = ShapeError.impossible(variable.type, in: "variable \(variable.name)") {
      return fail(mistake)
    }
    let position = position(of: variable)
    return values[position].map { Tensor(trace: self, id: $0) } ?? void
  }

  /// Sets the variable for what follows, and for good when the program ends.
  func assign(_ value: Tensor, to variable: Variable) {
    guard value.trace === self else {
      _ = refuse(value, in: "assign")
      return
    }
    guard error == nil else { return }
    guard value.type == variable.type else {
      _ = fail(
        ShapeError(
          operation: "assign", problem: "\(value.type) for variable \(variable.name)",
          remedy: "it holds \(variable.type)", path: graph.path))
      return
    }
    if let scope = captures.last?.scope {
      captures[captures.count - 1].assignments.append((variable, value))
      substitutions[scope][ObjectIdentifier(variable)] = value
      return
    }
    let position = position(of: variable)
    values[position] = value.id
    if !assigned.contains(position) { assigned.append(position) }
  }

  private func position(of variable: Variable) -> Int {
    if let known = positions[ObjectIdentifier(variable)] { return known }
    let position = variables.count
    positions[ObjectIdentifier(variable)] = position
    variables.append(variable)
    let id = graph.addVariable(VariableInfo(name: variable.name, type: variable.type))
    values[position] = id
    return position
  }

  func substituting<Result>(
    _ scope: [ObjectIdentifier: Tensor], _ body: () throws -> Result
  ) rethrows -> Result {
    substitutions.append(scope)
    defer { substitutions.removeLast() }
    return try body()
  }

  func capturing(_ body: () throws -> Void) rethrows -> [(Variable, Tensor)] {
    captures.append((scope: substitutions.count, assignments: []))
    substitutions.append([:])
    defer {
      captures.removeLast()
      substitutions.removeLast()
    }
    try body()
    return captures[captures.count - 1].assignments
  }

  // MARK: - Random draws

  /// The key of the innermost scope.
  var key: RandomKey? { keys.last }

  func drawing<Result>(
    from key: RandomKey, _ body: () throws -> Result
  ) rethrows -> Result {
    keys.append(key)
    defer { keys.removeLast() }
    return try body()
  }

  /// The number of this draw within its stream and step.
  func nextDraw(of stream: UInt32) -> UInt32 {
    defer { draws[stream, default: 0] += 1 }
    return draws[stream, default: 0]
  }

  /// The finished graph with its outputs and effects.
  func finish(outputs: [Tensor]) throws(ShapeError) -> Graph {
    for output in outputs where output.trace !== self { _ = refuse(output, in: "compile") }
    if let error { throw error }
    graph.outputs = outputs.map(\.id)
    graph.effects = assigned.compactMap { position in
      values[position].map { Effect(variable: position, value: $0) }
    }
    return graph
  }
}

extension ShapeError {
  /// The refusal of a type that no array can have; nil for every other type.
  static func impossible(_ type: TensorType, in operation: String) -> ShapeError? {
    guard !type.shape.isPossible else { return nil }
    return ShapeError(
      operation: operation, problem: "an array of type \(type)",
      remedy: "use at most 8 axes, no negative size, and at most 2,147,483,647 elements in all",
      path: Trace.current?.graph.path ?? "")
  }
}

/// Runs a body whose nodes carry `name` in their path, so that errors and listings name the layer.
public func withPath<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
  guard let trace = Trace.current else { return try body() }
  let outer = trace.graph.path
  trace.graph.path = outer.isEmpty ? name : outer + "/" + name
  defer { trace.graph.path = outer }
  return try body()
}

/// Runs a body whose assignments reach no variable, and gives what it assigned, in order.
///
/// Inside, a variable reads as it was assigned last; after it, as before. With `withValues` the
/// result takes the variables' places in another body.
public func capturingAssignments(_ body: () throws -> Void) rethrows -> [(Variable, Tensor)] {
  guard let trace = Trace.current else {
    try body()
    return []
  }
  return try trace.capturing(body)
}

/// Runs a body in which reading a variable gives the value put in its place.
///
/// Unrolled optimisation, extragradient and evaluation with averaged weights need nothing more.
public func withValues<Result>(
  _ values: [(Variable, Tensor)], _ body: () throws -> Result
) rethrows -> Result {
  guard let trace = Trace.current else { return try body() }
  let scope = Dictionary(
    values.map { (ObjectIdentifier($0.0), $0.1) }, uniquingKeysWith: { _, last in last })
  return try trace.substituting(scope, body)
}

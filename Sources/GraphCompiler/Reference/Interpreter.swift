// Runs a graph node by node with plain loops: the truth that every faster way is checked against.

import TensorGraph

/// What a run of the interpreter gives back.
package struct InterpreterResult<Real: ReferenceReal>: Sendable {
  /// The graph's results, in order.
  package let outputs: [ReferenceArray<Real>]
  /// The new value of each variable that the graph sets, in the graph's order.
  package let effects: [(variable: Int, value: ReferenceArray<Real>)]
}

/// A walk over a graph in single or double precision.
///
/// Sums and matrix products accumulate in double precision in either case. Random numbers are
/// computed in double precision from the words that the specification names, then rounded.
package struct Interpreter<Real: ReferenceReal>: Sendable {
  package typealias Value = ReferenceArray<Real>

  private let graph: Graph

  package init(_ graph: Graph) {
    self.graph = graph
  }

  /// Computes the nodes that results and variables need, in program order.
  /// - Parameters:
  ///   - parameters: One array for each parameter, of its type.
  ///   - variables: One array for each variable, of its type.
  ///   - visit: Called with every node that is computed and its value.
  /// - Throws: `InterpreterError` where the arrays do not fit the graph.
  @_specialize(where Real == Float)
  @_specialize(where Real == Double)
  package func run(
    parameters: [Value], variables: [Value] = [], visit: ((NodeID, Value) -> Void)? = nil
  ) throws(InterpreterError) -> InterpreterResult<Real> {
    try check(parameters, against: graph.parameters, name: "parameter")
    try check(variables, against: graph.variables.map(\.type), name: "variable")
    let results = graph.outputs + graph.effects.map(\.value)
    let lastUse = lastUses(results: results)
    var values = [Value?](repeating: nil, count: graph.nodes.count)
    for (index, node) in graph.nodes.enumerated() where lastUse[index] != nil {
      var inputs: [Value] = []
      for input in node.inputs {
        guard let value = values[input.index] else { throw .missingValue(input) }
        inputs.append(value)
      }
      let value =
        switch node.operation {
        case .parameter(let position): parameters[position]
        case .variable(let position): variables[position]
        default: try Self.evaluate(node.operation, inputs, shape: node.shape)
        }
      visit?(NodeID(index), value)
      values[index] = value
      for input in node.inputs where lastUse[input.index] == index { values[input.index] = nil }
    }
    var found: [Value] = []
    for id in results {
      guard let value = values[id.index] else { throw .missingValue(id) }
      found.append(value)
    }
    let sets = zip(graph.effects, found.dropFirst(graph.outputs.count))
    return InterpreterResult(
      outputs: Array(found.prefix(graph.outputs.count)),
      effects: sets.map { (variable: $0.variable, value: $1) })
  }

  /// For each node that the results need, the index of the last node that reads it (`Int.max` for
  /// a result); nil for a node that nobody needs.
  private func lastUses(results: [NodeID]) -> [Int?] {
    var lastUse = [Int?](repeating: nil, count: graph.nodes.count)
    for id in results { lastUse[id.index] = .max }
    for index in graph.nodes.indices.reversed() where lastUse[index] != nil {
      for input in graph.nodes[index].inputs where lastUse[input.index] == nil {
        lastUse[input.index] = index
      }
    }
    return lastUse
  }

  private func check(
    _ arrays: [Value], against types: [TensorType], name: String
  ) throws(InterpreterError) {
    guard arrays.count == types.count else {
      throw .wrongCount(of: name + "s", came: arrays.count, needed: types.count)
    }
    for (index, array) in arrays.enumerated() {
      guard array.type == types[index] else {
        throw .wrongType(of: "\(name) \(index)", came: array.type, needed: types[index])
      }
      guard array.storage.count == array.shape.elementCount else {
        throw .wrongElementCount(
          of: "\(name) \(index)", came: array.storage.count, shape: array.shape)
      }
    }
  }

  private static func evaluate(
    _ operation: Operation, _ inputs: [Value], shape: Shape
  ) throws(InterpreterError) -> Value {
    let storage: Value.Storage
    switch operation {
    case .parameter, .variable: storage = inputs[0].storage
    case .constant(let value): storage = Value(value).storage
    case .iota(_, let axis): storage = iota(shape, axis: axis)
    case .unary(let operation): storage = try unary(operation, inputs[0])
    case .binary(let operation): storage = try binary(operation, inputs[0], inputs[1])
    case .compare(let comparison): storage = try compare(comparison, inputs[0], inputs[1])
    case .select: storage = try select(inputs[0], inputs[1], inputs[2])
    case .convert(let dtype): storage = convert(inputs[0], to: dtype)
    case .broadcast(let broadcast): storage = stretch(inputs[0], broadcast)
    case .reshape: storage = inputs[0].storage
    case .transpose(let permutation): storage = transpose(inputs[0], permutation, to: shape)
    case .slice(let slice): storage = cut(inputs[0], slice, to: shape)
    case .pad(let padding): storage = pad(inputs[0], padding, to: shape)
    case .concatenate(let axis): storage = try concatenate(inputs, axis: axis, to: shape)
    case .reduce(let reduction, let axes): storage = try reduce(reduction, inputs[0], axes, shape)
    case .argmax(let axis): storage = try argmax(inputs[0], axis: axis)
    case .matmul(let matmul): storage = try multiply(matmul, inputs[0], inputs[1], to: shape)
    case .gather: storage = try gather(inputs[0], inputs[1])
    case .scatterAdd(let rows): storage = try scatterAdd(inputs[0], inputs[1], rows: rows)
    case .random(let draw): storage = try random(draw, key: inputs[0])
    case .convolution(let convolution):
      storage = try convolve(convolution, inputs[0], inputs[1], to: shape)
    case .convolutionInputGradient(let convolution, _):
      storage = try inputGradient(convolution, inputs[0], inputs[1], to: shape)
    case .convolutionWeightGradient(let convolution, _):
      storage = try weightGradient(convolution, inputs[0], inputs[1], to: shape)
    case .maxPool(let pooling): storage = try maxPool(pooling, inputs[0], to: shape)
    case .maxPoolGradient(let pooling):
      storage = try maxPoolGradient(pooling, inputs[0], inputs[1], to: shape)
    case .maxPoolGather(let pooling):
      storage = try maxPoolGather(pooling, inputs[0], inputs[1], to: shape)
    case .averagePool(let pooling): storage = try averagePool(pooling, inputs[0], to: shape)
    case .averagePoolGradient(let pooling, _):
      storage = try averagePoolGradient(pooling, inputs[0], to: shape)
    case .blockChannels: storage = blockChannels(inputs[0], to: shape)
    case .unblockChannels: storage = unblockChannels(inputs[0], to: shape)
    }
    return Value(shape: shape, storage: storage)
  }
}

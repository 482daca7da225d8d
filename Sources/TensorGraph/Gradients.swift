// Reverse-mode differentiation as a transform that appends nodes to the graph.

extension Graph {
  /// Appends the derivatives of a scalar with respect to nodes, by the chain rule backwards.
  ///
  /// The result is ordinary nodes, so derivatives of derivatives need nothing new. Only what lies
  /// between the scalar and the given nodes is computed. A node that the scalar does not depend
  /// on gets zeros.
  /// - Throws: `ShapeError` if `output` is not a float32 scalar or a node is not float32.
  package mutating func gradients(
    of output: NodeID, withRespectTo targets: [NodeID]
  ) throws(ShapeError) -> [NodeID] {
    guard self[output].type == TensorType(.scalar) else {
      throw ShapeError(
        operation: "gradients", problem: "the value to differentiate is \(self[output].type)",
        remedy: "reduce it to one float32 number, for example by its mean", path: path)
    }
    for target in targets where self[target].dtype != .float32 {
      throw ShapeError(
        operation: "gradients", problem: "the derivative by a value of \(self[target].type)",
        remedy: "differentiate by float32 values", path: path)
    }
    let dependent = nodesDepending(on: targets, upTo: output)
    var cotangents: [NodeID: NodeID] = [:]
    let outer = path
    defer { path = outer }
    if dependent[output.index] { cotangents[output] = try filled(1, like: output) }
    for index in stride(from: output.index, through: 0, by: -1) where dependent[index] {
      let id = NodeID(index)
      guard let cotangent = cotangents[id] else { continue }
      let node = self[id]
      path = "gradient/" + node.path
      for (position, input) in node.inputs.enumerated() where dependent[input.index] {
        guard let term = try pullback(of: id, cotangent: cotangent, to: position) else { continue }
        if let sum = cotangents[input] {
          cotangents[input] = try binary(.add, sum, term)
        } else {
          cotangents[input] = term
        }
      }
    }
    path = outer
    var results: [NodeID] = []
    for target in targets {
      if let found = cotangents[target] {
        results.append(found)
      } else {
        results.append(try filled(0, like: target))
      }
    }
    return results
  }

  /// Which nodes are float32 and depend on one of the targets.
  private func nodesDepending(on targets: [NodeID], upTo last: NodeID) -> [Bool] {
    var dependent = [Bool](repeating: false, count: last.index + 1)
    for target in targets where target <= last { dependent[target.index] = true }
    for index in dependent.indices where !dependent[index] && nodes[index].carriesGradient {
      dependent[index] = nodes[index].inputs.contains { dependent[$0.index] }
    }
    return dependent
  }

  /// What the cotangent of a node's result adds to the cotangent of one of its inputs; nil where
  /// the derivative is zero everywhere.
  private mutating func pullback(
    of id: NodeID, cotangent g: NodeID, to position: Int
  ) throws(ShapeError) -> NodeID? {
    let node = self[id]
    switch node.operation {
    case .unary(let operation):
      return try unaryPullback(operation, x: node.inputs[0], y: id, g: g)
    case .binary(let operation):
      return try binaryPullback(
        operation, a: node.inputs[0], b: node.inputs[1], y: id, g: g, position: position)
    case .select:
      let zero = try filled(0, like: g)
      let condition = node.inputs[0]
      return try add(.select, position == 1 ? [condition, g, zero] : [condition, zero, g])
    case .matmul(let matmul):
      return try matmulPullback(
        matmul, a: node.inputs[0], b: node.inputs[1], g: g, position: position)
    case .reduce(let reduction, let axes):
      return try reductionPullback(reduction, axes: axes, x: node.inputs[0], y: id, g: g)
    case .gather:
      return try add(.scatterAdd(rows: self[node.inputs[0]].shape[0]), [g, node.inputs[1]])
    case .scatterAdd:
      return try add(.gather, [g, node.inputs[1]])
    case .broadcast, .reshape, .transpose, .slice, .pad, .concatenate:
      return try movementPullback(node, g: g, position: position)
    case .convolution, .convolutionInputGradient, .convolutionWeightGradient:
      return try convolutionPullback(node, g: g, position: position)
    case .maxPool, .maxPoolGradient, .maxPoolGather, .averagePool, .averagePoolGradient,
      .blockChannels, .unblockChannels:
      return try poolPullback(node, g: g, position: position)
    case .convert:
      // Only a conversion from float32 to float32 comes here.
      return g
    case .parameter, .variable, .constant, .iota, .compare, .argmax, .random:
      return nil
    }
  }
}

extension Node {
  /// Whether a small change of an input can change the result smoothly.
  fileprivate var carriesGradient: Bool {
    switch operation {
    case .unary(.stopGradient), .unary(.sign), .unary(.floor): false
    default: dtype == .float32
    }
  }
}

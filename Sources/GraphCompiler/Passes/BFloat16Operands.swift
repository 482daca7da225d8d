// Rounds what matrix products read to bf16, and lets convolutions: the meaning of that precision.

import TensorGraph

/// Rounds every operand of every matrix product to bf16.
///
/// Removal of common subexpressions leaves one rounding of each value.
///
/// Differentiation is over by then, so that gradients are those of the f32 graph, with products of
/// rounded operands. The rounding stands before movements of whole arrays, which do not change it:
/// later passes find transposed operands and repeated numbers as they would without it. It comes
/// first, so that outer products are rounded as well, before simplification makes element-wise
/// multiplications of them.
///
/// What is rounded already, or constant and exact in bf16, is left alone.
///
/// Convolutions are only marked: Winograd's algorithm transforms numbers before it multiplies them,
/// and rounds what is transformed. Where that gains nothing they stay in f32.
package struct BFloat16Operands: Pass {
  package init() {}
  package let name = "bf16 operands"

  package func run(_ graph: Graph) throws(ShapeError) -> Graph {
    try graph.rewritten { node, inputs, result throws(ShapeError) in
      switch node.operation {
      case .matmul:
        var operands: [NodeID] = []
        for input in inputs { operands.append(try result.rounded(input)) }
        return operands == inputs ? nil : try result.add(node.operation, operands)
      case .convolution(let form):
        return try result.add(.convolution(form.inBFloat16), inputs)
      case .convolutionInputGradient(let form, let size):
        return try result.add(.convolutionInputGradient(form.inBFloat16, size: size), inputs)
      case .convolutionWeightGradient(let form, let size):
        return try result.add(.convolutionWeightGradient(form.inBFloat16, size: size), inputs)
      default: return nil
      }
    }
  }
}

extension Graph {
  /// The graph as a precision has it computed: what the interpreter runs to check or to replay.
  ///
  /// The interpreter does not round in convolutions, whatever their marks.
  package func rounded(for precision: Precision) throws(ShapeError) -> Graph {
    switch precision {
    case .float32: self
    case .bfloat16: try BFloat16Operands().run(self)
    }
  }

  /// Whether every element is known to be a bf16 number.
  func holdsBFloat16(_ id: NodeID) -> Bool {
    let source = beforeMovements(id).source
    switch self[source].operation {
    case .unary(.bfloat16): return true
    case .constant(let value):
      // A bf16 number is a float whose lower half is empty.
      return value.dtype == .float32 && value.floats.allSatisfy { $0.bitPattern & 0xffff == 0 }
    default: return false
    }
  }

  /// What movements of a whole array start from, and the movements, the last one first.
  private func beforeMovements(_ id: NodeID) -> (source: NodeID, movements: [Operation]) {
    var source = id
    var movements: [Operation] = []
    while true {
      switch self[source].operation {
      case .reshape, .transpose, .broadcast:
        movements.append(self[source].operation)
        source = self[source].inputs[0]
      default: return (source, movements)
      }
    }
  }

  fileprivate mutating func rounded(_ id: NodeID) throws(ShapeError) -> NodeID {
    if holdsBFloat16(id) { return id }
    let (source, movements) = beforeMovements(id)
    var result = try unary(.bfloat16, source)
    for movement in movements.reversed() { result = try add(movement, [result]) }
    return result
  }
}

// Writes the instructions of one element-wise kernel and chooses how its operands are read.

import TensorGraph

/// The program of a group of element-wise nodes, the last of which is the result.
struct ElementwiseBuilder {
  /// The arrays that the kernel reads, each once for every way it is read.
  private(set) var operands: [NodeID] = []
  /// Broadcasts among the operands that must be copied out, because no access covers them.
  private(set) var operandsToCopyOut: [NodeID] = []
  private var accesses: [Access] = []
  private var columns: Int?
  private var operandIndex: [Key: Int] = [:]
  private var pending: [(node: Node, operands: [Source])] = []

  private struct Key: Hashable {
    let source: NodeID
    let access: Access
  }

  private enum Source {
    case operand(Int)
    case instruction(Int)
  }

  init(graph: Graph, members: [NodeID]) {
    var instructionIndex: [NodeID: Int] = [:]
    for id in members {
      let node = graph[id]
      var sources: [Source] = []
      for input in node.inputs {
        if let index = instructionIndex[input] {
          sources.append(.instruction(index))
        } else {
          sources.append(.operand(operand(input, graph)))
        }
      }
      instructionIndex[id] = pending.count
      pending.append((node, sources))
      operandTypes.append(graph[node.inputs[node.inputs.count - 1]].dtype)
    }
  }

  private var operandTypes: [DType] = []

  /// The finished kernel.
  func kernel(elementCount: Int) -> ElementwiseKernel {
    let width = columns ?? elementCount
    let instructions = pending.indices.map { position in
      Instruction(
        operation: pending[position].node.operation,
        operands: pending[position].operands.map { source in
          switch source {
          case .operand(let index): index
          case .instruction(let index): operands.count + index
          }
        },
        operandType: operandTypes[position])
    }
    return ElementwiseKernel(
      instructions: instructions, accesses: accesses,
      rows: width == 0 ? 0 : elementCount / width, columns: width)
  }

  private mutating func operand(_ id: NodeID, _ graph: Graph) -> Int {
    if let direct = graph.directOperand(id), agree(direct.columns) {
      return index(of: direct.source, direct.access)
    }
    operandsToCopyOut.append(id)
    return index(of: id, .full)
  }

  /// All row and column accesses of a kernel must mean the same columns.
  private mutating func agree(_ wanted: Int?) -> Bool {
    guard let wanted else { return true }
    if columns == nil { columns = wanted }
    return columns == wanted
  }

  private mutating func index(of source: NodeID, _ access: Access) -> Int {
    let key = Key(source: source, access: access)
    if let known = operandIndex[key] { return known }
    operands.append(source)
    accesses.append(access)
    operandIndex[key] = operands.count - 1
    return operands.count - 1
  }
}

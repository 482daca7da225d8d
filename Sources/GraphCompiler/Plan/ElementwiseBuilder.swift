// Writes the instructions of one element-wise kernel and chooses how its operands are read.

import TensorGraph

/// The program of a group of element-wise nodes and sums.
struct ElementwiseBuilder {
  /// The arrays that the kernel reads, each once for every way it is read.
  private(set) var operands: [NodeID] = []
  /// Broadcasts among the operands that must be copied out, because no access covers them.
  private(set) var operandsToCopyOut: [NodeID] = []
  private var accesses: [Access] = []
  private var columns: Int?
  private var operandIndex: [Key: Int] = [:]
  private var pending: [(node: Node, operands: [Source], operandType: DType)] = []
  private var results: [(source: Source, form: ElementwiseResult.Form)] = []

  private struct Key: Hashable {
    let source: NodeID
    let access: Access
  }

  private enum Source {
    case operand(Int)
    case instruction(Int)
  }

  /// - Parameters:
  ///   - product: a matrix product whose elements are the first operand.
  ///   - stored: the members whose elements are written.
  ///   - sums: reductions of members or of the product, with the columns that row sums imply.
  init(
    graph: Graph, product: NodeID? = nil, members: [NodeID], stored: [NodeID],
    sums: [(node: NodeID, columns: Int?)]
  ) {
    var sources: [NodeID: Source] = [:]
    if let product {
      columns = graph[product].shape[1]
      sources[product] = .operand(index(of: product, .product))
    }
    for sum in sums { _ = agree(sum.columns) }
    for id in members {
      let node = graph[id]
      let operands = node.inputs.map { sources[$0] ?? .operand(operand($0, graph)) }
      sources[id] = .instruction(pending.count)
      let type = graph[node.inputs[node.inputs.count - 1]].dtype
      pending.append((node, operands, type))
    }
    results = stored.compactMap { id in sources[id].map { ($0, .array) } }
    for (node, _) in sums {
      let input = graph[node].inputs[0]
      let source = sources[input] ?? .operand(operand(input, graph))
      results.append((source, graph.sumForm(node)))
    }
  }

  /// The finished kernel.
  func kernel(elementCount: Int) -> ElementwiseKernel {
    let width = columns ?? elementCount
    return ElementwiseKernel(
      instructions: pending.map { node, operands, type in
        Instruction(
          operation: node.operation, operands: operands.map(number), operandType: type)
      },
      accesses: accesses, rows: width == 0 ? 0 : elementCount / width, columns: width,
      results: results.map { ElementwiseResult(value: number(of: $0), form: $1) })
  }

  private func number(of source: Source) -> Int {
    switch source {
    case .operand(let index): index
    case .instruction(let index): operands.count + index
    }
  }

  private mutating func operand(_ id: NodeID, _ graph: Graph) -> Int {
    if let direct = graph.directOperand(id) {
      return index(of: direct.source, agree(direct.columns) ? direct.access : direct.periodic)
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

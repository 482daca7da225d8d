// Finds out which matrices had better lie transposed.

import TensorGraph

/// Chains of matrices that share a layout, and what an assignment of layouts costs.
struct LayoutSearch {
  private let graph: Graph
  private let live: [Bool]
  /// What outputs and effects want as it is written.
  private let pinned: Set<NodeID>
  /// The chain of each node; nil for what always lies as it is written.
  private var chainOf: [Int?]
  private var chainCount = 0
  /// The nodes whose cost depends on each chain.
  private var touched: [[Int]] = []

  init(_ graph: Graph) {
    self.graph = graph
    live = graph.liveNodes
    pinned = Set(graph.outputs + graph.effects.map(\.value))
    chainOf = [Int?](repeating: nil, count: graph.nodes.count)
    var parent = Array(graph.nodes.indices)
    func root(_ index: Int) -> Int {
      var index = index
      while parent[index] != index {
        parent[index] = parent[parent[index]]
        index = parent[index]
      }
      return index
    }
    for index in graph.nodes.indices where live[index] && graph.hasFreeLayout(NodeID(index)) {
      for input in graph.nodes[index].inputs where graph.hasFreeLayout(input) {
        if graph.nodes[index].operation.isElementwise { parent[root(index)] = root(input.index) }
      }
    }
    var numbers: [Int: Int] = [:]
    for index in graph.nodes.indices where live[index] && graph.hasFreeLayout(NodeID(index)) {
      let number = numbers[root(index), default: numbers.count]
      numbers[root(index)] = number
      chainOf[index] = number
    }
    chainCount = numbers.count
    touched = [[Int]](repeating: [], count: chainCount)
    for index in graph.nodes.indices where live[index] {
      let around = [NodeID(index)] + graph.nodes[index].inputs
      for chain in Set(around.compactMap { chainOf[$0.index] }) { touched[chain].append(index) }
    }
  }

  /// For each node, whether it should lie transposed.
  func best() -> [Bool] {
    var candidates: [[Bool]] = []
    for start in [false, true] {
      var transposed = [Bool](repeating: start, count: chainCount)
      var improved = true
      while improved {
        improved = false
        for chain in 0..<chainCount {
          let before = cost(of: touched[chain], transposed)
          transposed[chain].toggle()
          if cost(of: touched[chain], transposed) < before {
            improved = true
          } else {
            transposed[chain].toggle()
          }
        }
      }
      candidates.append(transposed)
    }
    let everything = Array(graph.nodes.indices.filter { live[$0] })
    let costs = candidates.map { cost(of: everything, $0) }
    let chosen = costs[1] < costs[0] ? candidates[1] : candidates[0]
    return chainOf.map { $0.map { chosen[$0] } ?? false }
  }

  private func cost(of nodes: [Int], _ transposed: [Bool]) -> Int {
    nodes.reduce(0) { $0 + cost(of: $1, transposed) }
  }

  private func isTransposed(_ id: NodeID, _ transposed: [Bool]) -> Bool {
    chainOf[id.index].map { transposed[$0] } ?? false
  }

  /// Elements copied to compute one node.
  private func cost(of index: Int, _ transposed: [Bool]) -> Int {
    let node = graph.nodes[index]
    let result = isTransposed(NodeID(index), transposed)
    let moved = result && pinned.contains(NodeID(index)) ? 2 * node.shape.elementCount : 0
    return moved + operandCost(of: node, transposed: result, transposed)
  }

  private func operandCost(of node: Node, transposed result: Bool, _ transposed: [Bool]) -> Int {
    switch node.operation {
    case .matmul(let matmul):
      let a = matmul.transposeA != isTransposed(node.inputs[0], transposed)
      let b = matmul.transposeB != isTransposed(node.inputs[1], transposed)
      let rows = graph[node.inputs[0]].shape
      let (m, n) = (node.shape[0], node.shape[1])
      let k = matmul.transposeA ? rows[0] : rows[1]
      return result
        ? Self.copied(m: n, n: m, k: k, a: !b, b: !a) : Self.copied(m: m, n: n, k: k, a: a, b: b)
    case .reduce(_, let axes):
      // Sums of rows come along with what makes the rows; others are a pass of their own.
      let shape = graph[node.inputs[0]].shape
      guard shape.rank == 2, axes.count == 1 else { return 0 }
      let ofRows = (axes[0] == 1) != isTransposed(node.inputs[0], transposed)
      return ofRows ? 0 : shape.elementCount / 2
    default:
      return node.inputs.reduce(0) { sum, input in
        guard graph.hasFreeLayout(input) || graph.isFixedMatrix(input) else { return sum }
        return isTransposed(input, transposed) == result
          ? sum : sum + 2 * graph[input].shape.elementCount
      }
    }
  }

  /// Elements that a product copies before it multiplies, weighed by how they lie.
  private static func copied(m: Int, n: Int, k: Int, a: Bool, b: Bool) -> Int {
    // Rows of a transposed left operand are read in strips.
    let left = a ? m * k / 2 : 0
    // Thin products are dot products of rows.
    if n <= 8, !a { return b ? 0 : n * k }
    if m <= 8, b { return a ? m * k : 0 }
    if b { return left + n * k * 3 / 2 }
    // A large right operand is copied, or at least read from far away again and again.
    return left + (n * k > 1 << 19 ? n * k : n * k > 1 << 17 ? n * k / 2 : 0)
  }
}

extension Graph {
  /// Whether a matrix may lie transposed: what products and element-wise operations make.
  fileprivate func hasFreeLayout(_ id: NodeID) -> Bool {
    guard self[id].shape.rank == 2 else { return false }
    if case .matmul = self[id].operation { return true }
    return self[id].operation.isElementwise
  }

  /// Whether a matrix lies as it is written, and would have to be moved.
  fileprivate func isFixedMatrix(_ id: NodeID) -> Bool {
    if case .broadcast = self[id].operation { return false }
    return self[id].shape.rank == 2 && !hasFreeLayout(id)
  }
}

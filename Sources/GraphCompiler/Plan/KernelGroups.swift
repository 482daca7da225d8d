// Joins chains, matrix products and sums into kernels with several results.

import TensorGraph

/// Nodes that one kernel computes: a matrix product or none, element-wise nodes, sums of either.
struct KernelGroup {
  var product: MatmulGroup?
  /// The node whose value leaves the product, after bias and activation.
  var productResult: NodeID?
  /// The element-wise nodes in program order.
  var members: [NodeID] = []
  /// The reductions that only read the group.
  var sums: [NodeID] = []
  /// The nodes inside the product before its result.
  var inside: [NodeID] = []

  var nodes: [NodeID] { inside + (productResult.map { [$0] } ?? []) + members + sums }
}

/// The kernels of a graph's products and element-wise nodes.
///
/// A chain joins what makes one of its operands if their shapes agree and no path leaves the one
/// and enters the other by way of a third: the operand is then read from the cache, or is not
/// written at all.
struct KernelGroups {
  /// Row sums of narrower arrays are left to the reduction kernels.
  private static let fewestColumns = 32
  /// The most sums of a kernel.
  private static let mostSums = 8
  /// The most block registers that operands, instructions and results may take.
  private static let mostSlots = 60

  private let graph: Graph
  private let users: [[NodeID]]
  private let pinned: Set<NodeID>
  private(set) var groups: [KernelGroup] = []
  /// The group of each node.
  private(set) var groupOf: [Int?]

  init(graph: Graph, users: [[NodeID]], pinned: Set<NodeID>) {
    self.graph = graph
    self.users = users
    self.pinned = pinned
    groupOf = [Int?](repeating: nil, count: graph.nodes.count)
    let (matmuls, inside) = graph.matmulGroups(users: users, pinned: pinned)
    let chains = ElementwiseGroups(
      graph: graph, users: users, pinned: pinned, excluded: inside.union(matmuls.keys))
    for (result, matmul) in matmuls.sorted(by: { $0.key < $1.key })
    where graph.isLive(result, users, pinned) {
      var group = KernelGroup(product: matmul, productResult: result)
      var node = result
      while node != matmul.matmul {
        node = graph[node].inputs.first { inside.contains($0) } ?? matmul.matmul
        group.inside.append(node)
      }
      add(group)
    }
    for (_, members) in chains.members.sorted(by: { $0.key < $1.key }) {
      add(KernelGroup(members: members))
    }
    for index in graph.nodes.indices {
      if let group = groupOf[index], groups[group].members.last == NodeID(index) {
        joinProducers(of: group)
      }
    }
    for index in graph.nodes.indices { joinSum(NodeID(index)) }
  }

  /// The members of a group, or the product's result, whose elements must reach memory.
  func stored(_ group: Int) -> [NodeID] {
    let candidates = (groups[group].productResult.map { [$0] } ?? []) + groups[group].members
    return candidates.filter { id in
      pinned.contains(id) || users[id.index].contains { groupOf[$0.index] != group }
    }
  }

  /// The columns that the row sums of a reduction imply; nil where everything is summed.
  func columns(ofSum id: NodeID) -> Int? {
    guard case .reduce(_, let axes) = graph[id].operation else { return nil }
    let shape = graph[graph[id].inputs[0]].shape
    if graph.laneSumCount(id) != nil { return shape[2] * shape[3] * shape[4] }
    return axes.count == shape.rank ? nil : axes.reduce(1) { $0 * shape[$1] }
  }

  private mutating func add(_ group: KernelGroup) {
    for id in group.nodes { groupOf[id.index] = groups.count }
    groups.append(group)
  }

  // MARK: - Joining

  private mutating func joinProducers(of first: Int) {
    var consumer = first
    var tried = Set<Int>()
    while let producer = nextProducer(of: consumer, tried) {
      tried.insert(producer)
      if let joined = join(producer, consumer) { consumer = joined }
    }
  }

  private func nextProducer(of consumer: Int, _ tried: Set<Int>) -> Int? {
    for id in groups[consumer].members {
      for input in graph[id].inputs where graph[input].shape == graph[id].shape {
        if let producer = groupOf[input.index], producer != consumer, !tried.contains(producer) {
          return producer
        }
      }
    }
    return nil
  }

  /// The group that holds both afterwards, or nil where they must stay apart.
  private mutating func join(_ producer: Int, _ consumer: Int) -> Int? {
    let (a, b) = (groups[producer], groups[consumer])
    let operands = (a.product ?? b.product).map { operandsOf($0) } ?? []
    guard a.product == nil || b.product == nil,
      operands.allSatisfy({ groupOf[$0.index] != producer && groupOf[$0.index] != consumer }),
      a.members.count + b.members.count <= ElementwiseGroups.largest,
      slotBound(a.members + b.members) <= Self.mostSlots, !wouldWait(a, b),
      !reaches(from: producer, to: consumer)
    else { return nil }
    groups[producer].members = (a.members + b.members).sorted()
    groups[producer].product = a.product ?? b.product
    groups[producer].productResult = a.productResult ?? b.productResult
    groups[producer].inside = a.inside + b.inside
    groups[consumer] = KernelGroup()
    for id in groups[producer].nodes { groupOf[id.index] = producer }
    return producer
  }

  /// Whether what the later group makes would wait in memory for most of the program, and is large.
  private func wouldWait(_ producer: KernelGroup, _ consumer: KernelGroup) -> Bool {
    guard let late = consumer.nodes.min(),
      graph[late].shape.elementCount * 4 > Recomputation.fewestBytes,
      let early = producer.nodes.max()
    else { return false }
    return graph.isLongWait(from: early, to: late)
  }

  private func operandsOf(_ product: MatmulGroup) -> [NodeID] {
    graph[product.matmul].inputs + (product.bias.map { [$0.vector] } ?? [])
  }

  /// At least the block registers that the members take.
  private func slotBound(_ members: [NodeID]) -> Int {
    let inside = Set(members)
    var operands = Set<NodeID>()
    var stored = 0
    for id in members {
      operands.formUnion(graph[id].inputs.filter { !inside.contains($0) })
      if pinned.contains(id) || users[id.index].contains(where: { !inside.contains($0) }) {
        stored += 1
      }
    }
    return operands.count + members.count + stored
  }

  /// Whether something outside of both needs `producer` and is needed by `consumer`.
  private func reaches(from producer: Int, to consumer: Int) -> Bool {
    let earliest = groups[producer].nodes.min() ?? NodeID(0)
    var visited = Set<NodeID>()
    var visitedGroups: Set<Int> = [producer, consumer]
    var waiting: [NodeID] = []
    func visit(_ id: NodeID) {
      if visited.insert(id).inserted { waiting.append(id) }
    }
    for id in groups[consumer].nodes {
      for input in graph[id].inputs
      where groupOf[input.index] != producer && groupOf[input.index] != consumer {
        visit(input)
      }
    }
    while let id = waiting.popLast() {
      var nodes = [id]
      if let group = groupOf[id.index] {
        guard visitedGroups.insert(group).inserted else { continue }
        nodes = groups[group].nodes
        if let last = nodes.max(), last < earliest { continue }
      } else if id < earliest {
        continue
      }
      for input in nodes.flatMap({ graph[$0].inputs }) {
        if groupOf[input.index] == producer { return true }
        visit(input)
      }
    }
    return false
  }

  private mutating func joinSum(_ id: NodeID) {
    guard case .reduce(.sum, let axes) = graph[id].operation, graph[id].dtype == .float32,
      !users[id.index].isEmpty || pinned.contains(id)
    else { return }
    let input = graph[id].inputs[0]
    let isLaneSum = graph.laneSumCount(id) != nil
    guard let group = groupOf[input.index], groups[group].sums.count < Self.mostSums,
      !groups[group].inside.contains(input), !groups[group].sums.contains(input),
      !isLaneSum || accepts(columns(ofSum: id) ?? 0, group)
    else {
      // No reduction kernel adds up the lanes of blocks.
      if isLaneSum { add(KernelGroup(sums: [id])) }
      return
    }
    let shape = graph[input].shape
    if !isLaneSum, axes.count < shape.rank {
      let sorted = axes.sorted()
      guard sorted == Array((shape.rank - axes.count)..<shape.rank) else { return }
      let columns = sorted.reduce(1) { $0 * shape[$1] }
      guard columns >= Self.fewestColumns, accepts(columns, group) else { return }
    }
    groups[group].sums.append(id)
    groupOf[id.index] = group
  }

  /// Whether the rows of a group's kernel can have that many columns.
  private func accepts(_ columns: Int, _ group: Int) -> Bool {
    if let product = groups[group].productResult { return graph[product].shape[1] == columns }
    let others = groups[group].sums.compactMap { self.columns(ofSum: $0) }
    let accesses = groups[group].members.flatMap { graph[$0].inputs }
      .compactMap { graph.directOperand($0)?.columns }
    return (others + accesses).allSatisfy { $0 == columns }
  }
}

extension Graph {
  /// How many sums of 16 lanes a reduction of blocked images gives, where it leaves only channels,
  /// or channels and the batch; nil for any other operation.
  func laneSumCount(_ id: NodeID) -> Int? {
    guard case .reduce(.sum, let axes) = self[id].operation else { return nil }
    let shape = self[self[id].inputs[0]].shape
    guard shape.rank == 5, shape[4] == ChannelBlocks.size, shape.elementCount > 0 else {
      return nil
    }
    switch axes.sorted() {
    case [0, 2, 3]: return shape[1]
    case [2, 3]: return shape[0] * shape[1]
    default: return nil
    }
  }

  /// How a kernel adds up what a reduction sums.
  func sumForm(_ id: NodeID) -> ElementwiseResult.Form {
    if let count = laneSumCount(id) { return .laneSums(count: count) }
    guard case .reduce(_, let axes) = self[id].operation else { return .total }
    return axes.count == self[self[id].inputs[0]].shape.rank ? .total : .rowSums
  }

  fileprivate func isLive(_ id: NodeID, _ users: [[NodeID]], _ pinned: Set<NodeID>) -> Bool {
    !users[id.index].isEmpty || pinned.contains(id)
  }
}

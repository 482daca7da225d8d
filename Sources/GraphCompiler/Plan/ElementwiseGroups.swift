// Decides which element-wise nodes run together in one kernel.

import TensorGraph

/// The chains that element-wise nodes belong to, each named after the node whose value it makes.
///
/// A node joins the chain of its users if they are all in that one chain and of its shape, so that
/// its value never reaches memory.
package struct ElementwiseGroups {
  /// The most instructions of a kernel.
  ///
  /// More would crowd a block's registers out of the first-level cache. 23 selections also are the
  /// most that fit into the registers there are, whatever the order: 47 operands, 15 values that
  /// wait, and the result.
  package static let largest = 23

  /// The nodes of each chain in program order.
  private(set) var members: [NodeID: [NodeID]] = [:]
  private var root: [NodeID: NodeID] = [:]

  /// - Parameters:
  ///   - users: the live nodes that read each node.
  ///   - pinned: nodes whose value must reach memory.
  ///   - excluded: nodes that other kernels compute.
  init(graph: Graph, users: [[NodeID]], pinned: Set<NodeID>, excluded: Set<NodeID>) {
    for index in stride(from: graph.nodes.count - 1, through: 0, by: -1) {
      let id = NodeID(index)
      let node = graph.nodes[index]
      guard node.operation.isElementwise, !excluded.contains(id) else { continue }
      guard !users[index].isEmpty || pinned.contains(id) else { continue }
      let home = pinned.contains(id) ? id : commonRoot(of: users[index], graph, node.shape) ?? id
      root[id] = home
      members[home, default: []].append(id)
    }
    for home in members.keys { members[home]?.reverse() }
  }

  private func commonRoot(of users: [NodeID], _ graph: Graph, _ shape: Shape) -> NodeID? {
    guard let first = users.first, let home = root[first], graph[home].shape == shape,
      users.allSatisfy({ root[$0] == home }), (members[home]?.count ?? 0) < Self.largest
    else { return nil }
    return home
  }
}

extension Operation {
  /// Whether each element of the result depends on the same element of the operands alone.
  package var isElementwise: Bool {
    switch self {
    case .unary, .binary, .compare, .select, .convert: true
    default: false
    }
  }
}

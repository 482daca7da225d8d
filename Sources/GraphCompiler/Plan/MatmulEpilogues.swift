// Finds the biases and activations that a matrix product can apply on its way out.

import TensorGraph

/// A product with the bias and activation that follow it and nothing else reads in between.
struct MatmulGroup {
  let matmul: NodeID
  /// One number for each column or row.
  var bias: (vector: NodeID, kind: MatmulKernel.Bias)?
  var relu = false
}

extension Graph {
  /// The groups by the node that ends each, and the nodes that lie inside one.
  func matmulGroups(users: [[NodeID]], pinned: Set<NodeID>) -> (
    groups: [NodeID: MatmulGroup], inside: Set<NodeID>
  ) {
    var groups: [NodeID: MatmulGroup] = [:]
    var inside = Set<NodeID>()
    for index in nodes.indices {
      let id = NodeID(index)
      guard case .matmul = self[id].operation else { continue }
      var group = MatmulGroup(matmul: id)
      var last = id
      if let next = onlyUser(of: last, users, pinned), let bias = bias(added: next, to: last) {
        group.bias = bias
        inside.insert(last)
        last = next
      }
      if let next = onlyUser(of: last, users, pinned), self[next].operation == .unary(.relu) {
        group.relu = true
        inside.insert(last)
        last = next
      }
      groups[last] = group
    }
    return (groups, inside)
  }

  private func onlyUser(
    of id: NodeID, _ users: [[NodeID]], _ pinned: Set<NodeID>
  ) -> NodeID? {
    guard !pinned.contains(id), users[id.index].count == 1 else { return nil }
    return users[id.index][0]
  }

  /// The vector that `sum` adds to each row or column of the product, if that is what it does.
  private func bias(
    added sum: NodeID, to product: NodeID
  ) -> (vector: NodeID, kind: MatmulKernel.Bias)? {
    guard self[sum].operation == .binary(.add) else { return nil }
    let inputs = self[sum].inputs
    guard inputs[0] != inputs[1] else { return nil }
    let other = inputs[0] == product ? inputs[1] : inputs[0]
    guard case .broadcast(let broadcast) = self[other].operation else { return nil }
    let vector = self[other].inputs[0]
    let shape = self[product].shape
    if broadcast.axes == [1], self[vector].shape == [shape[1]] { return (vector, .column) }
    if broadcast.axes == [0], self[vector].shape == [shape[0]] { return (vector, .row) }
    return nil
  }
}

extension MatmulKernel {
  /// The kernel of a product with what follows it.
  init(
    _ graph: Graph, _ group: MatmulGroup, program: ElementwiseKernel?, keepsProduct: Bool
  ) {
    let node = graph[group.matmul]
    let left = graph[node.inputs[0]].shape
    var matmul = Matmul()
    if case .matmul(let payload) = node.operation { matmul = payload }
    self.init(
      m: node.shape[0], n: node.shape[1], k: matmul.transposeA ? left[0] : left[1],
      matmul: matmul, bias: group.bias?.kind, relu: group.relu, program: program,
      keepsProduct: keepsProduct,
      operandsAreBFloat16: node.inputs.allSatisfy { graph.holdsBFloat16($0) })
  }
}

// The order in which groups and single nodes are computed.

import TensorGraph

/// What one kernel, or a few copies around it, computes.
enum Unit: Hashable {
  case node(NodeID)
  case group(Int)
}

extension Graph {
  /// All live units, each after those that it reads, otherwise by the last of their nodes.
  ///
  /// A group that updates a variable stands late, after all that read the variable before.
  func schedule(_ groups: KernelGroups, live: [Bool]) -> [Unit] {
    var order: [Unit] = []
    var done = Set<Unit>()
    // Nothing recurses over the graph: unrolled programs are deep.
    for index in nodes.indices where live[index] {
      let unit = groups.unit(of: NodeID(index))
      guard !done.contains(unit), index == groups.priority(of: unit) else { continue }
      var waiting = [unit]
      while let next = waiting.last {
        let open = groups.nodes(of: next).flatMap { self[$0].inputs }.map { groups.unit(of: $0) }
          .filter { $0 != next && !done.contains($0) }
        if open.isEmpty {
          waiting.removeLast()
          if done.insert(next).inserted { order.append(next) }
        } else {
          waiting += open
        }
      }
    }
    return order
  }
}

extension KernelGroups {
  fileprivate func unit(of id: NodeID) -> Unit {
    groupOf[id.index].map { .group($0) } ?? .node(id)
  }

  fileprivate func nodes(of unit: Unit) -> [NodeID] {
    switch unit {
    case .node(let id): [id]
    case .group(let group): groups[group].nodes
    }
  }

  /// The last node of a unit that is no sum: sums come along with what they add up.
  fileprivate func priority(of unit: Unit) -> Int {
    guard case .group(let index) = unit else { return nodes(of: unit)[0].index }
    let group = groups[index]
    return (group.members.last ?? group.productResult ?? group.sums.last ?? NodeID(0)).index
  }
}

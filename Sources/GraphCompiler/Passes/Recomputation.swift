// Computes large arrays a second time where keeping them would cost memory for most of a program.

import TensorGraph

/// Makes a large element-wise value anew for its late readers, so that its memory is free meanwhile.
///
/// A network's backward part reads what its forward part made, and so the activations of the first
/// layers wait for nearly the whole step. Where such a value follows element by element from others
/// that wait anyway, as `relu(norm(x))` follows from x, it need not wait: it costs one more pass
/// over memory and no multiplication worth counting. Chen et al. 2016, "Training deep nets with
/// sublinear memory cost", without what they give up in speed: no product is ever repeated.
///
/// The same operations see the same operands, but kernels may join a product and a sum of the copy
/// into one rounding where the first ones took two. So what is searched for its extremum, or compared
/// for equality, is kept.
package struct Recomputation: Pass {
  /// Smaller arrays are kept: they weigh little, and the last-level cache may still hold them.
  static let fewestBytes = 1 << 24
  /// The most operations that are done again for one value.
  private static let longestChain = 8

  private let fewestBytes: Int

  /// - Parameter fewestBytes: only arrays of more bytes are made anew.
  package init(fewestBytes: Int = Self.fewestBytes) { self.fewestBytes = fewestBytes }

  package let name = "recomputation"

  package func run(_ graph: Graph) throws(ShapeError) -> Graph {
    let repeats = Repeats(graph, fewestBytes: fewestBytes, longestChain: Self.longestChain)
    guard !repeats.chains.isEmpty else { return graph }
    var copies: [NodeID: NodeID] = [:]
    return try graph.rewritten(
      byPlace: { id, renamed, result in
        let node = graph[id]
        let inputs = node.inputs.map { input in
          guard repeats.isLate(id, reading: input), let chain = repeats.chains[input] else {
            return renamed(input)
          }
          let copy = copies[input] ?? result.repeated(chain, of: graph, renamed)
          copies[input] = copy
          return copy
        }
        return result.append(node.operation, inputs, node.type)
      })
  }
}

extension Graph {
  /// Appends nodes of another graph again and returns the place of the last.
  fileprivate mutating func repeated(
    _ chain: [NodeID], of graph: Graph, _ renamed: (NodeID) -> NodeID
  ) -> NodeID {
    var again: [NodeID: NodeID] = [:]
    var last = NodeID(-1)
    for id in chain {
      let node = graph[id]
      let inputs = node.inputs.map { again[$0] ?? renamed($0) }
      last = append(node.operation, inputs, node.type, path: node.path)
      again[id] = last
    }
    return last
  }
}

/// Which values are computed twice, and for whom.
private struct Repeats {
  /// The nodes to compute again for each value, itself the last.
  private(set) var chains: [NodeID: [NodeID]] = [:]
  private var firstLateReader: [NodeID: NodeID] = [:]

  /// Arrays of so many elements may as well wait.
  private static let smallCount = 1 << 16

  private let graph: Graph
  private let readers: [[NodeID]]
  private let pinned: Set<NodeID>

  init(_ graph: Graph, fewestBytes: Int, longestChain: Int) {
    self.graph = graph
    let live = graph.liveNodes
    readers = graph.readers(live: live)
    pinned = graph.results
    for index in graph.nodes.indices where live[index] {
      let id = NodeID(index)
      let node = graph[id]
      guard node.operation.isElementwise, !pinned.contains(id), !isComparedBitByBit(id),
        node.shape.elementCount * 4 > fewestBytes, let late = lateReader(of: id),
        let chain = chain(to: id, for: late, longest: longestChain)
      else { continue }
      chains[id] = chain
      firstLateReader[id] = late
    }
  }

  func isLate(_ reader: NodeID, reading id: NodeID) -> Bool {
    firstLateReader[id].map { reader >= $0 } ?? false
  }

  /// Whether a copy that differs in the last bit could be told from the value.
  private func isComparedBitByBit(_ id: NodeID) -> Bool {
    readers[id.index].contains { reader in
      switch graph[reader].operation {
      case .reduce(.maximum, _), .reduce(.minimum, _), .compare(.equal), .compare(.notEqual): true
      default: false
      }
    }
  }

  /// The reader before which a value waits longest, if that is a quarter of the program.
  private func lateReader(of id: NodeID) -> NodeID? {
    let readers = readers[id.index]
    let waits = zip(readers, readers.dropFirst())
    guard let longest = waits.max(by: { $0.1.index - $0.0.index < $1.1.index - $1.0.index }),
      graph.isLongWait(from: longest.0, to: longest.1)
    else { return nil }
    return longest.1
  }

  /// The nodes that make a value from what is there when the late reader comes; nil if there are
  /// none, or too many.
  private func chain(to id: NodeID, for late: NodeID, longest: Int) -> [NodeID]? {
    var chain: Set<NodeID> = [id]
    var waiting = [id]
    while let next = waiting.popLast() {
      for input in graph[next].inputs where !chain.contains(input) {
        if isThere(input, at: late) { continue }
        guard repeats(input, for: id) else { return nil }
        chain.insert(input)
        waiting.append(input)
      }
    }
    let operations = chain.count { graph[$0].operation.isElementwise }
    return operations <= longest ? chain.sorted() : nil
  }

  /// Whether a value waits for a late reader of its own, or takes next to no memory.
  private func isThere(_ id: NodeID, at late: NodeID) -> Bool {
    switch graph[id].operation {
    case .constant, .parameter, .variable: return true
    case .broadcast: return false
    default: break
    }
    if pinned.contains(id) || graph[id].shape.elementCount <= Self.smallCount { return true }
    return chains[id] == nil && (readers[id.index].last ?? id) >= late
  }

  /// Whether a value that is not there can be made: element by element, or by repeating numbers.
  private func repeats(_ id: NodeID, for value: NodeID) -> Bool {
    switch graph[id].operation {
    case .broadcast: true
    case let operation: operation.isElementwise && graph[id].shape == graph[value].shape
    }
  }
}

extension Graph {
  /// Whether a value that is read at one place and again at another has much of the program to wait.
  func isLongWait(from early: NodeID, to late: NodeID) -> Bool {
    late.index - early.index >= nodes.count / 4
  }
}

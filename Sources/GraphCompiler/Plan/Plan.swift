// A compiled program before it is bound to memory: kernels in order, places, and the arena.

import TensorGraph

/// Everything that running a graph takes, independent of pointers.
package struct Plan: Sendable {
  /// The graph that was planned.
  package let graph: Graph
  /// The kernels in the order in which they run.
  package private(set) var steps: [Step]
  /// The arrays known at compile time.
  package let constants: [HostTensor]
  /// The slot of each parameter that is used.
  package let parameterSlots: [Int: Int]
  /// Where each output lies at the end.
  package let outputs: [Place]
  /// The variables whose new value must be copied from elsewhere when the program ends.
  package let commits: [(variable: Int, source: Place)]
  /// The arena.
  package let memory: MemoryPlan
  /// Whether one thread is faster than several.
  package let isSmall: Bool

  /// Plans a graph, which need not have been through any pass.
  /// - Parameter workspace: the bytes of working memory that a step uses while it runs; it is told
  ///   whether the program is small, because kernels may be made for a number of threads.
  package init(
    _ traced: Graph, workspace: (Step, _ isSmall: Bool) throws -> Int = { _, _ in 0 }
  ) throws {
    let graph = try ChannelBlocking.local.run(traced)
    self.graph = graph
    var lowering = Lowering(graph)
    let outputs = graph.outputs.map { lowering.place(ofResult: $0) }
    let changes = graph.effects.filter { effect in
      graph[effect.value].operation != .variable(effect.variable)
    }
    let values = changes.map { ($0.variable, lowering.place(ofResult: $0.value)) }
    let homes = VariableHomes(steps: lowering.steps, values: values, outputs: outputs, graph: graph)
    let steps = lowering.steps.map { homes.moved($0) }
    let isSmall = Self.isSmall(steps)
    (self.steps, self.isSmall) = (steps, isSmall)
    self.outputs = outputs.map { homes.moved($0) }
    commits = values.filter { homes.moved($0.1) != .variable($0.0) }.map { ($0, homes.moved($1)) }
    constants = lowering.constants
    parameterSlots = lowering.parameterSlots
    let results = (self.outputs + commits.map(\.source)).compactMap(\.slot)
    memory = MemoryPlan(
      slots: lowering.slots, steps: steps, workspaces: try steps.map { try workspace($0, isSmall) },
      pinnedAtStart: Array(parameterSlots.values).sorted(), pinnedAtEnd: results)
  }

  /// The plan in words: counts, bytes, and one line for each kernel.
  package var listing: String {
    let head = [
      "\(graph.nodes.count) nodes fused into \(steps.count) kernels, "
        + "\(memory.byteCount) bytes planned (\(memory.unsharedByteCount) without sharing), "
        + "\(commits.count) variables copied at the end"
    ]
    let lines = steps.enumerated().map { index, step in
      let reads = step.reads.map(describe).joined(separator: ", ")
      let writes = step.writes.map { describe($0.place) }.joined(separator: ", ")
      let path = step.writes.last.map { graph[$0.node].path } ?? ""
      return "\(index): \(step.kernel.name) (\(reads)) -> \(writes)"
        + (path.isEmpty ? "" : "  # \(path)")
    }
    return (head + lines).joined(separator: "\n")
  }

  private func describe(_ place: Place) -> String {
    switch place {
    case .slot(let slot): "@\(memory.offsets[slot])"
    case .constant(let index): "constant \(constants[index].type)"
    case .variable(let index): graph.variables[index].name
    }
  }
}

extension Place {
  /// The slot's number, if it is one.
  var slot: Int? {
    if case .slot(let slot) = self { slot } else { nil }
  }
}

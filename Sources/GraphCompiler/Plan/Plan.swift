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

  package init(_ graph: Graph) {
    self.graph = graph
    var lowering = Lowering(graph)
    let outputs = graph.outputs.map { lowering.place(ofResult: $0) }
    let changes = graph.effects.filter { effect in
      graph[effect.value].operation != .variable(effect.variable)
    }
    let values = changes.map { ($0.variable, lowering.place(ofResult: $0.value)) }
    var steps = lowering.steps
    var commits: [(variable: Int, source: Place)] = []
    for (variable, source) in values {
      if !steps.redirect(source, to: variable, outputs: outputs, effects: values.map(\.1)) {
        commits.append((variable, source))
      }
    }
    self.steps = steps
    self.outputs = outputs
    self.commits = commits
    constants = lowering.constants
    parameterSlots = lowering.parameterSlots
    let results = (outputs + commits.map(\.source)).compactMap(\.slot)
    memory = MemoryPlan(
      slots: lowering.slots, steps: steps, pinnedAtStart: Array(parameterSlots.values).sorted(),
      pinnedAtEnd: results)
  }

  /// The plan in words: counts, bytes, and one line for each kernel.
  package var listing: String {
    let head = [
      "\(graph.nodes.count) nodes, \(steps.count) kernels, "
        + "\(memory.byteCount) bytes planned (\(memory.unsharedByteCount) without sharing), "
        + "\(commits.count) variables copied at the end"
    ]
    let lines = steps.enumerated().map { index, step in
      let reads = step.reads.map(describe).joined(separator: ", ")
      let path = graph[step.node].path
      return "\(index): \(step.kernel.name) (\(reads)) -> \(describe(step.write))"
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

extension [Step] {
  /// Lets the step that makes `source` write straight into a variable's memory, where nothing
  /// reads the variable's old value afterwards.
  /// - Returns: whether it was possible.
  fileprivate mutating func redirect(
    _ source: Place, to variable: Int, outputs: [Place], effects: [Place]
  ) -> Bool {
    let target = Place.variable(variable)
    guard source.slot != nil, !outputs.contains(source),
      effects.filter({ $0 == source }).count == 1,
      let maker = firstIndex(where: { $0.write == source }),
      !self[(maker + 1)...].contains(where: { $0.reads.contains(target) })
    else { return false }
    if self[maker].reads.contains(target) {
      guard case .elementwise(let kernel) = self[maker].kernel,
        self[maker].allowsOverwriting(target, in: kernel)
      else { return false }
    }
    for index in indices {
      if self[index].write == source { self[index].write = target }
      self[index] = Step(
        kernel: self[index].kernel, reads: self[index].reads.map { $0 == source ? target : $0 },
        write: self[index].write, node: self[index].node)
    }
    return true
  }
}

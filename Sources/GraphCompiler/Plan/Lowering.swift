// Turns an optimised graph into kernels over places.

import TensorGraph

/// Walks a graph once, in program order, and emits the kernels that compute it.
struct Lowering {
  let graph: Graph
  private let groups: KernelGroups
  private(set) var steps: [Step] = []
  private(set) var constants: [HostTensor] = []
  /// The size in elements of every slot.
  private(set) var slots: [Int] = []
  private var places: [NodeID: Place] = [:]
  private(set) var parameterSlots: [Int: Int] = [:]

  init(_ graph: Graph) {
    self.graph = graph
    let live = graph.liveNodes
    groups = KernelGroups(
      graph: graph, users: graph.readers(live: live), pinned: graph.results)
    for unit in graph.schedule(groups, live: live) {
      switch unit {
      case .node(let id): emit(id)
      case .group(let group): emit(groups.groups[group], stored: groups.stored(group))
      }
    }
  }

  /// Where the value of an output or effect lies at the end, whatever variables are set meanwhile.
  mutating func place(ofResult id: NodeID) -> Place {
    let place = place(of: id)
    guard case .variable = place else { return place }
    let copy = contiguousCopy(graph[id].shape, inputStrides: graph[id].shape.strides)
    let slot = newSlot(for: id)
    steps.append(
      Step(
        kernel: .copy([copy], clearing: false), reads: [place],
        writes: [Write(place: .slot(slot), node: id)]))
    return .slot(slot)
  }

  // MARK: - Emission

  private mutating func emit(_ id: NodeID) {
    let node = graph[id]
    switch node.operation {
    case .parameter(let index):
      let slot = newSlot(for: id)
      parameterSlots[index] = slot
      places[id] = .slot(slot)
    case .variable(let index):
      places[id] = .variable(index)
    case .constant(let value):
      places[id] = addConstant(value)
    case .iota(let shape, let axis):
      places[id] = addConstant(iotaValues(shape, axis: axis))
    case .reshape:
      places[id] = place(of: node.inputs[0])
    case .broadcast:
      // Copied out only where somebody cannot read it in place.
      break
    case .unary, .binary, .compare, .select, .convert, .matmul:
      // Every live one belongs to a group.
      break
    case .reduce(let reduction, let axes):
      emitReduction(id, axes: axes) { outer, reduced, inner in
        .reduce(reduction, outer: outer, reduced: reduced, inner: inner)
      }
    case .argmax(let axis):
      emitReduction(id, axes: [axis]) { outer, reduced, inner in
        .argmax(outer: outer, reduced: reduced, inner: inner)
      }
    case .transpose(let permutation):
      let strides = graph[node.inputs[0]].shape.strides
      emit(
        copies: [contiguousCopy(node.shape, inputStrides: permutation.map { strides[$0] })],
        from: [place(of: node.inputs[0])], result: id)
    case .slice(let slice):
      let strides = graph[node.inputs[0]].shape.strides
      emit(
        copies: [
          contiguousCopy(
            node.shape, inputStrides: zip(strides, slice.strides).map(*),
            inputOffset: zip(strides, slice.starts).map(*).reduce(0, +))
        ], from: [place(of: node.inputs[0])], result: id)
    case .pad(let padding):
      emitPad(padding, node, result: id)
    case .concatenate(let axis):
      emitConcatenation(axis, node, result: id)
    case .gather, .scatterAdd:
      emitRows(node, result: id)
    case .random(let draw):
      append(.random(draw), reads: [place(of: node.inputs[0])], result: id)
    case .convolution, .convolutionInputGradient, .convolutionWeightGradient:
      append(
        .convolution(ConvolutionKernel(graph, id)), reads: node.inputs.map { place(of: $0) },
        result: id)
    case .maxPool, .maxPoolGradient, .maxPoolGather, .averagePool, .averagePoolGradient:
      append(
        .pool(PoolKernel(graph, id)), reads: node.inputs.map { place(of: $0) }, result: id)
    case .blockChannels:
      emitBlocks(plain: graph[node.inputs[0]].shape, blocking: true, node, result: id)
    case .unblockChannels:
      emitBlocks(plain: node.shape, blocking: false, node, result: id)
    }
  }

  /// Axes that lie side by side reduce in one step; otherwise the operand is transposed first.
  private mutating func emitReduction(
    _ id: NodeID, axes: [Int], kernel: (Int, Int, Int) -> Kernel
  ) {
    let input = graph[id].inputs[0]
    let shape = graph[input].shape
    let sorted = axes.sorted()
    var source = place(of: input)
    let adjacent = zip(sorted, sorted.dropFirst()).allSatisfy { $1 == $0 + 1 }
    let product = { (range: [Int]) in range.reduce(1) { $0 * shape[$1] } }
    let kept = shape.dimensions.indices.filter { !sorted.contains($0) }
    let outerAxes = adjacent ? kept.filter { $0 < (sorted.first ?? 0) } : kept
    let innerAxes = adjacent ? kept.filter { $0 >= (sorted.first ?? 0) } : []
    if !adjacent {
      let permutation = kept + sorted
      let moved = Shape(permutation.map { shape[$0] })
      let slot = newSlot(count: moved.elementCount)
      let copy = contiguousCopy(moved, inputStrides: permutation.map { shape.strides[$0] })
      steps.append(
        Step(
          kernel: .copy([copy], clearing: false), reads: [source],
          writes: [Write(place: .slot(slot), node: id)]))
      source = .slot(slot)
    }
    append(
      kernel(product(outerAxes), product(sorted), product(innerAxes)), reads: [source], result: id)
  }

  private mutating func emitRows(_ node: Node, result: NodeID) {
    let places = node.inputs.map { place(of: $0) }
    let count = graph[node.inputs[1]].shape[0]
    let table = node.operation == .gather ? graph[node.inputs[0]].shape : node.shape
    let rowSize = table.dimensions.dropFirst().reduce(1, *)
    append(
      node.operation == .gather
        ? .gather(count: count, rowSize: rowSize, tableRows: table[0])
        : .scatterAdd(count: count, rowSize: rowSize, tableRows: table[0]),
      reads: places, result: result)
  }

  // MARK: - Groups

  private mutating func emit(_ group: KernelGroup, stored: [NodeID]) {
    let sums = group.sums.map { ($0, groups.columns(ofSum: $0)) }
    let builder = ElementwiseBuilder(
      graph: graph, product: group.productResult, members: group.members,
      stored: stored.filter { $0 != group.productResult }, sums: sums)
    for id in builder.operandsToCopyOut { materialize(id) }
    let results = stored.filter { $0 != group.productResult } + group.sums
    let operands = builder.operands.filter { $0 != group.productResult }
    let summed = group.sums.first.map { graph[$0].inputs[0] }
    let shape = graph[group.productResult ?? group.members.first ?? summed ?? NodeID(0)].shape
    let program = builder.kernel(elementCount: shape.elementCount)
    guard let product = group.product, let result = group.productResult else {
      return append(
        .elementwise(program), reads: operands.map { place(of: $0) }, results: results)
    }
    let inputs = graph[product.matmul].inputs
    let kernel = MatmulKernel(
      graph, product, program: group.members.isEmpty && sums.isEmpty ? nil : program,
      keepsProduct: stored.contains(result))
    let reads = inputs + (product.bias.map { [$0.vector] } ?? []) + operands
    append(.matmul(kernel), reads: reads.map { place(of: $0) }, results: [result] + results)
  }

  private mutating func materialize(_ id: NodeID) {
    guard places[id] == nil, case .broadcast(let broadcast) = graph[id].operation else { return }
    let source = graph[id].inputs[0]
    let operand = graph[source].shape
    var strides = [Int](repeating: 0, count: broadcast.shape.rank)
    for (axis, target) in broadcast.axes.enumerated() where operand[axis] != 1 {
      strides[target] = operand.strides[axis]
    }
    emit(
      copies: [contiguousCopy(broadcast.shape, inputStrides: strides)], from: [place(of: source)],
      result: id)
  }

  // MARK: - Places

  private mutating func place(of id: NodeID) -> Place {
    if let known = places[id] { return known }
    materialize(id)
    // Every live node but a broadcast has its place before it is read.
    return places[id] ?? .slot(newSlot(for: id))
  }

  private mutating func append(_ kernel: Kernel, reads: [Place], results: [NodeID]) {
    let writes = results.map { id in
      let place = Place.slot(newSlot(for: id))
      places[id] = place
      return Write(place: place, node: id)
    }
    steps.append(Step(kernel: kernel, reads: reads, writes: writes))
  }

  private mutating func append(_ kernel: Kernel, reads: [Place], result: NodeID) {
    append(kernel, reads: reads, results: [result])
  }

  private mutating func emit(
    copies: [StridedCopy], from sources: [Place], clearing: Bool = false, result: NodeID
  ) {
    append(.copy(copies, clearing: clearing), reads: sources, result: result)
  }

  private mutating func emitPad(_ padding: Padding, _ node: Node, result: NodeID) {
    let input = node.inputs[0]
    emit(
      copies: [paddingCopy(padding, from: graph[input].shape, to: node.shape)],
      from: [place(of: input)], clearing: true, result: result)
  }

  private mutating func emitBlocks(plain: Shape, blocking: Bool, _ node: Node, result: NodeID) {
    let copies = channelCopies(plain, blocking: blocking)
    let source = place(of: node.inputs[0])
    emit(
      copies: copies, from: copies.map { _ in source },
      clearing: blocking && plain[1] % ChannelBlocks.size != 0, result: result)
  }

  private mutating func emitConcatenation(_ axis: Int, _ node: Node, result: NodeID) {
    let shapes = node.inputs.map { graph[$0].shape }
    emit(
      copies: concatenationCopies(axis, shapes: shapes, to: node.shape),
      from: node.inputs.map { place(of: $0) }, result: result)
  }

  private mutating func newSlot(for id: NodeID) -> Int {
    newSlot(count: graph[id].shape.elementCount)
  }

  private mutating func newSlot(count: Int) -> Int {
    slots.append(count)
    return slots.count - 1
  }

  private mutating func addConstant(_ value: HostTensor) -> Place {
    constants.append(value)
    return .constant(constants.count - 1)
  }
}

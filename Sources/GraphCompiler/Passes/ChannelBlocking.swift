// Puts the channels of images into blocks of 16, the layout in which convolutions are fast.

import TensorGraph

/// Rewrites convolutions to work on blocks of channels, and carries the blocks along.
///
/// Images of fewer channels than a block holds stay as they are.
/// All that element-wise operations, pools and sums over pixels do to the images between two
/// convolutions is done to the blocks, so that nothing is reordered between them; what else reads
/// such an image gets it back with its channels side by side.
package struct ChannelBlocking: Pass {
  /// Whether only the convolutions themselves work on blocks.
  private let isLocal: Bool

  package init() { isLocal = false }

  private init(isLocal: Bool) { self.isLocal = isLocal }

  package let name = "channel blocking"

  /// The least that kernels need, for a graph that no pass has seen.
  package static let local = ChannelBlocking(isLocal: true)

  package func run(_ graph: Graph) throws(ShapeError) -> Graph {
    guard graph.nodes.contains(where: \.isPlainConvolution) else { return graph }
    var rewriting = BlockedRewriting(graph, isLocal: isLocal)
    return try rewriting.rewritten()
  }
}

extension Node {
  /// Whether the node is a convolution, or a gradient of one, of images with plain channels.
  fileprivate var isPlainConvolution: Bool {
    switch operation {
    case .convolution(let convolution), .convolutionInputGradient(let convolution, _),
      .convolutionWeightGradient(let convolution, _):
      convolution.blocks == nil
    default: false
    }
  }
}

/// The new graph while it grows, and what each old node has become in it.
private struct BlockedRewriting {
  let old: Graph
  var new: Graph
  private var components: ChannelComponents?
  /// The new node with channels side by side, and the one with blocks of them.
  private var plain: [NodeID?]
  private var blocked: [NodeID?]

  init(_ graph: Graph, isLocal: Bool) {
    old = graph
    new = graph.emptyCopy()
    components = isLocal ? nil : ChannelComponents(graph)
    plain = [NodeID?](repeating: nil, count: graph.nodes.count)
    blocked = plain
  }

  mutating func rewritten() throws(ShapeError) -> Graph {
    let live = old.liveNodes
    for index in old.nodes.indices where live[index] {
      new.path = old.nodes[index].path
      try rewrite(NodeID(index))
    }
    new.path = ""
    for id in old.outputs { new.outputs.append(try plainValue(id)) }
    for effect in old.effects {
      new.effects.append(Effect(variable: effect.variable, value: try plainValue(effect.value)))
    }
    return new
  }

  private mutating func rewrite(_ id: NodeID) throws(ShapeError) {
    let node = old[id]
    switch node.operation {
    case .convolution, .convolutionInputGradient, .convolutionWeightGradient:
      if node.isPlainConvolution { return try rewriteConvolution(id, node) }
    case .unary, .binary, .compare, .select, .convert, .maxPool, .maxPoolGradient, .maxPoolGather,
      .averagePool, .averagePoolGradient:
      if components?.isBlocked(id) == true {
        var inputs: [NodeID] = []
        for input in node.inputs { inputs.append(try blockedValue(input)) }
        blocked[id.index] = try new.add(node.operation, inputs)
        return
      }
    case .broadcast:
      // Made where it is read, in the layout that is wanted there.
      return
    case .reduce(let reduction, let axes):
      if blocked[node.inputs[0].index] != nil, let sum = try reduced(reduction, axes, node) {
        plain[id.index] = sum
        return
      }
    default: break
    }
    var inputs: [NodeID] = []
    for input in node.inputs { inputs.append(try plainValue(input)) }
    plain[id.index] = new.append(node.operation, inputs, node.type)
  }

  private mutating func rewriteConvolution(_ id: NodeID, _ node: Node) throws(ShapeError) {
    let (first, second) = (node.inputs[0], node.inputs[1])
    let (inputs, outputs) = (old[first].shape[1], old[second].shape[1])
    switch node.operation {
    case .convolution(let convolution):
      let form = convolution.blocked(ChannelBlocks(inputs: inputs, outputs: node.shape[1]))
      keep(
        try new.add(.convolution(form), [convolutionOperand(first), plainValue(second)]), as: id)
    case .convolutionInputGradient(let convolution, let size):
      let form = convolution.blocked(ChannelBlocks(inputs: node.shape[1], outputs: inputs))
      keep(
        try new.add(
          .convolutionInputGradient(form, size: size),
          [convolutionOperand(first), plainValue(second)]), as: id)
    case .convolutionWeightGradient(let convolution, let size):
      let form = convolution.blocked(ChannelBlocks(inputs: inputs, outputs: outputs))
      plain[id.index] = try new.add(
        .convolutionWeightGradient(form, size: size),
        [convolutionOperand(first), convolutionOperand(second)])
    default: break
    }
  }

  /// Images as convolutions read them: plain where they have few channels, else in blocks.
  private mutating func convolutionOperand(_ id: NodeID) throws(ShapeError) -> NodeID {
    ChannelBlocks.areTooFew(old[id].shape[1]) ? try plainValue(id) : try blockedValue(id)
  }

  /// Notes the images that a convolution made.
  private mutating func keep(_ made: NodeID, as id: NodeID) {
    if ChannelBlocks.areTooFew(old[id].shape[1]) {
      plain[id.index] = made
    } else {
      blocked[id.index] = made
    }
  }

  // MARK: - Either layout

  private mutating func plainValue(_ id: NodeID) throws(ShapeError) -> NodeID {
    if let known = plain[id.index] { return known }
    let shape = old[id].shape
    if let source = blocked[id.index] {
      // A single pixel's blocks are its channels side by side.
      let isPixel = shape[2] * shape[3] == 1 && shape[1] % ChannelBlocks.size == 0
      plain[id.index] = try new.add(
        isPixel ? .reshape(shape) : .unblockChannels(shape[1]), [source])
    } else {
      plain[id.index] = new.append(
        old[id].operation, [try plainValue(old[id].inputs[0])], old[id].type)
    }
    return plain[id.index] ?? id
  }

  private mutating func blockedValue(_ id: NodeID) throws(ShapeError) -> NodeID {
    if let known = blocked[id.index] { return known }
    let shape = old[id].shape
    let isPixel = shape[2] * shape[3] == 1 && shape[1] % ChannelBlocks.size == 0
    let result: NodeID
    if let broadcast = try blockedBroadcast(id) {
      result = broadcast
    } else if isPixel || old[id].dtype != .float32 {
      result = try rearranged(plainValue(id), shape)
    } else {
      result = try new.add(.blockChannels, [plainValue(id)])
    }
    blocked[id.index] = result
    return result
  }

  /// Blocks by way of a transpose, for whole blocks of any kind of element.
  private mutating func rearranged(_ x: NodeID, _ shape: Shape) throws(ShapeError) -> NodeID {
    let parts = Shape([
      shape[0], shape[1] / ChannelBlocks.size, ChannelBlocks.size, shape[2], shape[3],
    ])
    let isPixel = shape[2] * shape[3] == 1
    if isPixel { return try new.add(.reshape(shape.channelBlocked), [x]) }
    return try new.add(.transpose([0, 1, 3, 4, 2]), [new.add(.reshape(parts), [x])])
  }

  /// A broadcast straight to blocks, unless its operand has pixels as well as channels.
  private mutating func blockedBroadcast(_ id: NodeID) throws(ShapeError) -> NodeID? {
    guard case .broadcast(let broadcast) = old[id].operation,
      broadcast.shape[1] % ChannelBlocks.size == 0
    else { return nil }
    let operand = old[old[id].inputs[0]].shape
    let kept = zip(operand.dimensions, broadcast.axes).filter { size, axis in
      size != 1 || broadcast.shape[axis] == 1
    }
    let hasChannels = kept.contains { $0.1 == 1 }
    if hasChannels, kept.contains(where: { $0.1 > 1 && $0.0 != 1 }) { return nil }
    var sizes: [Int] = []
    var axes: [Int] = []
    for (size, axis) in kept where axis != 1 && !(hasChannels && axis > 1) {
      sizes.append(size)
      axes.append(axis)
    }
    if hasChannels {
      sizes += [broadcast.shape[1] / ChannelBlocks.size, ChannelBlocks.size]
      axes += [1, 4]
    }
    let source = try plainValue(old[id].inputs[0])
    let reshaped = try new.add(.reshape(Shape(sizes)), [source])
    return try new.add(
      .broadcast(Broadcast(shape: broadcast.shape.channelBlocked, axes: axes)), [reshaped])
  }

  /// A reduction of blocks with a plain result; nil where the result still has channels and pixels.
  private mutating func reduced(
    _ reduction: Reduction, _ axes: [Int], _ node: Node
  ) throws(ShapeError) -> NodeID? {
    guard let image = blocked[node.inputs[0].index],
      old[node.inputs[0]].shape[1] % ChannelBlocks.size == 0
    else { return nil }
    let keepsChannels = !axes.contains(1)
    guard !keepsChannels || (axes.contains(2) && axes.contains(3)) else { return nil }
    let mapped = axes + (keepsChannels ? [] : [4])
    let result = try new.add(.reduce(reduction, axes: mapped), [image])
    return try new.add(.reshape(node.shape), [result])
  }
}

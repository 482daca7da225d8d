// Derivatives of convolutions and pools; g is the result's cotangent.

extension Graph {
  /// A convolution, its gradient by the image and its gradient by the kernels are linear in each
  /// operand, and each of their derivatives is one of the three again.
  mutating func convolutionPullback(
    _ node: Node, g: NodeID, position: Int
  ) throws(ShapeError) -> NodeID? {
    let (a, b) = (node.inputs[0], node.inputs[1])
    let (sizeOfA, sizeOfB) = (pixels(of: a), pixels(of: b))
    switch node.operation {
    case .convolution(let convolution):
      try expectPlain(convolution)
      return position == 0
        ? try add(.convolutionInputGradient(convolution, size: sizeOfA), [g, b])
        : try add(.convolutionWeightGradient(convolution, size: sizeOfB), [a, g])
    case .convolutionInputGradient(let convolution, _):
      try expectPlain(convolution)
      return position == 0
        ? try add(.convolution(convolution), [g, b])
        : try add(.convolutionWeightGradient(convolution, size: sizeOfB), [g, a])
    case .convolutionWeightGradient(let convolution, _):
      try expectPlain(convolution)
      return position == 0
        ? try add(.convolutionInputGradient(convolution, size: sizeOfA), [b, g])
        : try add(.convolution(convolution), [a, g])
    default: return nil
    }
  }

  /// A maximum gives its gradient to the first pixel that reaches it, and that choice has no
  /// derivative.
  mutating func poolPullback(
    _ node: Node, g: NodeID, position: Int
  ) throws(ShapeError) -> NodeID? {
    let x = node.inputs[0]
    switch node.operation {
    case .maxPool(let pooling):
      return try add(.maxPoolGradient(pooling), [x, g])
    case .maxPoolGradient(let pooling):
      return position == 0 ? nil : try add(.maxPoolGather(pooling), [x, g])
    case .maxPoolGather(let pooling):
      return position == 0 ? nil : try add(.maxPoolGradient(pooling), [x, g])
    case .averagePool(let pooling):
      let shape = self[x].shape
      return try add(.averagePoolGradient(pooling, size: [shape[2], shape[3]]), [g])
    case .averagePoolGradient(let pooling, _):
      return try add(.averagePool(pooling), [g])
    case .blockChannels:
      return try add(.unblockChannels(self[x].shape[1]), [g])
    case .unblockChannels:
      return try add(.blockChannels, [g])
    default: return nil
    }
  }

  private func pixels(of id: NodeID) -> [Int] { Array(self[id].shape.dimensions.suffix(2)) }

  private func expectPlain(_ convolution: Convolution) throws(ShapeError) {
    guard convolution.blocks == nil else {
      throw ShapeError(
        operation: "gradients", problem: "a convolution whose channels lie in blocks came",
        remedy: "differentiate before the passes run", path: path)
    }
  }
}

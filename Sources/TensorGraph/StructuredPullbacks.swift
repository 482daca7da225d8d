// Derivatives of matrix products, reductions and data movement; g is the result's cotangent.

extension Graph {
  /// With C = op(A) op(B): dA = g op(B)' and dB = op(A)' g, each in the layout it is stored in.
  mutating func matmulPullback(
    _ matmul: Matmul, a: NodeID, b: NodeID, g: NodeID, position: Int
  ) throws(ShapeError) -> NodeID {
    let (ta, tb) = (matmul.transposeA, matmul.transposeB)
    if position == 0 {
      return ta
        ? try add(.matmul(Matmul(transposeA: tb, transposeB: true)), [b, g])
        : try add(.matmul(Matmul(transposeA: false, transposeB: !tb)), [g, b])
    }
    return tb
      ? try add(.matmul(Matmul(transposeA: true, transposeB: ta)), [g, a])
      : try add(.matmul(Matmul(transposeA: !ta, transposeB: false)), [a, g])
  }

  /// A sum spreads the cotangent; an extremum gives it to the elements that reach it, in equal
  /// parts.
  mutating func reductionPullback(
    _ reduction: Reduction, axes: [Int], x: NodeID, y: NodeID, g: NodeID
  ) throws(ShapeError) -> NodeID {
    let shape = self[x].shape
    let spread = try restored(g, along: axes, to: shape)
    if reduction == .sum { return spread }
    let extremum = try restored(y, along: axes, to: shape)
    let reached = try add(.convert(.float32), [add(.compare(.equal), [x, extremum])])
    let count = try restored(add(.reduce(.sum, axes: axes), [reached]), along: axes, to: shape)
    return try binary(.multiply, spread, binary(.divide, reached, count))
  }

  mutating func movementPullback(
    _ node: Node, g: NodeID, position: Int
  ) throws(ShapeError) -> NodeID? {
    let shape = self[node.inputs[position]].shape
    switch node.operation {
    case .broadcast(let broadcast):
      let stretched = broadcast.shape.dimensions.indices.filter { axis in
        guard let source = broadcast.axes.firstIndex(of: axis) else { return true }
        return shape[source] == 1 && broadcast.shape[axis] != 1
      }
      let sum =
        stretched.isEmpty ? g : try add(.reduce(.sum, axes: stretched), [g])
      return self[sum].shape == shape ? sum : try add(.reshape(shape), [sum])
    case .reshape:
      return try add(.reshape(shape), [g])
    case .transpose(let permutation):
      var inverse = permutation
      for (axis, source) in permutation.enumerated() { inverse[source] = axis }
      return try add(.transpose(inverse), [g])
    case .slice(let slice):
      return try add(.pad(slicePadding(slice, of: shape, result: node.shape)), [g])
    case .pad(let padding):
      let limits = shape.dimensions.indices.map { axis in
        shape[axis] == 0
          ? padding.low[axis]
          : padding.low[axis] + (shape[axis] - 1) * (padding.interior[axis] + 1) + 1
      }
      return try add(
        .slice(
          Slice(starts: padding.low, limits: limits, strides: padding.interior.map { $0 + 1 })),
        [g])
    case .concatenate(let axis):
      let before = node.inputs[..<position].reduce(0) { $0 + self[$1].shape[axis] }
      var starts = [Int](repeating: 0, count: shape.rank)
      var limits = node.shape.dimensions
      starts[axis] = before
      limits[axis] = before + shape[axis]
      let strides = [Int](repeating: 1, count: shape.rank)
      return try add(.slice(Slice(starts: starts, limits: limits, strides: strides)), [g])
    default:
      return nil
    }
  }

  private func slicePadding(_ slice: Slice, of shape: Shape, result: Shape) -> Padding {
    let covered = shape.dimensions.indices.map { axis in
      result[axis] == 0 ? 0 : (result[axis] - 1) * slice.strides[axis] + 1
    }
    return Padding(
      low: slice.starts,
      high: shape.dimensions.indices.map { shape[$0] - slice.starts[$0] - covered[$0] },
      interior: slice.strides.map { $0 - 1 })
  }
}

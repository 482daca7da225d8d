// Short ways to append common nodes, for the gradient rules and the passes.

extension Graph {
  package mutating func unary(
    _ operation: UnaryOperation, _ x: NodeID
  ) throws(ShapeError) -> NodeID {
    try add(.unary(operation), [x])
  }

  package mutating func binary(
    _ operation: BinaryOperation, _ a: NodeID, _ b: NodeID
  ) throws(ShapeError) -> NodeID {
    try add(.binary(operation), [a, b])
  }

  /// One number repeated over a shape.
  package mutating func filled(_ value: Float, like id: NodeID) throws(ShapeError) -> NodeID {
    let constant = try add(.constant(HostTensor(value)))
    return try add(.broadcast(Broadcast(shape: self[id].shape, axes: [])), [constant])
  }

  /// `x * value`.
  package mutating func scaled(_ x: NodeID, by value: Float) throws(ShapeError) -> NodeID {
    try binary(.multiply, x, filled(value, like: x))
  }

  /// The node reduced along axes which then come back with size 1 stretched to `shape`.
  package mutating func restored(
    _ reduced: NodeID, along axes: [Int], to shape: Shape
  ) throws(ShapeError) -> NodeID {
    let kept = shape.dimensions.indices.filter { !axes.contains($0) }
    return try add(.broadcast(Broadcast(shape: shape, axes: kept)), [reduced])
  }
}

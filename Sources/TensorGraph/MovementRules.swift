// Shape rules of the operations that only move elements.

extension Operation {
  package func movedType(_ inputs: [TensorType]) throws(ShapeError) -> TensorType {
    guard let first = inputs.first else {
      throw refusal("no operand came", "pass at least one")
    }
    let dtype = first.dtype
    switch self {
    case .broadcast(let broadcast):
      return TensorType(try broadcastShape(broadcast, first.shape), dtype)
    case .reshape(let shape):
      try expectSizes(shape)
      try expect(
        shape.elementCount == first.shape.elementCount,
        "\(first.shape.elementCount) elements of \(first.shape) cannot take shape \(shape)"
      ) { "keep the number of elements" }
      return TensorType(shape, dtype)
    case .transpose(let permutation):
      try expect(
        permutation.sorted() == Array(0..<first.shape.rank),
        "permutation \(permutation) of \(first.shape)"
      ) { "name every axis once" }
      return TensorType(Shape(permutation.map { first.shape[$0] }), dtype)
    case .slice(let slice):
      return TensorType(try slicedShape(slice, first.shape), dtype)
    case .pad(let padding):
      return TensorType(try paddedShape(padding, first.shape), dtype)
    case .concatenate(let axis):
      return try concatenatedType(axis, inputs)
    default:
      throw refusal("it does not move elements", "use its own rule")
    }
  }

  private func broadcastShape(
    _ broadcast: Broadcast, _ shape: Shape
  ) throws(ShapeError) -> Shape {
    try expectSizes(broadcast.shape)
    let ascending = zip(broadcast.axes, broadcast.axes.dropFirst()).allSatisfy { $0 < $1 }
    let fits =
      broadcast.axes.count == shape.rank && ascending
      && broadcast.axes.allSatisfy { broadcast.shape.dimensions.indices.contains($0) }
      && zip(shape.dimensions, broadcast.axes).allSatisfy { size, axis in
        size == 1 || size == broadcast.shape[axis]
      }
    try expect(fits, "\(shape) along axes \(broadcast.axes) to \(broadcast.shape)") {
      "every axis must have size 1 or the size it is stretched to"
    }
    return broadcast.shape
  }

  private func slicedShape(_ slice: Slice, _ shape: Shape) throws(ShapeError) -> Shape {
    let rank = shape.rank
    let fits =
      slice.starts.count == rank && slice.limits.count == rank && slice.strides.count == rank
      && (0..<rank).allSatisfy { axis in
        slice.strides[axis] >= 1 && slice.starts[axis] >= 0
          && slice.starts[axis] <= slice.limits[axis] && slice.limits[axis] <= shape[axis]
      }
    try expect(
      fits, "from \(slice.starts) to \(slice.limits) by \(slice.strides) of \(shape)"
    ) { "stay within the shape, with strides of at least 1" }
    return Shape(
      (0..<rank).map { axis in
        let length = slice.limits[axis] - slice.starts[axis]
        return length == 0 ? 0 : (length - 1) / slice.strides[axis] + 1
      })
  }

  private func paddedShape(_ padding: Padding, _ shape: Shape) throws(ShapeError) -> Shape {
    let rank = shape.rank
    let amounts = padding.low + padding.high + padding.interior
    try expect(
      padding.low.count == rank && padding.high.count == rank && padding.interior.count == rank
        && amounts.allSatisfy { (0...Int(Int32.max)).contains($0) },
      "padding \(padding.low), \(padding.high), \(padding.interior) of \(shape)"
    ) { "give one amount from 0 to 2,147,483,647 for every axis" }
    let result = Shape(
      (0..<rank).map { axis in
        padding.low[axis] + padding.high[axis] + shape[axis]
          + max(0, shape[axis] - 1) * padding.interior[axis]
      })
    try expectSizes(result)
    return result
  }

  private func concatenatedType(
    _ axis: Int, _ inputs: [TensorType]
  ) throws(ShapeError) -> TensorType {
    let first = inputs[0]
    try expectAxes([axis], of: first.shape)
    let fits = inputs.allSatisfy { input in
      input.dtype == first.dtype && input.shape.rank == first.shape.rank
        && input.shape.reduced(along: [axis]) == first.shape.reduced(along: [axis])
    }
    try expect(fits, "operands \(inputs) along axis \(axis)") {
      "all sizes but that of the joined axis must agree"
    }
    var sizes = first.shape.dimensions
    sizes[axis] = inputs.reduce(0) { $0 + $1.shape[axis] }
    try expectSizes(Shape(sizes))
    return TensorType(Shape(sizes), first.dtype)
  }
}

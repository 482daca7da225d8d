// Short ways to write the graphs of the cases.

import TensorGraph

extension Graph {
  /// `x` repeated over a shape, its axes becoming the named ones.
  package mutating func stretched(
    _ x: NodeID, to shape: Shape, axes: [Int]
  ) throws(ShapeError) -> NodeID {
    try add(.broadcast(Broadcast(shape: shape, axes: axes)), [x])
  }

  /// The sum along some axes.
  package mutating func sum(_ x: NodeID, axes: [Int]) throws(ShapeError) -> NodeID {
    try add(.reduce(.sum, axes: axes), [x])
  }

  /// The mean of all elements.
  package mutating func mean(_ x: NodeID) throws -> NodeID {
    try scaled(sum(x), by: 1 / Float(max(1, self[x].shape.elementCount)))
  }

  /// `a b`, either read transposed.
  package mutating func matmul(
    _ a: NodeID, _ b: NodeID, transposeA: Bool = false, transposeB: Bool = false
  ) throws(ShapeError) -> NodeID {
    try add(.matmul(Matmul(transposeA: transposeA, transposeB: transposeB)), [a, b])
  }

  /// `x w + b` with the bias in every row.
  package mutating func dense(_ x: NodeID, _ w: NodeID, _ b: NodeID) throws(ShapeError) -> NodeID {
    let product = try matmul(x, w)
    return try binary(.add, product, stretched(b, to: self[product].shape, axes: [1]))
  }
}

// Reads a broadcast in place where its operand repeats along rows or columns.

import TensorGraph

/// An element-wise operand read without copying: the array and how it covers the result.
struct DirectOperand {
  let source: NodeID
  let access: Access
  /// The columns that a row or column access implies; nil where any will do.
  let columns: Int?

  /// The same elements for a kernel with other columns.
  var periodic: Access {
    switch access {
    case .row: .periodic(lanes: columns ?? 1, inner: 1, count: 1)
    case .column: .periodic(lanes: 1, inner: columns ?? 1, count: rows ?? 1)
    case .full, .scalar, .product, .periodic: access
    }
  }

  /// The rows that a column access covers.
  fileprivate var rows: Int?
}

extension Graph {
  /// How an element-wise kernel can read `id` directly, or nil where it must be copied out first.
  func directOperand(_ id: NodeID) -> DirectOperand? {
    guard case .broadcast(let broadcast) = self[id].operation else {
      return DirectOperand(source: id, access: .full, columns: nil)
    }
    let source = self[id].inputs[0]
    let operand = self[source].shape
    if operand.elementCount == 1 {
      return DirectOperand(source: source, access: .scalar, columns: nil)
    }
    // Axes of size 1 repeat nothing and stand in nobody's way.
    let wide = broadcast.shape.dimensions.indices.filter { broadcast.shape[$0] != 1 }
    let covered = zip(operand.dimensions, broadcast.axes)
      .filter { size, axis in size != 1 && broadcast.shape[axis] != 1 }.map(\.1)
    let count = operand.elementCount
    if covered == wide { return DirectOperand(source: source, access: .full, columns: nil) }
    if covered == Array(wide.suffix(covered.count)) {
      return DirectOperand(source: source, access: .row, columns: count)
    }
    if covered == Array(wide.prefix(covered.count)), count > 0 {
      return DirectOperand(
        source: source, access: .column, columns: broadcast.shape.elementCount / count,
        rows: count)
    }
    guard count > 0, let access = periodicAccess(broadcast, wide: wide, covered: covered) else {
      return nil
    }
    return DirectOperand(source: source, access: access, columns: nil)
  }

  /// From the last axis: some that the operand has, some that it repeats along, some that it has
  /// again, and any others that it repeats along.
  private func periodicAccess(_ broadcast: Broadcast, wide: [Int], covered: [Int]) -> Access? {
    var rest = wide[...]
    func take(covered isCovered: Bool) -> Int {
      var product = 1
      while let axis = rest.last, covered.contains(axis) == isCovered {
        product *= broadcast.shape[axis]
        rest.removeLast()
      }
      return product
    }
    let lanes = take(covered: true)
    let inner = take(covered: false)
    let count = take(covered: true)
    guard rest.allSatisfy({ !covered.contains($0) }) else { return nil }
    return .periodic(lanes: lanes, inner: inner, count: count)
  }
}

// Reads a broadcast in place where its operand repeats along rows or columns.

import TensorGraph

/// An element-wise operand read without copying: the array and how it covers the result.
struct DirectOperand {
  let source: NodeID
  let access: Access
  /// The columns that a row or column access implies; nil where any will do.
  let columns: Int?
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
        source: source, access: .column, columns: broadcast.shape.elementCount / count)
    }
    return nil
  }
}

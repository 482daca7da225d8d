// Cases of broadcasting, alone and as an operand of arithmetic.

import TensorGraph

extension OperationCase {
  /// The arithmetic of a full array with one stretched along axes, in both orders.
  private static func operand(
    _ name: String, axes: [Int], _ signatures: [[Shape]]
  ) -> OperationCase {
    OperationCase(
      "arithmetic with \(name)",
      [CaseParameter(.uniform(-2...2)), CaseParameter(.signed(0.5...2))],
      signatures
    ) { graph, inputs in
      let stretched = try graph.stretched(inputs[1], to: graph[inputs[0]].shape, axes: axes)
      return [
        try graph.binary(.subtract, inputs[0], stretched),
        try graph.binary(.subtract, stretched, inputs[0]),
        try graph.binary(.divide, inputs[0], stretched),
      ]
    }
  }

  /// A broadcast alone.
  private static func alone(
    _ from: Shape, _ to: Shape, axes: [Int], _ values: CaseParameter.Values = .uniform(-2...2)
  ) -> OperationCase {
    let parameter = CaseParameter(values)
    return OperationCase(
      "broadcast \(TensorType(from, parameter.dtype)) to \(to) axes \(axes)", [parameter],
      [[from]], tolerance: .exact
    ) { graph, inputs in [try graph.stretched(inputs[0], to: to, axes: axes)] }
  }

  static let broadcastCases: [OperationCase] = [
    operand(
      "a scalar", axes: [], [[[7, 13], []], [[1], []], [[0, 4], []], [[33, 700], []]]),
    operand(
      "a row", axes: [1],
      [
        [[7, 13], [13]], [[1, 13], [13]], [[7, 1], [1]], [[0, 13], [13]], [[7, 0], [0]],
        [[33, 700], [700]],
      ]),
    operand(
      "a column", axes: [0],
      [
        [[7, 13], [7]], [[1, 13], [1]], [[7, 1], [7]], [[0, 13], [0]], [[7, 0], [7]],
        [[33, 700], [33]],
      ]),
    operand("a row of rank 2", axes: [0, 1], [[[7, 13], [1, 13]], [[33, 700], [1, 700]]]),
    operand("a column of rank 2", axes: [0, 1], [[[7, 13], [7, 1]], [[33, 700], [33, 1]]]),
    operand("one element of rank 2", axes: [0, 1], [[[7, 13], [1, 1]], [[3, 700], [1, 1]]]),
    operand("axis 0 of rank 3", axes: [0], [[[3, 5, 7], [3]], [[3, 5, 700], [3]]]),
    operand("axis 1 of rank 3", axes: [1], [[[3, 5, 7], [5]], [[3, 5, 700], [5]]]),
    operand("axis 2 of rank 3", axes: [2], [[[3, 5, 7], [7]], [[3, 5, 700], [700]]]),
    operand("axes 0 and 1 of rank 3", axes: [0, 1], [[[3, 5, 7], [3, 5]]]),
    operand("axes 0 and 2 of rank 3", axes: [0, 2], [[[3, 5, 7], [3, 7]]]),
    operand("axes 1 and 2 of rank 3", axes: [1, 2], [[[3, 5, 7], [5, 7]]]),
    operand("a stretched middle axis", axes: [0, 1, 2], [[[3, 5, 7], [3, 1, 7]]]),
    operand("stretched outer axes", axes: [0, 1, 2], [[[3, 5, 7], [1, 5, 1]]]),
    operand("channels of images", axes: [1], [[[2, 3, 4, 5], [3]], [[2, 8, 9, 9], [8]]]),
    operand("the same shape", axes: [0, 1], [[[7, 13], [7, 13]]]),
    alone([], [], axes: []),
    alone([], [3, 5], axes: []),
    alone([1], [0], axes: [0]),
    alone([0], [3, 0], axes: [1]),
    alone([3], [3, 0], axes: [0]),
    alone([5], [3, 5], axes: [1]),
    alone([3], [3, 5], axes: [0]),
    alone([3, 1, 5], [3, 4, 5], axes: [0, 1, 2]),
    alone([3, 5], [2, 3, 4, 5], axes: [1, 3]),
    alone([1, 5], [3, 2, 5], axes: [0, 2]),
    alone([5], [3, 5], axes: [1], .integers(-9...9)),
    alone([3], [3, 5], axes: [0], .truths),
  ]
}

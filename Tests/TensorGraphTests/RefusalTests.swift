// Every refusal of the shape rules: what it names and what it advises.

import TensorGraph
import Testing

/// An operation with operands that it cannot take, and the message that it must give.
struct Refusal: Sendable, CustomStringConvertible {
  let operation: Operation
  let operands: [TensorType]
  let description: String

  init(_ operation: Operation, _ operands: [TensorType], _ description: String) {
    self.operation = operation
    self.operands = operands
    self.description = description
  }
}

@Suite struct RefusalTests {
  private static func float(_ shape: Shape) -> TensorType { TensorType(shape) }
  private static func int(_ shape: Shape) -> TensorType { TensorType(shape, .int32) }
  private static func truth(_ shape: Shape) -> TensorType { TensorType(shape, .bool) }

  private static let elementwise = [
    Refusal(.unary(.exp), [], "exp: 0 operands came; pass 1"),
    Refusal(.select, [truth([2])], "select: 1 operands came; pass 3"),
    Refusal(
      .unary(.not), [float([2])], "not: the operand is float32[2]; pass truth values"),
    Refusal(
      .unary(.isFinite), [int([2])], "isFinite: the operand is int32[2]; convert it first"),
    Refusal(.unary(.negate), [truth([2])], "negate: the operand is bool[2]; convert it first"),
    Refusal(
      .unary(.tanh), [int([2])], "tanh: the operand is int32[2]; convert it to float32"),
    Refusal(
      .binary(.add), [float([2, 3]), float([3])],
      "add: float32[2, 3] came with float32[3]; both operands must have one shape and one kind"),
    Refusal(
      .binary(.add), [float([3]), int([3])],
      "add: float32[3] came with int32[3]; both operands must have one shape and one kind"),
    Refusal(
      .binary(.and), [int([3]), int([3])], "and: the operands are int32[3]; pass truth values"),
    Refusal(
      .binary(.divide), [int([3]), int([3])],
      "divide: the operands are int32[3]; convert them to float32"),
    Refusal(
      .binary(.maximum), [truth([3]), truth([3])],
      "maximum: the operands are bool[3]; convert them first"),
    Refusal(
      .compare(.less), [float([3]), float([4])],
      "less: float32[3] came with float32[4]; both operands must have one shape and one kind"),
    Refusal(
      .compare(.equal), [truth([3]), truth([3])],
      "equal: truth values cannot be compared; convert them to int32 first"),
    Refusal(
      .select, [float([3]), float([3]), float([3])],
      "select: the condition is float32[3]; pass truth values, as a comparison gives them"),
    Refusal(
      .select, [truth([3]), float([3]), float([2])],
      "select: float32[3] came with float32[2]; both operands must have one shape and one kind"),
    Refusal(
      .select, [truth([3]), float([2, 3]), float([2, 3])],
      "select: bool[3] chooses among float32[2, 3]; "
        + "broadcast the condition to the shape of the values"),
  ]

  private static let structured = [
    Refusal(
      .parameter(0), [], "parameter: the graph knows its type; add it through the graph"),
    Refusal(
      .iota([2, 3], axis: 2), [], "iota: axis 2 of shape [2, 3]; name an existing axis"),
    Refusal(
      .iota([-2], axis: 0), [],
      "iota: shape [-2]; use at most 8 axes, no negative size, and at most 2,147,483,647 elements in all"
    ),
    Refusal(
      .reduce(.sum, axes: [0]), [int([3])],
      "reduce-sum: the operand is int32[3]; convert it first"),
    Refusal(
      .reduce(.maximum, axes: [1]), [float([3])],
      "reduce-maximum: axes [1] of shape [3]; name each existing axis at most once"),
    Refusal(
      .reduce(.sum, axes: [0, 0]), [float([3])],
      "reduce-sum: axes [0, 0] of shape [3]; name each existing axis at most once"),
    Refusal(
      .argmax(axis: 0), [truth([3])], "argmax: the operand is bool[3]; convert it first"),
    Refusal(
      .argmax(axis: 1), [float([3])],
      "argmax: axes [1] of shape [3]; name each existing axis at most once"),
    Refusal(
      .argmax(axis: 1), [float([3, 0])],
      "argmax: axis 1 of float32[3, 0] is empty; an empty axis has no greatest element"),
    Refusal(
      .matmul(Matmul()), [float([2, 3]), float([3])],
      "matmul: float32[2, 3] times float32[3]; pass two float32 matrices"),
    Refusal(
      .matmul(Matmul()), [float([2, 3]), float([4, 5])],
      "matmul: [2, 3] times [4, 5]: the inner sizes 3 and 4 differ; make them equal"),
    Refusal(
      .matmul(Matmul(transposeA: true, transposeB: true)), [float([2, 3]), float([4, 5])],
      "matmul: [2, 3] transposed times [4, 5] transposed: the inner sizes 2 and 5 differ; "
        + "make them equal"),
    Refusal(
      .gather, [float([3, 2]), float([4])],
      "gather: indices are float32[4]; pass int32 indices of rank 1"),
    Refusal(
      .gather, [float([0, 2]), int([4])],
      "gather: the table is float32[0, 2]; pass a table of at least one row"),
    Refusal(
      .matmul(Matmul()), [float([100_000, 1]), float([1, 100_000])],
      "matmul: shape [100000, 100000]; "
        + "use at most 8 axes, no negative size, and at most 2,147,483,647 elements in all"),
    Refusal(
      .gather, [float([1, 100_000]), int([100_000])],
      "gather: shape [100000, 100000]; "
        + "use at most 8 axes, no negative size, and at most 2,147,483,647 elements in all"),
    Refusal(
      .scatterAdd(rows: .max), [float([4, 2]), int([4])],
      "scatter-add: shape [\(Int.max), 2]; "
        + "use at most 8 axes, no negative size, and at most 2,147,483,647 elements in all"),
    Refusal(
      .scatterAdd(rows: 3), [float([4, 2]), int([5])],
      "scatter-add: updates float32[4, 2], indices int32[5], 3 rows; "
        + "pass float32 rows and as many int32 indices"),
  ]

  private static let movement = [
    Refusal(
      .broadcast(Broadcast(shape: [2, 3], axes: [1])), [float([2])],
      "broadcast: [2] along axes [1] to [2, 3]; "
        + "every axis must have size 1 or the size it is stretched to"),
    Refusal(
      .broadcast(Broadcast(shape: [2, 3], axes: [1, 0])), [float([3, 2])],
      "broadcast: [3, 2] along axes [1, 0] to [2, 3]; "
        + "every axis must have size 1 or the size it is stretched to"),
    Refusal(
      .reshape([4]), [float([2, 3])],
      "reshape: 6 elements of [2, 3] cannot take shape [4]; keep the number of elements"),
    Refusal(
      .reshape([-2, -3]), [float([2, 3])],
      "reshape: shape [-2, -3]; "
        + "use at most 8 axes, no negative size, and at most 2,147,483,647 elements in all"),
    Refusal(
      .reshape([1, 1, 1, 1, 1, 1, 1, 1, 6]), [float([2, 3])],
      "reshape: shape [1, 1, 1, 1, 1, 1, 1, 1, 6]; "
        + "use at most 8 axes, no negative size, and at most 2,147,483,647 elements in all"),
    Refusal(
      .transpose([0, 0]), [float([2, 3])],
      "transpose: permutation [0, 0] of [2, 3]; name every axis once"),
    Refusal(
      .slice(Slice(starts: [1], limits: [4], strides: [1])), [float([3])],
      "slice: from [1] to [4] by [1] of [3]; stay within the shape, with strides of at least 1"),
    Refusal(
      .slice(Slice(starts: [0], limits: [3], strides: [0])), [float([3])],
      "slice: from [0] to [3] by [0] of [3]; stay within the shape, with strides of at least 1"),
    Refusal(
      .pad(Padding(low: [1], high: [-1], interior: [0])), [float([3])],
      "pad: padding [1], [-1], [0] of [3]; give one amount from 0 to 2,147,483,647 for every axis"
    ),
    Refusal(
      .pad(Padding(low: [.max], high: [.max], interior: [.max])), [float([3])],
      "pad: padding [\(Int.max)], [\(Int.max)], [\(Int.max)] of [3]; "
        + "give one amount from 0 to 2,147,483,647 for every axis"),
    Refusal(
      .concatenate(axis: 0), [], "concatenate: no operand came; pass at least one"),
    Refusal(
      .concatenate(axis: 1), [float([3])],
      "concatenate: axes [1] of shape [3]; name each existing axis at most once"),
    Refusal(
      .concatenate(axis: 0), [float([2, 3]), float([2, 4])],
      "concatenate: operands [float32[2, 3], float32[2, 4]] along axis 0; "
        + "all sizes but that of the joined axis must agree"),
  ]

  private static func draw(
    _ distribution: RandomDraw.Distribution, _ shape: Shape, stream: UInt32 = 0, draw: UInt32 = 0
  ) -> Operation {
    .random(
      RandomDraw(distribution: distribution, stream: stream, draw: draw, shape: shape))
  }

  private static let random = [
    Refusal(
      draw(.uniform, [3]), [int([2])],
      "random: the key is int32[2]; pass int32[4]: seed low and high, step low and high"),
    Refusal(
      draw(.uniform, [3], stream: 256), [int([4])],
      "random: stream 256, draw 0; "
        + "use streams below 256 and at most 65,536 draws of one stream in a step"),
    Refusal(
      draw(.uniform, [3], draw: 65_536), [int([4])],
      "random: stream 0, draw 65536; "
        + "use streams below 256 and at most 65,536 draws of one stream in a step"),
    Refusal(
      draw(.normal, [-1]), [int([4])],
      "random: shape [-1]; use at most 8 axes, no negative size, and at most 2,147,483,647 elements in all"
    ),
    Refusal(
      draw(.betaLogit(a: 0, b: 1), [3]), [int([4])],
      "random: Beta(0.0, 1.0); both parameters must be above 0"),
    Refusal(
      draw(.integers(below: 0), [3]), [int([4])],
      "random: integers below 0; the bound must be at least 1"),
    Refusal(
      draw(.permutation, [2, 3]), [int([4])],
      "random: a permutation of shape [2, 3]; use rank 1"),
  ]

  @Test(arguments: elementwise + structured + movement + random)
  func namesOperationProblemAndRemedy(_ row: Refusal) throws {
    let error = try #require(throws: ShapeError.self) {
      try row.operation.resultType(row.operands)
    }
    #expect("\(error)" == row.description)
    #expect(error.operation == row.operation.name)
  }

  @Test func graphAddsTheLayer() throws {
    var graph = Graph()
    let x = graph.addParameter(TensorType([2, 3]))
    graph.path = "generator/2/dense"
    let error = try #require(throws: ShapeError.self) {
      try graph.add(.matmul(Matmul()), [x, x])
    }
    #expect(
      "\(error)" == "generator/2/dense: matmul: [2, 3] times [2, 3]: the inner sizes 3 and 2 "
        + "differ; make them equal")
    #expect(graph.nodes.count == 1)
  }

  @Test func longStridesTakeOneElement() throws {
    let slice = Slice(starts: [1], limits: [3], strides: [.max])
    #expect(try Operation.slice(slice).resultType([TensorType([3])]) == TensorType([1]))
  }
}

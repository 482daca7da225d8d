// Small graphs with what the passes must leave of them.

import TensorGraph
import TestSupport

/// A graph and the operations that remain after all passes, in program order.
struct RewriteCase: Sendable, CustomStringConvertible {
  let description: String
  let remaining: [String]
  private let build: @Sendable (inout Graph, NodeID, NodeID) throws -> NodeID

  init(
    _ description: String, _ remaining: [String],
    _ build: @escaping @Sendable (inout Graph, NodeID, NodeID) throws -> NodeID
  ) {
    self.description = description
    self.remaining = remaining
    self.build = build
  }

  /// The graph over two inputs of shape [2, 3].
  func graph() throws -> Graph {
    try makeGraph { graph in
      let x = graph.addParameter(TensorType([2, 3]))
      let y = graph.addParameter(TensorType([2, 3]))
      return [try build(&graph, x, y)]
    }
  }

  static let all = neutralOperands + movements + products + constants
}

extension RewriteCase {
  private static func neutral(
    _ name: String, _ operation: BinaryOperation, _ value: Float, first: Bool = false,
    _ remaining: [String] = ["parameter"]
  ) -> RewriteCase {
    RewriteCase(name, remaining) { graph, x, _ in
      let number = try graph.filled(value, like: x)
      return try first ? graph.binary(operation, number, x) : graph.binary(operation, x, number)
    }
  }

  private static let neutralOperands: [RewriteCase] = [
    neutral("x + 0", .add, 0),
    neutral("0 + x", .add, 0, first: true),
    neutral("x - 0", .subtract, 0),
    neutral("0 - x", .subtract, 0, first: true, ["parameter", "negate"]),
    neutral("x * 1", .multiply, 1),
    neutral("1 * x", .multiply, 1, first: true),
    neutral("x * -1", .multiply, -1, ["parameter", "negate"]),
    neutral("-1 * x", .multiply, -1, first: true, ["parameter", "negate"]),
    neutral("x / 1", .divide, 1),
    neutral("x / -1", .divide, -1, ["parameter", "negate"]),
    neutral("x to the power of 1", .power, 1),
    neutral("x to the power of 2", .power, 2, ["parameter", "multiply"]),
    neutral(
      "x * 0, which is NaN for infinite x", .multiply, 0,
      ["parameter", "constant", "broadcast", "multiply"]),
    neutral("x + 1", .add, 1, ["parameter", "constant", "broadcast", "add"]),
    neutral("1 / x", .divide, 1, first: true, ["parameter", "constant", "broadcast", "divide"]),
    RewriteCase("x + -y", ["parameter", "parameter", "subtract"]) { graph, x, y in
      try graph.binary(.add, x, graph.unary(.negate, y))
    },
    RewriteCase("-x + y", ["parameter", "parameter", "subtract"]) { graph, x, y in
      try graph.binary(.add, graph.unary(.negate, x), y)
    },
    RewriteCase("--x", ["parameter"]) { graph, x, _ in
      try graph.unary(.negate, graph.unary(.negate, x))
    },
    RewriteCase("not not x > y", ["parameter", "parameter", "greater"]) { graph, x, y in
      try graph.unary(.not, graph.unary(.not, graph.add(.compare(.greater), [x, y])))
    },
    RewriteCase("select(x > y, x, x)", ["parameter"]) { graph, x, y in
      try graph.add(.select, [graph.add(.compare(.greater), [x, y]), x, x])
    },
    RewriteCase("conversion to the same kind", ["parameter"]) { graph, x, _ in
      try graph.add(.convert(.float32), [x])
    },
    RewriteCase("stopped gradient", ["parameter", "sin"]) { graph, x, _ in
      try graph.unary(.sin, graph.unary(.stopGradient, x))
    },
  ]

  private static let movements: [RewriteCase] = [
    RewriteCase("reshape of a reshape", ["parameter", "reshape"]) { graph, x, _ in
      try graph.add(.reshape([3, 2]), [graph.add(.reshape([6]), [x])])
    },
    RewriteCase("reshape there and back", ["parameter"]) { graph, x, _ in
      try graph.add(.reshape([2, 3]), [graph.add(.reshape([6]), [x])])
    },
    RewriteCase("transpose of a transpose", ["parameter"]) { graph, x, _ in
      try graph.add(.transpose([1, 0]), [graph.add(.transpose([1, 0]), [x])])
    },
    RewriteCase("three axes turned twice", ["parameter", "reshape"]) { graph, x, _ in
      let cube = try graph.add(.reshape([1, 2, 3]), [x])
      return try graph.add(.transpose([1, 2, 0]), [graph.add(.transpose([2, 0, 1]), [cube])])
    },
    RewriteCase("three axes turned by two different turns", ["parameter", "reshape", "transpose"]) {
      graph, x, _ in
      let cube = try graph.add(.reshape([1, 2, 3]), [x])
      return try graph.add(.transpose([1, 0, 2]), [graph.add(.transpose([2, 0, 1]), [cube])])
    },
    RewriteCase("broadcast of a broadcast", ["parameter", "broadcast"]) { graph, x, _ in
      let once = try graph.stretched(x, to: [2, 3, 4], axes: [0, 1])
      return try graph.stretched(once, to: [5, 2, 3, 4], axes: [1, 2, 3])
    },
    RewriteCase("broadcast to the same shape", ["parameter"]) { graph, x, _ in
      try graph.stretched(x, to: [2, 3], axes: [0, 1])
    },
    RewriteCase("slice of everything", ["parameter"]) { graph, x, _ in
      try graph.add(.slice(Slice(starts: [0, 0], limits: [2, 3], strides: [1, 1])), [x])
    },
    RewriteCase("padding by nothing", ["parameter"]) { graph, x, _ in
      try graph.add(.pad(Padding(low: [0, 0], high: [0, 0], interior: [0, 0])), [x])
    },
    RewriteCase("one array joined", ["parameter"]) { graph, x, _ in
      try graph.add(.concatenate(axis: 0), [x])
    },
  ]

  private static let products: [RewriteCase] = [
    RewriteCase("transpose into a product", ["parameter", "parameter", "matmul"]) { graph, x, y in
      try graph.matmul(graph.add(.transpose([1, 0]), [x]), y)
    },
    RewriteCase("transpose into the right side", ["parameter", "parameter", "matmul"]) {
      graph, x, y in try graph.matmul(x, graph.add(.transpose([1, 0]), [y]))
    },
    RewriteCase("transpose undone by the product", ["parameter", "parameter", "matmul"]) {
      graph, x, y in
      try graph.matmul(
        graph.add(.transpose([1, 0]), [x]), graph.add(.transpose([1, 0]), [y]), transposeA: true)
    },
  ]

  private static let constants: [RewriteCase] = [
    RewriteCase("arithmetic of numbers", ["constant"]) { graph, _, _ in
      let two = try graph.add(.constant(HostTensor(2)))
      return try graph.unary(.exp, graph.binary(.power, two, two))
    },
    RewriteCase("arithmetic of repeated numbers", ["constant", "broadcast"]) { graph, x, _ in
      try graph.binary(.divide, graph.filled(3, like: x), graph.filled(4, like: x))
    },
    RewriteCase("a sum of repeated numbers that is neutral", ["parameter"]) { graph, x, _ in
      let zero = try graph.binary(.add, graph.filled(1, like: x), graph.filled(-1, like: x))
      return try graph.binary(.add, x, zero)
    },
    RewriteCase("reshape of a repeated number", ["constant", "broadcast"]) { graph, x, _ in
      try graph.add(.reshape([3, 2]), [graph.filled(2, like: x)])
    },
    RewriteCase("movement of constants", ["constant"]) { graph, _, _ in
      let table = try graph.add(.constant(HostTensor(rows: [[1, 2, 3], [4, 5, 6]])))
      return try graph.add(.reduce(.sum, axes: [0]), [graph.add(.transpose([1, 0]), [table])])
    },
    RewriteCase("a constant too large to compute early", ["constant", "exp"]) { graph, _, _ in
      try graph.unary(
        .exp, graph.add(.constant(HostTensor(repeating: 0.5, shape: [65_537]))))
    },
    RewriteCase("the largest constant computed early", ["constant"]) { graph, _, _ in
      try graph.unary(
        .exp, graph.add(.constant(HostTensor(repeating: 0.5, shape: [65_536]))))
    },
    RewriteCase("random numbers of a known key", ["constant", "random"]) { graph, _, _ in
      let key = try graph.add(.constant(HostTensor([Int32](repeating: 7, count: 4))))
      let draw = RandomDraw(distribution: .uniform, stream: 1, draw: 0, shape: [9])
      return try graph.add(.random(draw), [key])
    },
  ]
}

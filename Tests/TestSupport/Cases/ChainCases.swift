// Cases of several operations together: chains, joins and forks that a compiler fuses.

import TensorGraph

extension OperationCase {
  private static let number = CaseParameter(.uniform(-2...2))
  private static let apart = CaseParameter(.signed(0.1...2))
  private static let loose = Tolerance(absolute: 2e-5, relative: 1e-5)

  static let chainCases: [OperationCase] = [
    OperationCase(
      "chain of many kinds", [number, CaseParameter(.signed(0.5...2))],
      elementwiseShapes("chain").map { [$0, $0] }, tolerance: loose
    ) { graph, inputs in
      let a = try graph.unary(.tanh, graph.binary(.multiply, inputs[0], inputs[1]))
      let b = try graph.unary(.softplus, graph.binary(.subtract, a, inputs[1]))
      return [try graph.binary(.divide, graph.unary(.exp, b), inputs[1])]
    },
    OperationCase(
      "chain longer than the registers", [number], [[[7, 13]], [[3, 700]]], tolerance: loose
    ) { graph, inputs in
      var x = inputs[0]
      for index in 0..<150 {
        x = try graph.binary(.add, x, graph.scaled(inputs[0], by: Float(index % 7) / 1000))
      }
      return [x]
    },
    OperationCase(
      "more values alive than registers", [apart], [[[7, 13]], [[3, 700]]], tolerance: loose
    ) { graph, inputs in
      let terms = try (0..<90).map { try graph.scaled(inputs[0], by: Float($0) / 90) }
      return [
        try terms.dropFirst().reduce(terms[0]) { try graph.binary(.subtract, $1, $0) },
        try terms.dropLast().reversed().reduce(terms[89]) { try graph.binary(.maximum, $1, $0) },
      ]
    },
    OperationCase(
      "more operands than registers", (0..<80).map { _ in number },
      [(0..<80).map { _ in [7, 13] }, (0..<80).map { _ in [] }], tolerance: loose
    ) { graph, inputs in
      [try inputs.dropFirst().reduce(inputs[0]) { try graph.binary(.add, $0, $1) }]
    },
    OperationCase(
      "intermediate value returned too", [number, number], [[[7, 13], [7, 13]], [[], []]]
    ) { graph, inputs in
      let sum = try graph.binary(.add, inputs[0], inputs[1])
      return [sum, try graph.unary(.sin, sum), try graph.binary(.multiply, sum, sum)]
    },
    OperationCase(
      "logic of truths", [apart, apart], [[[7, 13], [7, 13]], [[3, 700], [3, 700]]]
    ) { graph, inputs in
      let zero = try graph.filled(0, like: inputs[0])
      let positive = try graph.add(.compare(.greater), [inputs[0], zero])
      let negative = try graph.unary(.not, graph.add(.compare(.greaterOrEqual), [inputs[1], zero]))
      let both = try graph.binary(.and, positive, negative)
      let any = try graph.binary(.or, positive, negative)
      let product = try graph.binary(.multiply, inputs[0], inputs[1])
      return [both, any, try graph.add(.select, [any, product, zero])]
    },
    OperationCase("index arithmetic", [CaseParameter(.integers(0...20))], [[[13]], [[700]]]) {
      graph, inputs in
      let places = try graph.add(.iota(graph[inputs[0]].shape, axis: 0))
      let sum = try graph.binary(.add, inputs[0], places)
      return [sum, try graph.add(.convert(.float32), [graph.binary(.multiply, sum, places)])]
    },
    OperationCase(
      "transposed operands", [number, number], [[[7, 13], [13, 7]], [[65, 33], [33, 65]]],
      tolerance: loose
    ) { graph, inputs in
      let turned = try graph.add(.transpose([1, 0]), [inputs[1]])
      let sum = try graph.unary(.tanh, graph.binary(.add, inputs[0], turned))
      return [sum, try graph.matmul(turned, inputs[1]), try graph.add(.transpose([1, 0]), [sum])]
    },
    OperationCase(
      "outer product of broadcasts", [number, number],
      [[[7], [13]], [[1], [13]], [[0], [3]], [[65], [700]]]
    ) { graph, inputs in
      let shape = Shape([graph[inputs[0]].shape[0], graph[inputs[1]].shape[0]])
      let columns = try graph.stretched(graph.unary(.sin, inputs[0]), to: shape, axes: [0])
      let rows = try graph.stretched(graph.unary(.cos, inputs[1]), to: shape, axes: [1])
      return [try graph.binary(.multiply, columns, rows)]
    },
    OperationCase(
      "reshape within a chain", [number, number], [[[7, 13], [91]], [[6, 4], [24]]]
    ) { graph, inputs in
      let flat = try graph.add(.reshape(graph[inputs[1]].shape), [graph.unary(.sin, inputs[0])])
      return [try graph.unary(.exp, graph.binary(.multiply, flat, inputs[1]))]
    },
    OperationCase(
      "slices joined again", [number], [[[7, 13]], [[8, 20]]]
    ) { graph, inputs in
      let shape = graph[inputs[0]].shape
      let cut = shape[1] / 2
      let left = try graph.add(
        .slice(Slice(starts: [0, 0], limits: [shape[0], cut], strides: [1, 1])), inputs)
      let right = try graph.add(
        .slice(Slice(starts: [0, cut], limits: shape.dimensions, strides: [1, 1])), inputs)
      return [try graph.add(.concatenate(axis: 1), [graph.unary(.sin, right), left])]
    },
    OperationCase(
      "reductions of one chain along different axes", [number, number],
      [[[7, 13], [7, 13]], [[1, 5], [1, 5]], [[0, 3], [0, 3]], [[65, 700], [65, 700]]],
      tolerance: Tolerance(absolute: 1e-3, relative: 1e-5)
    ) { graph, inputs in
      let product = try graph.binary(.multiply, inputs[0], graph.unary(.tanh, inputs[1]))
      return [
        try graph.sum(product, axes: [0]), try graph.sum(product, axes: [1]),
        try graph.sum(product), try graph.sum(inputs[0], axes: [1]),
      ]
    },
  ]
}

// Cases of operations without operands, and of random numbers.

import TensorGraph

extension OperationCase {
  static let sourceCases: [OperationCase] = [
    OperationCase("parameter returned twice", [CaseParameter(.uniform(-2...2))], [[[7, 13]]]) {
      _, inputs in [inputs[0], inputs[0]]
    },
    OperationCase(
      "parameter that nobody reads", [CaseParameter(.truths), CaseParameter(.uniform(-2...2))],
      [[[5], [7, 13]]]
    ) { graph, inputs in [try graph.unary(.negate, inputs[1])] },
    OperationCase("constants returned", [], [[]]) { graph, _ in
      [
        try graph.add(.constant(HostTensor(2.5))),
        try graph.add(.constant(HostTensor([1, .nan, -0.0]))),
        try graph.add(.constant(HostTensor([Int32.min, 3]))),
        try graph.add(.constant(HostTensor([true, false]))),
        try graph.add(.constant(HostTensor(repeating: 1, shape: [0, 4]))),
      ]
    },
    OperationCase(
      "constant array as an operand", [CaseParameter(.uniform(-2...2))], [[[2, 3]], [[2, 3]]]
    ) { graph, inputs in
      let constant = try graph.add(.constant(HostTensor(rows: [[1, 2, 3], [4, 5, 6]])))
      return [
        try graph.binary(.subtract, constant, inputs[0]),
        try graph.binary(.add, constant, constant),
      ]
    },
    OperationCase("iota", [], [[]]) { graph, _ in
      [
        try graph.add(.iota([5], axis: 0)), try graph.add(.iota([7, 13], axis: 0)),
        try graph.add(.iota([7, 13], axis: 1)), try graph.add(.iota([3, 5, 7], axis: 1)),
        try graph.add(.iota([0], axis: 0)), try graph.add(.iota([3, 0], axis: 0)),
        try graph.add(.iota([3, 700], axis: 1)),
      ]
    },
    OperationCase("one-hot", [CaseParameter(.integers(-1...10))], [[[7]], [[0]], [[100]]]) {
      graph, inputs in
      let shape = Shape([graph[inputs[0]].shape[0], 10])
      let classes = try graph.add(.iota(shape, axis: 1))
      let labels = try graph.stretched(inputs[0], to: shape, axes: [0])
      return [try graph.add(.convert(.float32), [graph.add(.compare(.equal), [classes, labels])])]
    },
  ]

  private static func random(
    _ name: String, _ distribution: RandomDraw.Distribution, _ shapes: [Shape],
    stream: UInt32 = 3, draw: UInt32 = 7, tolerance: Tolerance = .exact
  ) -> OperationCase {
    OperationCase(
      "random \(name)", [CaseParameter(.integers(.min ... .max))], [[[4]]],
      specials: [
        [HostTensor([Int32](repeating: 0, count: 4))],
        [HostTensor([Int32](repeating: -1, count: 4))],
      ], tolerance: tolerance
    ) { graph, inputs in
      try shapes.enumerated().map { index, shape in
        let row = RandomDraw(
          distribution: distribution, stream: stream, draw: draw + UInt32(index), shape: shape)
        return try graph.add(.random(row), inputs)
      }
    }
  }

  static let randomCases: [OperationCase] = {
    let shapes: [Shape] = [[7, 13], [], [0], [1], [2, 3, 4], [4099]]
    let wide = Tolerance(absolute: 1e-4, relative: 1e-5)
    let logits = Tolerance(absolute: 1e-5, relative: 1e-5)
    let betas: [(Float, Float)] = [(0.05, 0.05), (0.2, 0.2), (1, 1), (8, 8), (0.3, 2.5)]
    let bounds: [Int32] = [1, 2, 10, 1_610_612_737, .max]
    return [
      random("uniform", .uniform, shapes),
      random("uniform, last stream and draw", .uniform, [[5]], stream: 255, draw: 65_535),
      random("normal", .normal, shapes, tolerance: wide),
      random("permutation", .permutation, [[0], [1], [2], [13], [4099]]),
    ]
      + betas.map {
        random(
          "beta logit \($0.0) \($0.1)", .betaLogit(a: $0.0, b: $0.1), shapes, tolerance: logits)
      } + bounds.map { random("integers below \($0)", .integers(below: $0), shapes) }
  }()
}

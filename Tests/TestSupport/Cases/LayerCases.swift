// Cases that are what networks are made of: layers, losses, optimizers and penalties.

import TensorGraph

extension OperationCase {
  private static let number = CaseParameter(.uniform(-1...1))
  private static let loose = Tolerance(absolute: 5e-5, relative: 2e-5)

  static let layerCases: [OperationCase] = [
    OperationCase(
      "dense layer with relu",
      [CaseParameter(.uniform(-0.3...0.3)), number, CaseParameter(.signed(2...3))],
      [
        [[7, 5], [5, 13], [13]], [[1, 5], [5, 1], [1]], [[0, 5], [5, 3], [3]],
        [[3, 0], [0, 4], [4]], [[64, 33], [33, 70], [70]],
      ], tolerance: loose
    ) { graph, inputs in [try graph.unary(.relu, graph.dense(inputs[0], inputs[1], inputs[2]))] },
    OperationCase(
      "two dense layers and a logistic loss",
      [number, number, number, number, CaseParameter(.uniform(0...1), constant: true)],
      [
        [[7, 3], [3, 11], [11], [11, 1], [7, 1]], [[32, 2], [2, 64], [64], [64, 1], [32, 1]],
      ],
      tolerance: loose
    ) { graph, inputs in
      let hidden = try graph.unary(.tanh, graph.dense(inputs[0], inputs[1], inputs[2]))
      let logits = try graph.matmul(hidden, inputs[3])
      let loss = try graph.binary(
        .subtract, graph.unary(.softplus, logits), graph.binary(.multiply, logits, inputs[4]))
      return [try graph.mean(loss), logits]
    },
    OperationCase(
      "softmax cross-entropy", [CaseParameter(.distinct), CaseParameter(.integers(0...4))],
      [[[7, 5], [7]], [[1, 5], [1]], [[33, 5], [33]]], tolerance: loose
    ) { graph, inputs in
      let shape = graph[inputs[0]].shape
      let greatest = try graph.add(.reduce(.maximum, axes: [1]), [inputs[0]])
      let shifted = try graph.binary(
        .subtract, inputs[0],
        graph.stretched(graph.unary(.stopGradient, greatest), to: shape, axes: [0]))
      let total = try graph.sum(graph.unary(.exp, shifted), axes: [1])
      let logarithms = try graph.binary(
        .subtract, shifted, graph.stretched(graph.unary(.log, total), to: shape, axes: [0]))
      let labels = try graph.stretched(inputs[1], to: shape, axes: [0])
      let isLabel = try graph.add(
        .compare(.equal), [graph.add(.iota(shape, axis: 1)), labels])
      let chosen = try graph.add(.select, [isLabel, logarithms, graph.filled(0, like: logarithms)])
      return [try graph.unary(.negate, graph.mean(chosen)), logarithms]
    },
    OperationCase(
      "mixup of pairs", [number, CaseParameter(.integers(0...6)), CaseParameter(.uniform(0...1))],
      [[[7, 13], [7], [7]], [[7, 700], [7], [7]]]
    ) { graph, inputs in
      let shape = graph[inputs[0]].shape
      let partners = try graph.add(.gather, [inputs[0], inputs[1]])
      let share = try graph.stretched(inputs[2], to: shape, axes: [0])
      let rest = try graph.binary(.subtract, graph.filled(1, like: share), share)
      return [
        try graph.binary(
          .add, graph.binary(.multiply, share, inputs[0]), graph.binary(.multiply, rest, partners))
      ]
    },
    OperationCase(
      "normalisation of rows", [number], [[[7, 13]], [[1, 5]], [[65, 700]]], tolerance: loose
    ) { graph, inputs in
      [try standardized(inputs[0], along: 1, in: &graph)]
    },
    OperationCase(
      "normalisation of columns", [number], [[[7, 13]], [[65, 70]]], tolerance: loose
    ) { graph, inputs in
      [try standardized(inputs[0], along: 0, in: &graph)]
    },
    OperationCase(
      "dropout", [CaseParameter(.uniform(-2...2)), CaseParameter(.integers(0...9))],
      [[[7, 13], [4]], [[65, 700], [4]]]
    ) { graph, inputs in
      let draw = RandomDraw(
        distribution: .uniform, stream: 2, draw: 0, shape: graph[inputs[0]].shape)
      let noise = try graph.add(.random(draw), [inputs[1]])
      let kept = try graph.add(.compare(.less), [noise, graph.filled(0.75, like: noise)])
      let scaled = try graph.scaled(inputs[0], by: 4 / 3)
      return [try graph.add(.select, [kept, scaled, graph.filled(0, like: scaled)])]
    },
    OperationCase(
      "Adam",
      [
        number, number, number, CaseParameter(.uniform(0.1...1)),
        CaseParameter(.uniform(0.001...0.01)),
      ],
      [
        [[7, 13], [7, 13], [7, 13], [7, 13], []], [[3, 700], [3, 700], [3, 700], [3, 700], []],
      ],
      tolerance: loose
    ) { graph, inputs in
      let gradient = inputs[1]
      let first = try graph.binary(
        .add, graph.scaled(inputs[2], by: 0.9), graph.scaled(gradient, by: 0.1))
      let squared = try graph.binary(.multiply, gradient, gradient)
      let second = try graph.binary(
        .add, graph.scaled(inputs[3], by: 0.999), graph.scaled(squared, by: 0.001))
      let divisor = try graph.binary(
        .add, graph.unary(.sqrt, second), graph.filled(1e-8, like: second))
      let rate = try graph.stretched(inputs[4], to: graph[first].shape, axes: [])
      let change = try graph.binary(.multiply, rate, graph.binary(.divide, first, divisor))
      return [try graph.binary(.subtract, inputs[0], change), first, second]
    },
    OperationCase(
      "gradient penalty", [number, number, number],
      [[[5, 3], [3, 7], [7, 1]], [[16, 2], [2, 32], [32, 1]]],
      tolerance: Tolerance(absolute: 2e-4, relative: 1e-4)
    ) { graph, inputs in
      let hidden = try graph.unary(.softplus, graph.matmul(inputs[0], inputs[1]))
      let scores = try graph.matmul(hidden, inputs[2])
      let slopes = try graph.gradients(of: graph.sum(scores), withRespectTo: [inputs[0]])[0]
      let squares = try graph.sum(graph.binary(.multiply, slopes, slopes), axes: [1])
      let norms = try graph.unary(.sqrt, squares)
      let excess = try graph.binary(.subtract, norms, graph.filled(1, like: norms))
      let penalty = try graph.mean(graph.binary(.multiply, excess, excess))
      return try [penalty] + graph.gradients(of: penalty, withRespectTo: Array(inputs[1...]))
    },
  ]

  /// `(x - mean) / sqrt(variance + 0.1)` along one axis of a matrix.
  private static func standardized(
    _ x: NodeID, along axis: Int, in graph: inout Graph
  ) throws -> NodeID {
    let shape = graph[x].shape
    let share = 1 / Float(shape[axis])
    let mean = try graph.scaled(graph.sum(x, axes: [axis]), by: share)
    let centred = try graph.binary(
      .subtract, x, graph.stretched(mean, to: shape, axes: [1 - axis]))
    let variance = try graph.scaled(
      graph.sum(graph.binary(.multiply, centred, centred), axes: [axis]), by: share)
    let shifted = try graph.binary(.add, variance, graph.filled(0.1, like: variance))
    let scale = try graph.stretched(graph.unary(.rsqrt, shifted), to: shape, axes: [1 - axis])
    return try graph.binary(.multiply, centred, scale)
  }
}

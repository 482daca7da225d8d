// Cases that are what convolutional networks are made of: whatever stands between convolutions.

import TensorGraph

extension OperationCase {
  private static let number = CaseParameter(.uniform(-1...1))
  private static let loose = Tolerance(absolute: 2e-4, relative: 1e-4)

  static let imageNetworkCases: [OperationCase] = [
    OperationCase(
      "normalised convolution with relu", [number, number, number, number],
      [
        [[2, 1, 3, 4], [4, 1, 3, 3], [4], [4]], [[3, 16, 6, 5], [32, 16, 3, 3], [32], [32]],
        [[2, 3, 9, 9], [16, 3, 3, 3], [16], [16]], [[4, 16, 1, 1], [16, 16, 3, 3], [16], [16]],
      ], tolerance: loose
    ) { graph, inputs in
      let y = try graph.convolved(inputs[0], inputs[1])
      return [try graph.unary(.softplus, graph.normalised(y, inputs[2], inputs[3]))]
    },
    OperationCase(
      "residual block with a pool and a head", [number, number, number],
      [[[2, 4, 4, 4], [4, 4, 3, 3], [4, 3]], [[2, 16, 6, 6], [16, 16, 3, 3], [16, 5]]],
      tolerance: loose
    ) { graph, inputs in
      let branch = try graph.unary(.tanh, graph.convolved(inputs[0], inputs[1]))
      let sum = try graph.binary(.add, inputs[0], branch)
      let pooling = Pooling(window: [2, 2], strides: [2, 2])
      let pooled = try graph.add(.averagePool(pooling), [sum])
      let shape = graph[pooled].shape
      let features = try graph.scaled(
        graph.sum(pooled, axes: [2, 3]), by: 1 / Float(shape[2] * shape[3]))
      return [try graph.matmul(features, inputs[2]), sum]
    },
    OperationCase(
      "mean of squared norms", [number], [[[4, 3, 2, 4]], [[3, 40]], [[2, 16, 5, 5]]],
      tolerance: loose
    ) { graph, inputs in
      let squares = try graph.binary(.multiply, inputs[0], inputs[0])
      let rest = Array(1..<graph[inputs[0]].shape.rank)
      return [try graph.mean(graph.sum(squares, axes: rest)), squares]
    },
    OperationCase(
      "everything that reads blocks", [number, number, number, number, CaseParameter(.truths)],
      [
        [[2, 16, 3, 4], [32, 16, 3, 3], [2, 32], [3, 4], [2, 32, 3, 4]],
        [[1, 16, 1, 1], [16, 16, 3, 3], [1, 16], [1, 1], [1, 16, 1, 1]],
      ], tolerance: loose
    ) { graph, inputs in
      let y = try graph.convolved(inputs[0], inputs[1])
      let shape = graph[y].shape
      let each = try graph.stretched(inputs[2], to: shape, axes: [0, 1])
      let place = try graph.stretched(inputs[3], to: shape, axes: [2, 3])
      let both = try graph.binary(.add, graph.binary(.multiply, y, each), place)
      let masked = try graph.add(.select, [inputs[4], both, y])
      let ofPixels = try graph.sum(masked, axes: [1])
      let ofImages = try graph.sum(masked, axes: [1, 2, 3])
      let ofRows = try graph.sum(masked, axes: [0, 3])
      let corner = Slice(starts: [0, 1, 0, 0], limits: shape.dimensions, strides: [1, 2, 1, 1])
      let part = try graph.add(.slice(corner), [masked])
      let twice = try graph.add(.concatenate(axis: 1), [masked, y])
      let turned = try graph.add(.transpose([0, 2, 3, 1]), [masked])
      return [
        ofPixels, ofImages, ofRows, part, twice, turned,
        try graph.add(.reshape([shape.elementCount]), [masked]), try graph.mean(masked),
      ]
    },
  ]
}

extension Graph {
  /// A convolution of stride 1 that keeps the size, for kernels of 3 x 3.
  fileprivate mutating func convolved(_ x: NodeID, _ w: NodeID) throws(ShapeError) -> NodeID {
    try add(.convolution(Convolution(low: [1, 1], high: [1, 1])), [x, w])
  }

  /// Every channel with mean 0 and variance 1 over batch and pixels, scaled and shifted.
  fileprivate mutating func normalised(
    _ x: NodeID, _ weight: NodeID, _ bias: NodeID
  ) throws -> NodeID {
    let shape = self[x].shape
    let count = Float(shape[0] * shape[2] * shape[3])
    let mean = try scaled(sum(x, axes: [0, 2, 3]), by: 1 / count)
    let deviation = try binary(.subtract, x, stretched(mean, to: shape, axes: [1]))
    let squares = try binary(.multiply, deviation, deviation)
    let variance = try scaled(sum(squares, axes: [0, 2, 3]), by: 1 / count)
    let padded = try binary(.add, variance, filled(0.1, like: variance))
    let factor = try binary(.multiply, unary(.rsqrt, padded), weight)
    let scaled = try binary(.multiply, deviation, stretched(factor, to: shape, axes: [1]))
    return try binary(.add, scaled, stretched(bias, to: shape, axes: [1]))
  }
}

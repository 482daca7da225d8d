// Cases of convolutions, pools and blocks of channels.

import TensorGraph

extension OperationCase {
  private static let number = CaseParameter(.uniform(-1...1))
  /// Winograd's algorithm rounds more coarsely than a plain sum.
  private static let loose = Tolerance(absolute: 1e-4, relative: 1e-4)

  private static func convolution(
    _ name: String, _ form: Convolution, _ signatures: [[Shape]]
  ) -> OperationCase {
    OperationCase("convolution " + name, [number, number], signatures, tolerance: loose) {
      graph, inputs in [try graph.add(.convolution(form), inputs)]
    }
  }

  private static func transposed(
    _ name: String, _ form: Convolution, size: [Int], _ signatures: [[Shape]]
  ) -> OperationCase {
    OperationCase("transposed convolution " + name, [number, number], signatures, tolerance: loose)
    { graph, inputs in [try graph.add(.convolutionInputGradient(form, size: size), inputs)] }
  }

  static let convolutionCases: [OperationCase] = [
    convolution(
      "3x3", Convolution(low: [1, 1], high: [1, 1]),
      [
        [[2, 3, 5, 4], [4, 3, 3, 3]], [[1, 1, 1, 1], [1, 1, 3, 3]], [[0, 3, 5, 4], [4, 3, 3, 3]],
        [[2, 16, 9, 9], [32, 16, 3, 3]], [[1, 20, 7, 8], [17, 20, 3, 3]],
        [[3, 64, 8, 8], [64, 64, 3, 3]],
      ]),
    convolution(
      "1x1", Convolution(), [[[2, 5, 3, 3], [4, 5, 1, 1]], [[2, 32, 4, 5], [48, 32, 1, 1]]]),
    convolution(
      "4x4 stride 2", Convolution(strides: [2, 2], low: [1, 1], high: [1, 1]),
      [[[1, 2, 6, 8], [3, 2, 4, 4]], [[2, 16, 14, 14], [32, 16, 4, 4]]]),
    convolution(
      "3x3 stride 2 on even sizes", Convolution(strides: [2, 2], low: [1, 1], high: [1, 1]),
      [[[2, 2, 6, 6], [3, 2, 3, 3]], [[2, 16, 8, 8], [16, 16, 3, 3]]]),
    convolution(
      "5x3 with every setting",
      Convolution(strides: [1, 2], low: [2, 0], high: [1, 3], dilation: [1, 2]),
      [[[2, 2, 5, 7], [3, 2, 5, 3]], [[1, 17, 9, 12], [16, 17, 5, 3]]]),
    convolution(
      "3x3 stride 3 without padding", Convolution(strides: [3, 3]),
      [[[1, 2, 8, 8], [2, 2, 3, 3]], [[2, 16, 11, 10], [16, 16, 3, 3]]]),
    convolution(
      "in groups", Convolution(low: [1, 1], high: [1, 1], groups: 2),
      [
        [[2, 4, 4, 4], [6, 2, 3, 3]], [[1, 32, 6, 6], [32, 16, 3, 3]],
        [[1, 20, 5, 5], [6, 10, 3, 3]],
      ]),
    convolution(
      "of each channel", Convolution(low: [1, 1], high: [1, 1], groups: 16),
      [[[1, 16, 3, 3], [16, 1, 3, 3]], [[2, 16, 7, 6], [16, 1, 3, 3]]]),
    transposed(
      "4x4 stride 2", Convolution(strides: [2, 2], low: [1, 1], high: [1, 1]), size: [6, 8],
      [[[1, 3, 3, 4], [3, 2, 4, 4]], [[2, 32, 3, 4], [32, 16, 4, 4]]]),
    transposed(
      "3x3 stride 2 with room left", Convolution(strides: [2, 2], low: [1, 1], high: [1, 1]),
      size: [6, 6], [[[2, 3, 3, 3], [3, 2, 3, 3]], [[2, 16, 3, 3], [16, 20, 3, 3]]]),
    transposed(
      "in groups", Convolution(groups: 2), size: [5, 4], [[[1, 4, 3, 3], [4, 3, 3, 2]]]),
    OperationCase(
      "gradient of convolution kernels", [number, number],
      [[[2, 3, 5, 4], [2, 4, 5, 4]], [[2, 16, 6, 6], [2, 16, 6, 6]]], tolerance: loose
    ) { graph, inputs in
      let form = Convolution(low: [1, 1], high: [1, 1])
      return [try graph.add(.convolutionWeightGradient(form, size: [3, 3]), inputs)]
    },
  ]

  private static let poolings: [(String, Pooling)] = [
    ("2x2", Pooling(window: [2, 2], strides: [2, 2])),
    (
      "3x3 stride 2 padded", Pooling(window: [3, 3], strides: [2, 2], low: [1, 1], high: [1, 1])
    ),
    ("3x2 overlapping", Pooling(window: [3, 2], strides: [1, 1], low: [0, 1], high: [2, 0])),
    ("4x6, all at once", Pooling(window: [4, 6], strides: [1, 1])),
  ]
  private static let poolShapes: [[Shape]] = [
    [[2, 3, 4, 6]], [[1, 1, 4, 6, 16]], [[2, 2, 4, 6, 16]],
  ]

  static let poolCases: [OperationCase] = poolings.flatMap { name, pooling in
    [
      OperationCase(
        "max pool " + name, [CaseParameter(.distinct)], poolShapes,
        specials: [
          [HostTensor(shape: [1, 1, 4, 6], storage: .float32(poolSpecials))],
          [HostTensor(repeating: -.infinity, shape: [1, 1, 4, 6])],
          [HostTensor(repeating: 1, shape: [1, 1, 4, 6])],
        ], tolerance: .exact
      ) { graph, inputs in [try graph.add(.maxPool(pooling), inputs)] },
      OperationCase(
        "average pool " + name, [number], poolShapes
      ) { graph, inputs in [try graph.add(.averagePool(pooling), inputs)] },
      OperationCase(
        "spreading to windows " + name, [number],
        [[windows(of: [2, 3, 4, 6], pooling)], [windows(of: [1, 2, 4, 6, 16], pooling)]]
      ) { graph, inputs in
        [try graph.add(.averagePoolGradient(pooling, size: [4, 6]), inputs)]
      },
      OperationCase(
        "values at maxima " + name, [CaseParameter(.lattice(offset: 0), constant: true), number],
        poolShapes.map { $0 + $0 }, tolerance: .exact
      ) { graph, inputs in [try graph.add(.maxPoolGather(pooling), inputs)] },
    ]
  }

  private static let poolSpecials: [Float] =
    [.nan, 1, .infinity, -.infinity, 2, .nan] + [Float](repeating: 0, count: 6)
    + [-.infinity, -.infinity, 3, .infinity, .infinity, 1] + [-1, -.infinity, -2, 5, 5, 5]

  private static func windows(of image: Shape, _ pooling: Pooling) -> Shape {
    var sizes = image.dimensions
    sizes.replaceSubrange(2..<4, with: pooling.outputSize(image: [image[2], image[3]]) ?? [])
    return Shape(sizes)
  }

  static let channelBlockCases: [OperationCase] = {
    let shapes: [Shape] = [
      [2, 3, 4, 5], [1, 16, 3, 3], [3, 32, 1, 1], [2, 20, 7, 5], [0, 16, 2, 2], [2, 33, 17, 1],
    ]
    return [
      OperationCase(
        "channels in blocks", [number], shapes.map { [$0] }, tolerance: .exact
      ) { graph, inputs in [try graph.add(.blockChannels, inputs)] }
    ]
      + shapes.map { shape in
        OperationCase(
          "channels out of blocks \(shape)", [number], [[shape.channelBlocked]], tolerance: .exact
        ) { graph, inputs in [try graph.add(.unblockChannels(shape[1]), inputs)] }
      }
  }()
}

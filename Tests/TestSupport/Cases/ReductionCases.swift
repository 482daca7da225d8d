// Cases of reductions, the greatest element's index, matrix products, gather and scatter.

import TensorGraph

extension OperationCase {
  private static func reduction(
    _ reduction: Reduction, axes: [Int], _ shapes: [Shape], specials: [HostTensor] = []
  ) -> OperationCase {
    let parameter = CaseParameter(reduction == .sum ? .uniform(-2...2) : .distinct)
    // The extremum of no elements is infinite, and so no place for a derivative.
    let infinite = shapes.filter { reduction != .sum && $0.elementCount == 0 }
    let empty = infinite.map { HostTensor(repeating: 0, shape: $0) }
    return OperationCase(
      "reduce-\(reduction.rawValue) axes \(axes) of rank \(shapes[0].rank)", [parameter],
      shapes.filter { !infinite.contains($0) }.map { [$0] },
      specials: (specials + empty).map { [$0] },
      tolerance: reduction == .sum ? Tolerance(absolute: 2e-5, relative: 2e-6) : .exact
    ) { graph, inputs in [try graph.add(.reduce(reduction, axes: axes), inputs)] }
  }

  static let reductionCases: [OperationCase] = {
    let edges = HostTensor(
      rows: [
        [1, .nan, 3], [.infinity, 1, 2], [-.infinity, 5, 5], [-.infinity, -.infinity, -.infinity],
        [.infinity, -.infinity, 0],
      ])
    return Reduction.allCases.flatMap { kind in
      axisSubsets.map { reduction(kind, axes: $0, [[3, 5, 7], [1, 13, 1], [2, 65, 33]]) } + [
        reduction(kind, axes: [2, 0], [[3, 5, 7]]),
        reduction(kind, axes: [], [[]]),
        reduction(kind, axes: [0], [[13], [1], [0], [5000]]),
        reduction(
          kind, axes: [0], [[7, 13], [0, 3], [4, 0], [1, 5], [33, 1031]], specials: [edges]),
        reduction(
          kind, axes: [1], [[7, 13], [0, 3], [4, 0], [5, 1], [33, 1031]], specials: [edges]),
        reduction(kind, axes: [0, 1], [[7, 13], [0, 3], [33, 1031]]),
        reduction(kind, axes: [0, 2, 3], [[2, 3, 4, 5]]),
        reduction(kind, axes: [1, 2], [[2, 3, 4, 5]]),
        reduction(kind, axes: [2, 3], [[2, 3, 8, 9]]),
      ]
    }
  }()

  static let argmaxCases: [OperationCase] = (0..<3).map { axis in
    let ties: [HostTensor] = [
      HostTensor(shape: [1, 1, 1], storage: .float32([.nan])),
      HostTensor(
        shape: [3, 3, 3],
        storage: .float32([
          1, 2, 2, .nan, 5, .nan, -.infinity, -.infinity, -.infinity,
          2, 1, 2, 3, .nan, .infinity, .infinity, 1, -.infinity,
          2, 2, 1, .nan, 7, .infinity, 0, -0.0, .nan,
        ])),
    ]
    return OperationCase(
      "argmax axis \(axis)", [CaseParameter(.distinct, constant: true)],
      [[[3, 5, 7]], [[1, 1, 1]], [[2, 33, 65]], axis == 0 ? [[4, 0, 3]] : [[0, 4, 3]]],
      specials: ties.map { [$0] }
    ) { graph, inputs in [try graph.add(.argmax(axis: axis), inputs)] }
  }

  static let matmulCases: [OperationCase] = [false, true].flatMap { transposeA in
    [false, true].map { transposeB in
      let sizes = [
        (7, 13, 5), (1, 13, 5), (7, 1, 5), (7, 13, 1), (1, 1, 1), (0, 3, 4), (3, 0, 4), (3, 4, 0),
        (2, 3, 300), (64, 96, 130), (17, 33, 257),
      ]
      let number = CaseParameter(.uniform(-1...1))
      return OperationCase(
        "matmul \(transposeA ? "a'" : "a") \(transposeB ? "b'" : "b")", [number, number],
        sizes.map { m, n, k in [transposeA ? [k, m] : [m, k], transposeB ? [n, k] : [k, n]] },
        specials: [
          [
            HostTensor(rows: [[.nan, 1], [2, .infinity]]), HostTensor(rows: [[1, 2], [3, 4]]),
          ]
        ],
        tolerance: Tolerance(absolute: 2e-5, relative: 1e-5)
      ) { graph, inputs in
        [try graph.matmul(inputs[0], inputs[1], transposeA: transposeA, transposeB: transposeB)]
      }
    }
  }

  static let indexingCases: [OperationCase] = {
    let outside = CaseParameter(.integers(-3...8))
    let kinds: [CaseParameter.Values] = [.uniform(-2...2), .integers(-9...9), .truths]
    let ends = HostTensor([Int32.min, -1, 0, 4, 5, .max])
    let table = HostTensor([10.5, 11, 12, 13, 14])
    let gathers = kinds.map { values in
      let parameter = CaseParameter(values)
      return OperationCase(
        "gather \(parameter.dtype.rawValue)", [parameter, outside],
        [
          [[5, 3], [8]], [[5], [8]], [[5, 2, 3], [4]], [[5, 3], [0]], [[5, 0], [8]],
          [[1, 3], [8]], [[6, 700], [50]],
        ],
        specials: parameter.dtype == .float32 ? [[table, ends]] : [], tolerance: .exact
      ) { graph, inputs in [try graph.add(.gather, inputs)] }
    }
    let scatters = [1, 6].map { rows in
      OperationCase(
        "scatter-add to \(rows) rows", [CaseParameter(.uniform(-2...2)), outside],
        [
          [[8, 3], [8]], [[8], [8]], [[4, 2, 3], [4]], [[0, 3], [0]], [[8, 0], [8]],
          [[1, 3], [1]], [[50, 700], [50]],
        ],
        specials: [[HostTensor([1, 2, .nan, 4, 5, .infinity]), ends]],
        tolerance: Tolerance(absolute: 2e-5, relative: 2e-6)
      ) { graph, inputs in [try graph.add(.scatterAdd(rows: rows), inputs)] }
    }
    return gathers + scatters
  }()
}

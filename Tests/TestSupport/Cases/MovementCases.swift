// Cases of reshaping, transposing, slicing, padding and joining.

import TensorGraph

extension OperationCase {
  private static func moved(
    _ operation: Operation, _ shapes: [Shape],
    _ values: CaseParameter.Values = .uniform(-2...2)
  ) -> OperationCase {
    let parameter = CaseParameter(values)
    let types = shapes.map { TensorType($0, parameter.dtype).description }
    return OperationCase(
      "\(operation.summary) of " + types.joined(separator: " and "),
      shapes.map { _ in parameter }, [shapes], tolerance: .exact
    ) { graph, inputs in [try graph.add(operation, inputs)] }
  }

  static let reshapeCases: [OperationCase] = {
    let pairs: [(Shape, Shape)] = [
      ([], [1, 1]), ([1], []), ([7, 13], [91]), ([6, 4], [2, 3, 4]), ([2, 3, 4], [4, 1, 6]),
      ([0, 3], [5, 0]), ([33, 64], [64, 33]),
    ]
    let reshapes = pairs.map { from, to in
      OperationCase(
        "reshape \(from) to \(to)", [CaseParameter(.uniform(-2...2))], [[from]], tolerance: .exact
      ) { graph, inputs in [try graph.add(.reshape(to), inputs)] }
    }
    return reshapes + [
      OperationCase("reshape of truths", [CaseParameter(.truths)], [[[6, 4]]]) { graph, inputs in
        [try graph.add(.reshape([3, 8]), inputs)]
      }
    ]
  }()

  static let transposeCases: [OperationCase] = [
    moved(.transpose([]), [[]]),
    moved(.transpose([0]), [[5]]),
    moved(.transpose([1, 0]), [[7, 13]]),
    moved(.transpose([1, 0]), [[1, 13]]),
    moved(.transpose([1, 0]), [[0, 3]]),
    moved(.transpose([1, 0]), [[130, 257]]),
    moved(.transpose([0, 1, 2]), [[2, 3, 5]]),
    moved(.transpose([0, 2, 1]), [[2, 3, 5]]),
    moved(.transpose([1, 0, 2]), [[2, 3, 5]]),
    moved(.transpose([1, 2, 0]), [[2, 3, 5]]),
    moved(.transpose([2, 0, 1]), [[2, 3, 5]]),
    moved(.transpose([2, 1, 0]), [[2, 3, 5]]),
    moved(.transpose([0, 2, 3, 1]), [[2, 3, 4, 5]]),
    moved(.transpose([3, 1, 0, 2]), [[2, 3, 4, 5]]),
    moved(.transpose([7, 5, 3, 1, 0, 2, 4, 6]), [[2, 1, 3, 2, 1, 2, 2, 3]]),
    moved(.transpose([1, 0]), [[7, 13]], .integers(-9...9)),
    moved(.transpose([1, 0]), [[7, 13]], .truths),
  ]

  private static func slice(
    _ shape: Shape, _ starts: [Int], _ limits: [Int], _ strides: [Int],
    _ values: CaseParameter.Values = .uniform(-2...2)
  ) -> OperationCase {
    moved(.slice(Slice(starts: starts, limits: limits, strides: strides)), [shape], values)
  }

  static let sliceCases: [OperationCase] = [
    slice([], [], [], []),
    slice([13], [0], [13], [1]),
    slice([13], [2], [11], [3]),
    slice([13], [5], [5], [1]),
    slice([13], [12], [13], [7]),
    slice([7, 13], [2, 0], [5, 13], [1, 1]),
    slice([7, 13], [0, 3], [7, 9], [1, 1]),
    slice([7, 13], [1, 2], [6, 13], [2, 3]),
    slice([7, 13], [7, 0], [7, 13], [1, 1]),
    slice([0, 4], [0, 1], [0, 3], [1, 1]),
    slice([3, 5, 7], [1, 0, 2], [3, 5, 7], [1, 2, 4]),
    slice([2, 3, 4, 5], [0, 1, 1, 0], [2, 2, 4, 5], [1, 1, 2, 2]),
    slice([7, 13], [1, 2], [6, 13], [2, 3], .integers(-9...9)),
    slice([7, 13], [1, 2], [6, 13], [2, 3], .truths),
  ]

  private static func pad(
    _ shape: Shape, _ low: [Int], _ high: [Int], _ interior: [Int],
    _ values: CaseParameter.Values = .uniform(-2...2)
  ) -> OperationCase {
    moved(.pad(Padding(low: low, high: high, interior: interior)), [shape], values)
  }

  static let padCases: [OperationCase] = [
    pad([], [], [], []),
    pad([5], [0], [0], [0]),
    pad([5], [2], [0], [0]),
    pad([5], [0], [3], [0]),
    pad([5], [1], [2], [3]),
    pad([1], [1], [1], [4]),
    pad([0], [2], [1], [3]),
    pad([0, 3], [0, 1], [0, 1], [2, 2]),
    pad([7, 13], [1, 2], [3, 0], [0, 0]),
    pad([7, 13], [0, 1], [2, 1], [1, 2]),
    pad([2, 3, 4, 5], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]),
    pad(
      [2, 1, 2, 2, 1, 2, 2, 3], [1, 0, 0, 1, 0, 0, 0, 1], [0, 1, 0, 0, 0, 1, 0, 0],
      [0, 0, 1, 0, 2, 0, 0, 1]),
    pad([7, 13], [0, 1], [2, 1], [1, 2], .integers(-9...9)),
    pad([7, 13], [0, 1], [2, 1], [1, 2], .truths),
  ]

  static let concatenationCases: [OperationCase] = [
    moved(.concatenate(axis: 0), [[5]]),
    moved(.concatenate(axis: 0), [[5], [1], [7]]),
    moved(.concatenate(axis: 0), [[0], [5], [0]]),
    moved(.concatenate(axis: 0), [[7, 13], [2, 13]]),
    moved(.concatenate(axis: 1), [[7, 13], [7, 0], [7, 2]]),
    moved(.concatenate(axis: 1), [[0, 3], [0, 2]]),
    moved(.concatenate(axis: 0), [[2, 3, 5], [1, 3, 5]]),
    moved(.concatenate(axis: 1), [[2, 3, 5], [2, 4, 5]]),
    moved(.concatenate(axis: 2), [[2, 3, 5], [2, 3, 1], [2, 3, 2]]),
    moved(.concatenate(axis: 1), [[2, 3, 4, 5], [2, 1, 4, 5]]),
    moved(.concatenate(axis: 1), [[7, 3], [7, 2]], .integers(-9...9)),
    moved(.concatenate(axis: 0), [[7, 3], [1, 3]], .truths),
    OperationCase(
      "concatenate an array with itself", [CaseParameter(.uniform(-2...2))],
      [[[7, 3]], [[0, 3]]],
      tolerance: .exact
    ) { graph, inputs in [try graph.add(.concatenate(axis: 1), [inputs[0], inputs[0]])] },
  ]
}

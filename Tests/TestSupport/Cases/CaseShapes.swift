// The shapes and special values that many cases share.

import TensorGraph

/// Shapes for operations that treat every element alike: scalars, empty and odd arrays, arrays
/// longer than a block of the kernels, and a few at random.
func elementwiseShapes(_ name: String) -> [Shape] {
  var shapes: [Shape] = [
    [], [1], [0], [13], [7, 13], [1, 13], [7, 1], [3, 1, 5], [2, 3, 4, 5], [4, 0, 3], [3, 700],
    [41, 1031],
  ]
  var generator = TestGenerator(name: name)
  for _ in 0..<3 {
    let rank = Int.random(in: 1...4, using: &generator)
    let sizes = [0, 1, 2, 3, 5, 8, 9, 16, 17]
    shapes.append(Shape((0..<rank).map { _ in sizes.randomElement(using: &generator) ?? 1 }))
  }
  return shapes
}

/// Every pair of two lists, as two arrays.
func pairs(_ a: [Float], _ b: [Float]) -> [HostTensor] {
  [
    HostTensor(a.flatMap { x in b.map { _ in x } }),
    HostTensor(a.flatMap { _ in b }),
  ]
}

/// Every pair of integers of one list, as two arrays.
func pairs(_ a: [Int32]) -> [HostTensor] {
  [
    HostTensor(a.flatMap { x in a.map { _ in x } }),
    HostTensor(a.flatMap { _ in a }),
  ]
}

extension HostTensor {
  /// Truth values of rank 1.
  init(_ truths: [Bool]) {
    self.init(shape: [truths.count], storage: .bool(truths))
  }

  /// A matrix of the given rows, all of one length.
  package init(rows: [[Float]]) {
    self.init(shape: [rows.count, rows.first?.count ?? 0], storage: .float32(Array(rows.joined())))
  }
}

/// Numbers at which element-wise functions have kinks, signs of zero, or no finite value.
let specialFloats: [Float] = [0, -0.0, 0.5, 1, -1, .infinity, -.infinity, .nan, 1e30, -1e30]

/// The ends of the range of integers and what lies around 0.
let specialIntegers: [Int32] = [.min, .min + 1, -2, -1, 0, 1, 2, .max]

/// Every set of axes of rank 3, the empty one included.
let axisSubsets: [[Int]] = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]]

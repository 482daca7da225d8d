// Short ways to draw for batches of labelled samples and to see what was drawn.

import Mixing
import Tensors

/// What a batch drew, with unit vectors as samples, so that every row tells of what it was made.
struct SeenDraw {
  /// How much of each sample is in each row.
  let shares: [[Float]]
  /// The targets of each row.
  let targets: [[Float]]
  /// For each row the weights of itself and its partners.
  let weights: [[Float]]

  /// The one sample that each row met: itself where no other has a share.
  var partners: [Int] {
    shares.enumerated().map { row, shares in
      shares.indices.first { $0 != row && shares[$0] > 0 } ?? row
    }
  }
}

extension BatchMixing {
  /// A draw for samples of the given classes.
  func seen(_ classes: [Int32], classCount: Int? = nil, step: Int = 1) throws -> SeenDraw {
    let count = classes.count
    let function = compile { (labels: Tensor, units: Tensor, key: Tensor) in
      let draw = self.draw(
        labels: labels, classCount: classCount ?? count, key: RandomKey(key))
      return [draw.mixed(units), draw.targets, concatenate(draw.weights, along: 1)]
    }
    let results = try function(
      HostTensor(classes), unitVectors(count), RandomKey.host(seed: 5, step: step))
    return SeenDraw(
      shares: results[0].rowList, targets: results[1].rowList, weights: results[2].rowList)
  }

  /// The first weights of the rows of batches of so many, one batch for each step.
  func lambdas(_ rows: Int, steps: ClosedRange<Int> = 1...1) throws -> [[Float]] {
    let function = compile { (key: Tensor) in
      let labels = Tensor(repeating: 1, shape: [rows, 1])
      return self.draw(targets: labels, key: RandomKey(key)).weights[0]
    }
    return try steps.map { try function(RandomKey.host(seed: 9, step: $0))[0].floats }
  }
}

extension HostTensor {
  /// The rows of a matrix.
  var rowList: [[Float]] {
    let width = shape[1]
    return (0..<shape[0]).map { Array(floats[($0 * width)..<(($0 + 1) * width)]) }
  }
}

/// Samples each of which has a coordinate of its own.
func unitVectors(_ count: Int) throws -> HostTensor {
  var values = [Float](repeating: 0, count: count * count)
  for row in 0..<count { values[row * count + row] = 1 }
  return try HostTensor(values, shape: [count, count])
}

/// 0, 1, ..., as classes of samples each of which has its own.
func ownClasses(_ count: Int) -> [Int32] { (0..<count).map { Int32($0) } }

/// Numbers that look random and are the same in every run.
func wave(_ count: Int, _ offset: Float = 0) -> [Float] {
  (0..<count).map { Float(($0 * 7919 + 13) % 97) / 40 - 1.2 + offset }
}

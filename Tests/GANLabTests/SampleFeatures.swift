// Features and probabilities from closed formulas and simple laws, for the metrics of images.

import Foundation
import GANLab
import TestSupport

/// Features from remainders, the same in NumPy's single precision.
func remainderFeatures(
  _ count: Int, _ dimension: Int, _ factor: Int, shift: Int
) throws -> ClassifierFeatures {
  var values: [Float] = []
  for i in 0..<count {
    for j in 0..<dimension {
      let remainder = (i * factor + j * 271 + i * i * (j + 3) + shift) % 1009
      values.append(Float(remainder) / 1009 + Float(shift) * 0.01 * Float(j % 3))
    }
  }
  return try ClassifierFeatures(values, dimension: dimension)
}

/// Independent normal features of variance 1, all shifted.
func normalFeatures(
  _ count: Int, _ dimension: Int, seed: UInt64, shift: Float = 0
) throws -> ClassifierFeatures {
  var generator = TestGenerator(seed: seed)
  let values = (0..<count * dimension).map { _ in
    let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &generator))).squareRoot()
    return Float(radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))) + shift
  }
  return try ClassifierFeatures(values, dimension: dimension)
}

/// Probabilities from remainders, the same in NumPy's single precision.
func remainderProbabilities(
  _ count: Int, _ classCount: Int, shift: Int
) throws -> ClassProbabilities {
  var values: [Float] = []
  for i in 0..<count {
    let weights = (0..<classCount).map { j in
      pow(Double((i * (j + 2) + j * j * 7 + shift) % 11), 3) + 1
    }
    values += weights.map { Float($0 / weights.reduce(0, +)) }
  }
  return try ClassProbabilities(values, classCount: classCount)
}

/// Samples that are sure to be of the given classes.
func sureProbabilities(_ labels: [Int], of classCount: Int) throws -> ClassProbabilities {
  try ClassProbabilities(
    labels.flatMap { label in (0..<classCount).map { $0 == label ? 1 : 0 } },
    classCount: classCount)
}

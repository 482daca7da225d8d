// Holds rows out of a table at random, class by class.

import GraphCompiler
import Tensors

extension TableSet {
  /// Two parts of the table: rows to train on, and rows held out to test.
  ///
  /// Of a class of n rows, `heldOut * n` are held out, rounded to the nearest, halves up, but never
  /// all: a class of one row stays in the training part. Which ones depends on the seed alone. Both
  /// parts keep the order of the rows.
  ///
  /// - Parameter heldOut: the share of each class, between 0 and 1.
  /// - Throws: `TableSetError.badShare` for another share, or one that holds nothing out.
  public func split(
    heldOut: Double, seed: UInt64
  ) throws(TableSetError) -> (training: TableSet, test: TableSet) {
    guard heldOut > 0, heldOut < 1 else {
      throw .badShare(name: name, share: heldOut, count: count)
    }
    var open = classCounts.map { size in
      min(Int((heldOut * Double(size)).rounded(.toNearestOrAwayFromZero)), max(size - 1, 0))
    }
    guard open.contains(where: { $0 > 0 }) else {
      throw .badShare(name: name, share: heldOut, count: count)
    }
    // The second draw of the data stream; the orders of passes over the rows are the first.
    let numbers = RandomNumbers(
      PhiloxKey(seed: seed, step: 0, stream: RandomStreamName.data.rawValue, draw: 1))
    var isHeldOut = [Bool](repeating: false, count: count)
    for index in numbers.permutation(count) {
      let label = Int(labels[Int(index)])
      guard open[label] > 0 else { continue }
      open[label] -= 1
      isHeldOut[Int(index)] = true
    }
    return (
      try selecting(isHeldOut.indices.filter { !isHeldOut[$0] }, name: "\(name) training"),
      try selecting(isHeldOut.indices.filter { isHeldOut[$0] }, name: "\(name) test")
    )
  }
}

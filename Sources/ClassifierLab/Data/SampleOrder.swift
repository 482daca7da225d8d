// In which order an epoch takes the training samples, and which batch is which.

import GraphCompiler
import Tensors

/// The batches of all epochs: every epoch takes every sample once, in an order of its own.
///
/// The last batch of an epoch holds what is left and may be smaller. The order depends on the seed and
/// the epoch alone, so that a run that was stopped goes on with the batches that it would have seen.
package struct SampleOrder {
  /// What a second order is for: a second loader as in the Figure 1a of the paper.
  package enum Loader: UInt32 {
    case first = 0
    case second = 2
  }

  package let count: Int
  package let batch: Int
  private let seed: UInt64
  private let loader: Loader
  private var order: (epoch: Int, places: [Int])?

  package init(count: Int, batch: Int, seed: UInt64, loader: Loader = .first) {
    (self.count, self.batch, self.seed, self.loader) = (count, batch, seed, loader)
  }

  /// The steps of an epoch.
  package var stepsPerEpoch: Int { (count + batch - 1) / batch }

  /// The epoch of a step, from 0, and the samples that the step takes; steps count from 0.
  package mutating func places(ofStep step: Int) -> (epoch: Int, places: ArraySlice<Int>) {
    let (epoch, place) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
    let start = place * batch
    return (epoch, places(of: epoch)[start..<min(start + batch, count)])
  }

  private mutating func places(of epoch: Int) -> [Int] {
    if let order, order.epoch == epoch { return order.places }
    let numbers = RandomNumbers(
      PhiloxKey(
        seed: seed, step: UInt64(bitPattern: Int64(epoch)),
        stream: RandomStreamName.data.rawValue, draw: loader.rawValue))
    let places = numbers.permutation(count).map { Int($0) }
    order = (epoch, places)
    return places
  }
}

// Holds samples out at random, class by class.

import GraphCompiler
import Tensors

/// Which samples are held out so that every class loses the same share.
///
/// Of a class of n samples, `heldOut * n` are held out, rounded to the nearest, halves up, but never
/// all: a class of one sample stays. Which ones depends on the seed alone.
public struct StratifiedSplit: Sendable, Equatable {
  /// What the samples are held out for; each purpose draws numbers of its own.
  public enum Purpose: UInt32, Sendable {
    /// To test on.
    case test = 1
    /// To choose by.
    case validation = 3
  }

  /// The places that stay, ascending.
  public let kept: [Int]
  /// The places that are held out, ascending.
  public let heldOut: [Int]

  /// A split of labelled samples.
  ///
  /// - Parameters:
  ///   - labels: the class of each sample, from 0 to below `classCount`.
  ///   - heldOut: the share of each class, between 0 and 1.
  /// - Returns: nil for another share, or one that holds nothing out.
  public init?(
    labels: [Int32], classCount: Int, heldOut share: Double, seed: UInt64, for purpose: Purpose
  ) {
    guard share > 0, share < 1 else { return nil }
    var counts = [Int](repeating: 0, count: classCount)
    for label in labels { counts[Int(label)] += 1 }
    var open = counts.map { size in
      min(Int((share * Double(size)).rounded(.toNearestOrAwayFromZero)), max(size - 1, 0))
    }
    guard open.contains(where: { $0 > 0 }) else { return nil }
    // The orders of passes over the samples are the first draw of the data stream.
    let numbers = RandomNumbers(
      PhiloxKey(
        seed: seed, step: 0, stream: RandomStreamName.data.rawValue, draw: purpose.rawValue))
    var isHeldOut = [Bool](repeating: false, count: labels.count)
    for index in numbers.permutation(labels.count) {
      let label = Int(labels[Int(index)])
      guard open[label] > 0 else { continue }
      open[label] -= 1
      isHeldOut[Int(index)] = true
    }
    kept = isHeldOut.indices.filter { !isHeldOut[$0] }
    heldOut = isHeldOut.indices.filter { isHeldOut[$0] }
  }
}

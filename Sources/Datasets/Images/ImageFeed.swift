// The images of training steps, in an order that depends on the seed alone.

import GraphCompiler
import Tensors

/// Images of a set one pass after the other, every pass in another order.
///
/// Steps take images from an endless row of passes, in each of which every image comes once: step 1
/// the first `count`, step 2 the next, and a step in which a pass ends takes the beginning of the
/// following one. So the images of a step depend on the seed and on the step alone, and training that
/// was cut off goes on with those that it would have seen.
public final class ImageFeed {
  /// The images.
  public let set: ImageSet
  private let seed: UInt64
  private let augmentation: ImageAugmentation
  private var order: (pass: Int, indices: [Int])?
  private var batch: [Int] = []

  /// - Parameter augmentation: what is changed at random, anew in every pass.
  public init(
    _ set: ImageSet, seed: UInt64, augmentation: ImageAugmentation = .none
  ) {
    (self.set, self.seed, self.augmentation) = (set, seed, augmentation)
  }

  /// Writes the images of a step, from -1 to 1, one after the other.
  ///
  /// - Parameters:
  ///   - step: its number, from 1.
  ///   - count: the images of every step.
  /// - Throws: `ImageSetError` for a buffer that does not hold them, or for an augmentation that the
  ///   images are too small for.
  public func write(
    step: Int, count: Int, to buffer: UnsafeMutableBufferPointer<Float>
  ) throws(ImageSetError) {
    let size = set.imageSize
    guard buffer.count == count * size else {
      throw .badBuffer(name: set.name, count: buffer.count, needed: count * size)
    }
    var written = 0
    while written < count {
      let pass = nextPiece(step: step, count: count, after: written)
      let part = UnsafeMutableBufferPointer(
        rebasing: buffer[(written * size)..<((written + batch.count) * size)])
      if augmentation == .none {
        try set.writeBatch(batch, to: part)
      } else {
        try set.writeBatch(batch, augmentation: augmentation, seed: seed, epoch: pass, to: part)
      }
      written += batch.count
    }
  }

  /// Writes the labels of the images that `write` gives for the same step and count.
  ///
  /// - Throws: `ImageSetError` for a set without labels, or a buffer that does not hold `count`.
  public func writeLabels(
    step: Int, count: Int, to buffer: UnsafeMutableBufferPointer<Int32>
  ) throws(ImageSetError) {
    guard buffer.count == count else {
      throw .badBuffer(name: set.name, count: buffer.count, needed: count)
    }
    var written = 0
    while written < count {
      _ = nextPiece(step: step, count: count, after: written)
      try set.writeLabels(
        batch, to: UnsafeMutableBufferPointer(rebasing: buffer[written..<(written + batch.count)]))
      written += batch.count
    }
  }

  /// Makes `batch` the indices of a step after those that are written, up to its end or that of a
  /// pass, whose number is returned.
  private func nextPiece(step: Int, count: Int, after written: Int) -> Int {
    let (pass, place) = ((step - 1) * count + written).quotientAndRemainder(dividingBy: set.count)
    let piece = min(count - written, set.count - place)
    batch.removeAll(keepingCapacity: true)
    batch.append(contentsOf: indices(pass)[place..<(place + piece)])
    return pass
  }

  /// The order of a pass: the permutation that the data stream gives at the pass's number.
  private func indices(_ pass: Int) -> [Int] {
    if let order, order.pass == pass { return order.indices }
    let numbers = RandomNumbers(
      PhiloxKey(
        seed: seed, step: UInt64(bitPattern: Int64(pass)),
        stream: RandomStreamName.data.rawValue, draw: 0))
    let indices = numbers.permutation(set.count).map { Int($0) }
    order = (pass, indices)
    return indices
  }
}

// Horizontal flips and shifted crops that depend on seed, epoch and image alone.

import GraphCompiler
import Tensors

/// Random changes to training images: the mirror image, and a crop of the padded image.
///
/// The augmentation of He et al., "Deep residual learning" (2016) for CIFAR-10, which the mixup paper
/// uses: 4 pixels of padding, a crop of the old size at a random place, and a flip in half of the
/// cases.
public struct ImageAugmentation: Sendable, Equatable {
  /// Whether half of the images are flipped left to right.
  public let flips: Bool
  /// The padding on every side, in pixels; shifts of up to as much in both directions.
  public let padding: Int

  /// No change at all.
  public static let none = ImageAugmentation(flips: false, checkedPadding: 0)
  /// Flips and crops from 4 pixels of padding.
  public static let standard = ImageAugmentation(flips: true, checkedPadding: 4)

  /// An augmentation; `flips` is wrong for digits and letters.
  ///
  /// - Throws: `ImageSetError.badPadding` for a padding below 0 or above the largest side.
  public init(flips: Bool, padding: Int) throws(ImageSetError) {
    let largest = ImageSet.sides.upperBound
    guard (0...largest).contains(padding) else { throw .badPadding(padding, largest: largest) }
    self.init(flips: flips, checkedPadding: padding)
  }

  private init(flips: Bool, checkedPadding: Int) {
    self.flips = flips
    padding = checkedPadding
  }

  /// What becomes of one image: pixel (x, y) is that of (x + right, y + down), then mirrored.
  public struct Change: Sendable, Equatable {
    /// Whether the image is mirrored after the shift.
    public let isFlipped: Bool
    /// How far to the right the crop lies.
    public let right: Int
    /// How far down the crop lies.
    public let down: Int
  }

  /// What becomes of an image of the set in an epoch.
  ///
  /// Flip and shifts are uniform draws of the stream `augmentation` of Philox, with the epoch as its
  /// step and the image's index as its block.
  public func change(ofImage index: Int, seed: UInt64, epoch: Int) -> Change {
    let key = PhiloxKey(
      seed: seed, step: UInt64(bitPattern: Int64(epoch)),
      stream: RandomStreamName.augmentation.rawValue, draw: 0)
    let words = key.block(index)
    // The high half of a product is uniform to within 2^-32 times the number of places.
    let shift = { (word: UInt32) in
      Int(word.multipliedFullWidth(by: UInt32(2 * padding + 1)).high) - padding
    }
    return Change(
      isFlipped: flips && words[0] >> 31 == 1, right: shift(words[1]), down: shift(words[2]))
  }
}

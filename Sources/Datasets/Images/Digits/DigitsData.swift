// The handwritten digits that the program carries with it: the bytes, their layout and their licence.
//
// "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning
// Repository, doi 10.24432/C50P49, licensed under CC BY 4.0
// (https://creativecommons.org/licenses/by/4.0/). These are the 1,797 images of its test part, as
// scikit-learn redistributes them, unchanged but for the packing. Layout:
//   the label of every image, one byte each; then the 64 pixels, each for all images in turn (such
//   planes pack better than whole images), one byte each from 0 to 16; all of it deflated without a
//   header and written in base64.

import Foundation

/// The packed digits.
enum DigitsData {
  /// The number of images.
  static let count = 1797
  /// Rows and columns of an image.
  static let side = 8
  /// The largest value of a pixel.
  static let brightest = 16

  /// Labels and pixel planes, unfolded.
  /// - Throws: `ImageFileError.malformed` if the program itself is damaged.
  static func unfolded() throws(ImageFileError) -> [UInt8] {
    let size = count * (1 + side * side)
    let text = part1 + part2 + part3
    let packed = [UInt8](Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data())
    let bytes: [UInt8]
    do throws(InflateError) {
      bytes = try Inflate.raw(packed[...], limit: size)
    } catch {
      throw damage("\(error)")
    }
    guard bytes.count == size else { throw damage("\(bytes.count) bytes") }
    return bytes
  }

  private static func damage(_ found: String) -> ImageFileError {
    .malformed(
      file: "the embedded digits", offset: nil, found: found,
      needed: "an undamaged program; install it again")
  }
}

// Where the images of a recipe come from.

import Datasets
import Foundation
import Runs

/// Images to train on, and others to measure against.
struct ImageData {
  /// Whether a recipe's data are images.
  static func isImages(_ name: String) -> Bool {
    ImageCatalog.named(name) != nil
  }

  /// The name of the set.
  let name: String
  /// The images that training takes.
  let training: ImageSet
  /// Images that training never sees; of a set without a test part, the last tenth of its images.
  let heldOut: ImageSet
  /// What identifies the images.
  let checksum: String

  /// The images that a recipe's settings `data` and `data-dir` mean.
  init(_ recipe: Recipe) throws {
    name = try recipe.text("data")
    let location = DataLocation(folder: try recipe.text("data-dir"))
    let split = try ImageReference.resolve(name, location: location).load()
    if let test = split.test {
      (training, heldOut) = (split.training, test)
    } else {
      let count = split.training.count
      let kept = count - max(1, count / 10)
      training = try split.training.part(0..<kept)
      heldOut = try split.training.part(kept..<count)
    }
    var hash = FNV1a()
    for part in [training, heldOut] { part.pixels.withUnsafeBytes { hash.combine($0) } }
    checksum = "fnv1a64 " + hash.hexadecimal
  }
}

extension ImageSet {
  /// Some images in a row.
  func part(_ range: Range<Int>) throws -> ImageSet {
    let size = imageSize
    return try ImageSet(
      name: name, channels: channels, height: height, width: width,
      pixels: Array(pixels[(range.lowerBound * size)..<(range.upperBound * size)]),
      labels: labels.map { Array($0[range]) }, classNames: classNames, scaling: scaling)
  }

  /// At most so many images as numbers from -1 to 1, evenly spaced over the set.
  func evenlySpaced(_ limit: Int) throws -> [Float] {
    let shown = min(limit, count)
    let indices = (0..<shown).map { $0 * count / shown }
    var values = [Float](repeating: 0, count: shown * imageSize)
    try values.withUnsafeMutableBufferPointer { try writeBatch(indices, to: $0) }
    return values
  }
}

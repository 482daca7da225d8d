// Where the images of a recipe come from.

import Datasets
import Foundation
import Runs
import Training

/// Images to train on, and others to measure against.
package struct ImageData {
  /// Of a set without a test part one image in so many is held out.
  private static let heldOutSpacing = 10

  /// Whether a recipe's data are images.
  static func isImages(_ name: String) -> Bool {
    ImageCatalog.named(name) != nil || ImageSources.ownFile(name) != nil
  }

  /// Whether a recipe's data are a folder of images.
  static func isFolder(_ name: String) -> Bool {
    ImageSources.ownFile(name)?.prefix == ImageSources.folderPrefix
  }

  /// The name of a set, or of a file or folder of images without prefix and ending.
  static func title(_ name: String) -> String {
    guard let own = ImageSources.ownFile(name) else { return name }
    let url = URL(fileURLWithPath: own.path)
    return (isFolder(name) ? url : url.deletingPathExtension()).lastPathComponent
  }

  /// The name of the set.
  package let name: String
  /// The images that training takes.
  package let training: ImageSet
  /// Images that training never sees; of a set without a test part, every tenth of its images.
  package let heldOut: ImageSet
  /// What identifies the images.
  package let checksum: String
  /// What the user should know about how the images were read.
  package let remarks: [String]

  /// The images that a recipe's data and folders mean.
  package init(_ recipe: Recipe, _ folder: ImageFolderSettings) throws {
    name = try recipe.text("data")
    let place = try recipe.text("data-dir")
    var whole = name
    if let (prefix, path) = ImageSources.ownFile(name) {
      let base = URL(fileURLWithPath: place, isDirectory: true)
      whole = "\(prefix):" + ImageSources.place(of: path, from: place.isEmpty ? nil : base).path
    }
    let split = try ImageReference.resolve(
      whole, location: DataLocation(folder: place), folder: folder
    ).load()
    remarks = split.remarks
    if let test = split.test {
      (training, heldOut) = (split.training, test)
    } else {
      // Spread over the set, which may be in the order of its classes.
      (training, heldOut) = try split.training.holdingOut(oneIn: Self.heldOutSpacing)
    }
    var hash = FNV1a()
    for part in [training, heldOut] { part.pixels.withUnsafeBytes { hash.combine($0) } }
    checksum = "fnv1a64 " + hash.hexadecimal
  }

  /// Images that came from elsewhere.
  package init(name: String, training: ImageSet, heldOut: ImageSet, checksum: String) {
    (self.name, self.training, self.heldOut) = (name, training, heldOut)
    self.checksum = checksum
    remarks = []
  }

  /// What would give real images away, or spoil the training, one line each.
  var findings: [String] {
    ImageInspection(training).findings.filter(\.isWarning).map { finding in
      "\(training.name): \(finding.topic.rawValue): \(finding.text)"
    }
  }
}

extension ImageSet {
  /// The images without, and those at, every so many-th place.
  ///
  /// - Throws: `ImageSetError.badPixelCount` for a set of less than two images.
  fileprivate func holdingOut(
    oneIn spacing: Int
  ) throws(ImageSetError) -> (kept: ImageSet, heldOut: ImageSet) {
    let isHeldOut = { (place: Int) in place % spacing == (count < spacing ? 0 : spacing - 1) }
    func part(_ belongs: (Int) -> Bool) throws(ImageSetError) -> ImageSet {
      try selecting((0..<count).filter(belongs))
    }
    return (try part { !isHeldOut($0) }, try part(isHeldOut))
  }

  /// At most so many places, evenly spaced over the set.
  func evenlySpacedPlaces(_ limit: Int) -> [Int] {
    let shown = min(limit, count)
    return (0..<shown).map { $0 * count / shown }
  }

  /// At most so many images as numbers from -1 to 1, evenly spaced over the set.
  func evenlySpaced(_ limit: Int) throws -> [Float] {
    let places = evenlySpacedPlaces(limit)
    var values = [Float](repeating: 0, count: places.count * imageSize)
    try values.withUnsafeMutableBufferPointer { try writeBatch(places, to: $0) }
    return values
  }
}

// Reads images and labels from NumPy's .npz archives.

import Foundation

/// Images in the arrays of an .npz archive, or in a single .npy file.
///
/// The arrays are found by the names that Keras and MedMNIST use; see `imageNames`. Images have the
/// shape (count, height, width), (count, height, width, channels) or (count, channels, height,
/// width); which of the last two is told by which axis has a length of 1 or 3.
package enum ImageArrays {
  /// Names of the arrays of images and of labels of a part.
  struct Names {
    let images: [String]
    let labels: [String]
  }

  static let training = Names(
    images: ["images", "train_images", "x_train", "x", "samples"],
    labels: ["labels", "train_labels", "y_train", "y"])
  static let test = Names(
    images: ["test_images", "x_test"], labels: ["test_labels", "y_test"])

  /// The images of a file.
  ///
  /// A set without names of classes gets their numbers, from 0 to the largest label.
  /// - Throws: `ImageFileError`, `ImageSetError` and `ImageSplitError`.
  package static func split(_ bytes: [UInt8], file: String, name: String) throws -> ImageSplit {
    let arrays: Arrays
    do throws(PointFileError) {
      arrays = try Arrays(bytes, file: file)
    } catch {
      throw ImageFileError(error)
    }
    guard let images = try arrays.first(of: training.images, orOnly: true) else {
      throw arrays.unknown(needed: training.images)
    }
    let testImages = try arrays.first(of: test.images)
    let labels = try arrays.first(of: training.labels).map { try $0.labels() }
    let testLabels = try testImages.flatMap { _ in
      try arrays.first(of: test.labels).map { try $0.labels() }
    }
    let largest = ((labels ?? []) + (testLabels ?? [])).max() ?? -1
    let classNames = (0..<(Int(largest) + 1)).map(String.init)
    return try ImageSplit(
      name: name, training: images.set("\(name) training", labels, classNames),
      test: try testImages?.set("\(name) test", testLabels, classNames), origin: file)
  }

  /// The arrays of a file by name.
  private struct Arrays {
    private let file: String
    private let archive: ZipReader?
    private let single: [UInt8]
    private let names: [String]
    private static let suffix = ".npy"

    init(_ bytes: [UInt8], file: String) throws(PointFileError) {
      self.file = file
      if ZipReader.isArchive(bytes) {
        let archive = try ZipReader(bytes, file: file)
        self.archive = archive
        single = []
        names = archive.entries.map(\.name).filter { $0.hasSuffix(Self.suffix) }
          .map { String($0.dropLast(Self.suffix.count)) }
      } else {
        archive = nil
        single = bytes
        names = []
      }
    }

    /// The first of some names that is there, or the only array.
    func first(
      of wanted: [String], orOnly: Bool = false
    ) throws(ImageFileError) -> ImageArray? {
      do throws(PointFileError) {
        guard let archive else {
          return orOnly ? try ImageArray(single[...], file: file, name: nil) : nil
        }
        let only = orOnly && names.count == 1 ? names.first : nil
        guard let name = wanted.first(where: { names.contains($0) }) ?? only,
          let entry = archive.entries.first(where: { $0.name == name + Self.suffix })
        else { return nil }
        let content = try archive.content(of: entry, largest: ImageFile.largest)
        return try ImageArray(content[...], file: file, name: name)
      } catch {
        throw ImageFileError(error)
      }
    }

    func unknown(needed: [String]) -> ImageFileError {
      let found = names.prefix(8).map { shown($0) }.joined(separator: ", ")
      return .malformed(
        file: file, offset: nil,
        found: names.isEmpty ? "an archive without arrays" : "the arrays \(found)",
        needed: "a single array, or one named \(needed.joined(separator: ", "))")
    }
  }
}

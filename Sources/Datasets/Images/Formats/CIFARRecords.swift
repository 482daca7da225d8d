// Reads the binary version of CIFAR-10 and CIFAR-100: records of labels and colour planes.

/// The records of CIFAR's binary files (Krizhevsky, "Learning multiple layers of features from tiny
/// images", 2009).
///
/// A record is its labels, then 1,024 red, 1,024 green and 1,024 blue values in rows from the top:
/// the order in which an `ImageSet` keeps them.
package struct CIFARRecords {
  /// Rows and columns of an image.
  static let side = 32
  /// The bytes of an image.
  static let imageSize = 3 * side * side

  /// The number of classes of each label of a record; the last is the one that is kept.
  let classCounts: [Int]

  /// One label of ten classes.
  package static let ten = CIFARRecords(classCounts: [10])
  /// A coarse label of 20 classes, and the fine label of 100.
  package static let hundred = CIFARRecords(classCounts: [20, 100])

  /// The bytes of a record.
  var size: Int { classCounts.count + Self.imageSize }

  /// What was read from some files.
  package struct Images {
    package var pixels: [UInt8] = []
    package var labels: [Int32] = []

    package init() {}
  }

  /// Adds the images and labels of a file.
  /// - Throws: `ImageFileError.malformed`.
  package func read(_ content: NamedBytes, into images: inout Images) throws(ImageFileError) {
    let bytes = content.bytes
    let count = bytes.count / size
    guard count > 0, bytes.count % size == 0 else {
      throw content.malformed(
        at: count * size, bytes.isEmpty ? "nothing" : "a record of \(bytes.count % size) bytes",
        "records of \(size) bytes")
    }
    for record in 0..<count {
      let offset = record * size
      let place = bytes.startIndex + offset
      for (index, classCount) in classCounts.enumerated() {
        guard Int(bytes[place + index]) < classCount else {
          throw content.malformed(
            at: offset + index, "the label \(bytes[place + index])", "0 to \(classCount - 1)")
        }
      }
      images.labels.append(Int32(bytes[place + classCounts.count - 1]))
      images.pixels += bytes[(place + classCounts.count)..<(place + size)]
    }
  }
}

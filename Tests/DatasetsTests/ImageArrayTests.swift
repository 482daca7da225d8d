// Images in NumPy's arrays: layouts, value ranges, names, and what is refused.

import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct ImageArrayTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func load(_ bytes: [UInt8]) throws -> ImageSplit {
    let url = try folder.write(bytes, to: "faces.npz")
    return try ImageSources.named("npz:\(url.path)", location: DataLocation(folder: "")).load()
  }

  private func archive(_ arrays: [String: NPYArray]) throws -> ImageSplit {
    try load([UInt8](try NPZWriter.archive(arrays)))
  }

  /// Bytes of 2 images of 4 x 5 pixels and 3 channels, as (image, channel, row, column).
  private let planes = (0..<120).map { UInt8($0) }

  @Test func layoutsAreTold() throws {
    let first = try load(ImageFixtures.npy("|u1", [2, 3, 4, 5], planes)).training
    #expect(first.sizeText == "3 x 4 x 5")
    #expect(first.pixels == planes)
    #expect(first.labels == nil)
    #expect(first.scaling == "bytes, as they are")

    let last = (0..<120).map { (place: Int) -> UInt8 in
      let (image, pixel, channel) = (place / 60, place / 3 % 20, place % 3)
      return planes[image * 60 + channel * 20 + pixel]
    }
    #expect(try load(ImageFixtures.npy("|u1", [2, 4, 5, 3], last)).training.pixels == planes)
    #expect(
      try load(ImageFixtures.npy("|u1", [2, 4, 5, 3], last)).training.sizeText == "3 x 4 x 5")

    let grey = try load(ImageFixtures.npy("|u1", [6, 4, 5], planes)).training
    #expect(grey.sizeText == "1 x 4 x 5" && grey.count == 6)
    #expect(try load(ImageFixtures.npy("|u1", [6, 1, 4, 5], planes)).training.pixels == planes)
    #expect(try load(ImageFixtures.npy("|u1", [6, 4, 5, 1], planes)).training.pixels == planes)

    // In Fortran order the first axis varies fastest.
    let reversed = (0..<120).map { (place: Int) -> UInt8 in
      let (image, row, column) = (place % 6, place / 6 % 4, place / 24)
      return planes[image * 20 + row * 5 + column]
    }
    let fortran = ImageFixtures.npy("|u1", [6, 4, 5], reversed, fortran: true)
    #expect(try load(fortran).training.pixels == planes)
  }

  @Test func rangesAreToldAndSaid() throws {
    func set(_ values: [Float]) throws -> ImageSet {
      try archive(["x": NPYArray(shape: [1, 1, values.count], values: .float32(values))]).training
    }
    let unit = try set([0, 0.5, 1])
    #expect(unit.pixels == [0, 128, 255])
    #expect(unit.scaling == "float32 taken as [0, 1], v * 255")
    let signed = try set([-1, 0, 1])
    #expect(signed.pixels == [0, 128, 255])
    #expect(signed.scaling == "float32 taken as [-1, 1], (v + 1) * 127.5")
    let bytes = try set([0, 1.5, 255])
    #expect(bytes.pixels == [0, 2, 255])
    #expect(bytes.scaling == "float32 taken as [0, 255]")
    let whole = try archive(["x": NPYArray(shape: [1, 1, 3], values: .int64([0, 1, 1]))]).training
    #expect(whole.pixels == [0, 1, 1])
    #expect(whole.scaling == "int64 taken as [0, 255]")
    for values: [Float] in [[0, 256], [-2, 0], [-0.5, 2], [0, .nan], [0, .infinity]] {
      let error = try imageFileError { _ = try set(values) }
      #expect("\(error)".hasPrefix("faces.npz, array x: float32 "), "\(error)")
      #expect("\(error)".contains("Needed: values in [0, 1], [-1, 1] or [0, 255]."))
    }
  }

  @Test func partsAndLabelsAreFoundByName() throws {
    let images = NPYArray(shape: [3, 1, 2], values: .int32([0, 1, 2, 3, 4, 255]))
    let test = NPYArray(shape: [1, 1, 2], values: .int32([7, 8]))
    let split = try archive([
      "x_train": images, "y_train": NPYArray(shape: [3, 1], values: .int64([0, 4, 1])),
      "x_test": test, "y_test": NPYArray(shape: [1], values: .int32([5])),
      "other": test,
    ])
    #expect(split.name == "faces")
    #expect(split.training.labels == [0, 4, 1])
    #expect(split.test?.labels == [5])
    #expect(split.test?.pixels == [7, 8])
    #expect(split.training.classNames == ["0", "1", "2", "3", "4", "5"])
    #expect(try archive(["anything": images]).training.count == 3)

    let error = try imageFileError { _ = try archive(["a": images, "b": test]) }
    #expect("\(error)".hasPrefix("faces.npz: the arrays \"a\", \"b\" came."))
    #expect("\(try imageFileError { _ = try archive([:]) })".contains("an archive without arrays"))
  }

  @Test func labelsThatAreNoneAreRefused() throws {
    let images = NPYArray(shape: [2, 1, 2], values: .int32([0, 1, 2, 3]))
    let cases: [(NPYArray, String)] = [
      (NPYArray(shape: [2], values: .int32([-1, 0])), "labels from -1.0 to 0.0"),
      (NPYArray(shape: [2], values: .int64([0, Int64.max])), "labels from 0.0 to 9.2"),
      (NPYArray(shape: [2], values: .int32([0, 10_000])), "labels from 0.0 to 10000.0"),
      (NPYArray(shape: [2], values: .float32([0, 1])), "float32 of shape (2)"),
      (NPYArray(shape: [2, 2], values: .int32([0, 1, 1, 0])), "int32 of shape (2, 2)"),
    ]
    for (labels, found) in cases {
      let error = try imageFileError { _ = try archive(["images": images, "labels": labels]) }
      #expect("\(error)".hasPrefix("faces.npz, array labels: \(found)"), "\(error)")
    }
    let few = NPYArray(shape: [1], values: .int32([0]))
    #expect(
      throws: ImageSetError.badLabelCount(name: "faces training", count: 1, needed: 2)
    ) { try archive(["images": images, "labels": few]) }
  }

  @Test func otherArraysAreRefused() throws {
    let cases: [([UInt8], String)] = [
      (ImageFixtures.npy("|u1", [120], planes), "shape (120)"),
      (ImageFixtures.npy("|u1", [2, 60], planes), "shape (2, 60)"),
      (
        ImageFixtures.npy("|u1", [2, 4, 5, 3].map { $0 == 3 ? 2 : $0 }, Array(planes.prefix(80))),
        "shape (2, 4, 5, 2)"
      ),
      (ImageFixtures.npy("|u1", [10, 1, 4, 3], planes), "shape (10, 1, 4, 3), of which"),
      (ImageFixtures.npy("|u1", [0, 4, 5], []), "shape (0, 4, 5)"),
      (ImageFixtures.npy("|u1", [6, 4, 5], Array(planes.dropLast())), "119 bytes of elements"),
      (ImageFixtures.npy("|u1", [Int.max, 4, 5], planes), "an array of absurd shape"),
      // The empty axis comes first in one order of multiplying and last in the other.
      (ImageFixtures.npy("|u1", [0, 1 << 62, 8], []), "an array of absurd shape"),
      (ImageFixtures.npy("|u1", [8, 1 << 62, 0], [], fortran: true), "an array of absurd shape"),
      (ImageFixtures.npy(">f4", [6, 4, 5], planes), "elements of type \">f4\""),
      (Array("hello, world".utf8), "something else than an .npy file"),
      (Array(NumPyFiles.bzip2Archive), "\"x.npy\" with compression method 12"),
    ]
    for (bytes, found) in cases {
      guard case .malformed(_, nil, let came, _) = try imageFileError({ _ = try load(bytes) })
      else {
        Issue.record("\(found)")
        continue
      }
      #expect(came.hasPrefix(found), "\(came)")
    }
    let points = try imageFileError {
      _ = try load(ImageFixtures.npy("|u1", [60, 2], planes))
    }
    #expect("\(points)".contains("points in the plane are named without npz:"), "\(points)")
    #expect(
      throws: ImageSetError.badShape(name: "faces training", channels: 1, height: 1, width: 5000)
    ) { try load(ImageFixtures.npy("|u1", [1, 1, 5000], [UInt8](repeating: 0, count: 5000))) }
  }

  @Test func damagedBytesNeverTrap() throws {
    let whole = [UInt8](
      try NPZWriter.archive([
        "images": NPYArray(shape: [2, 1, 2], values: .int32([0, 1, 2, 3])),
        "labels": NPYArray(shape: [2], values: .int32([0, 1])),
      ]))
    for length in stride(from: 0, to: whole.count, by: 3) {
      #expect(throws: ImageFileError.self) { try load(Array(whole.prefix(length))) }
    }
    for place in whole.indices {
      var damaged = whole
      damaged[place] ^= 0xFF
      do { _ = try load(damaged) } catch {
        #expect(error is ImageFileError || error is ImageSetError, "\(error)")
      }
    }
  }
}

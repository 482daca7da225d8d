// The readers of files that the fuzzer feeds: a row for each.

import Datasets
import Foundation
import GANLab
import Imaging
import Runs
import TestSupport

/// A reader of files, what it is fed, and how it is asked to read.
struct Reader: Sendable {
  /// The name for the command line.
  let name: String
  /// Valid files to begin with.
  let seeds: @Sendable () throws -> [[UInt8]]
  /// Makes checksums right again, so that damage gets past them; half of all inputs pass it.
  var repair: @Sendable (inout [UInt8]) -> Void = { _ in }
  /// Reads bytes or throws a typed error.
  let read: @Sendable ([UInt8]) throws -> Void

  /// Every reader.
  static let all: [Reader] = [
    Reader(name: "idx", seeds: { Seeds.idx }) { bytes in
      let content = try ImageFile.content(bytes, name: "fuzz", limit: largest)
      do throws(ImageFileError) {
        _ = try IDXFile.images(content)
      } catch {
        _ = try IDXFile.labels(content, classCount: 10, imageCount: 5)
      }
    },
    Reader(name: "cifar", seeds: { Seeds.cifar }) { bytes in
      let content = NamedBytes(name: "fuzz", bytes: bytes[...])
      var images = CIFARRecords.Images()
      do throws(ImageFileError) {
        try CIFARRecords.ten.read(content, into: &images)
      } catch {
        try CIFARRecords.hundred.read(content, into: &images)
      }
    },
    Reader(name: "png", seeds: Seeds.png, repair: Repairs.png) { bytes in
      let image = try PNGImage(png: Data(bytes))
      guard image.pixels.count == image.width * image.height * image.channels else {
        throw WrongResult(description: "\(image.pixels.count) bytes of pixels")
      }
      _ = try? Raster(png: Data(bytes))
    },
    Reader(
      name: "jpeg",
      seeds: { [SampleJPEG.grey, SampleJPEG.color, SampleJPEG.progressive].map { [UInt8]($0) } }
    ) { bytes in
      let image = try ReadImage(Data(bytes)).image
      guard image.pixels.count == image.width * image.height * image.channels else {
        throw WrongResult(description: "\(image.pixels.count) bytes of pixels")
      }
    },
    Reader(name: "npz", seeds: Seeds.npz, repair: Repairs.zip, read: readArrays),
    Reader(name: "npy", seeds: { Seeds.npy }, read: readArrays),
    Reader(name: "safetensors", seeds: Seeds.safetensors) { bytes in
      let file = try SafetensorsFile(data: Data(bytes), file: "fuzz")
      let again = try SafetensorsFile(data: file.data, file: "fuzz")
      guard again == file else {
        throw WrongResult(description: "a file that reads differently once it is written")
      }
    },
    Reader(name: "csv", seeds: { Seeds.csv }) { bytes in
      _ = try PointFile.parse(Data(bytes), file: "fuzz")
    },
    Reader(name: "table", seeds: { Seeds.tables }) { try readTable($0, format: .csv) },
    Reader(name: "arff", seeds: { Seeds.arff }) { try readTable($0, format: .arff) },
    Reader(name: "recipe", seeds: Seeds.recipe) { bytes in
      // The file is refused before it is parsed where it is not UTF-8.
      let text = String(decoding: bytes, as: UTF8.self)
      let recipe = try Recipe(yaml: text, file: "fuzz", table: GANRecipe.table)
      let again = try Recipe(yaml: recipe.yaml, file: "again", table: GANRecipe.table)
      guard again == recipe else {
        throw WrongResult(description: "a recipe that reads differently once it is written")
      }
    },
    Reader(name: "tar", seeds: { Seeds.tar }, repair: Repairs.tar) { bytes in
      let archive = try TarReader(NamedBytes(name: "fuzz", bytes: bytes[...]))
      for entry in archive.entries.prefix(20) { _ = try archive.entry(named: entry.name) }
    },
    Reader(name: "gzip", seeds: { Seeds.gzip }) { bytes in
      guard ImageFile.isGzipped(bytes) else { throw InflateError.corrupt }
      let content = try ImageFile.content(bytes, name: "fuzz", limit: largest)
      guard content.bytes.count <= largest else {
        throw WrongResult(description: "\(content.bytes.count) bytes of content")
      }
    },
  ]

  /// The most that packed inputs may unfold to.
  private static let largest = 1 << 22

  private static let readArrays: @Sendable ([UInt8]) throws -> Void = { bytes in
    let images = Result { try ImageArrays.split(bytes, file: "fuzz", name: "fuzz") }
    let points = Result { try PointFile.parse(Data(bytes), file: "fuzz") }
    if case .success = points { return }
    if case .failure(let error) = points, !isTyped(error) { throw error }
    _ = try images.get()
  }

  @Sendable private static func readTable(_ bytes: [UInt8], format: TableFile.Format) throws {
    let split = try TableFile.parse(
      bytes, format: format, label: nil, file: "fuzz", name: "fuzz", origin: "fuzz")
    let scaled = try TableScaling(fittedTo: split.training).applied(to: split.training)
    guard scaled.missingCount == 0 else {
      throw WrongResult(description: "\(scaled.missingCount) missing values after scaling")
    }
  }

  /// Whether an error is one of those that readers promise.
  static func isTyped(_ error: any Error) -> Bool {
    switch error {
    case is ImageFileError, is ImageSetError, is ImageSplitError, is PointFileError: true
    case is TableFileError, is TableSetError, is TableSplitError: true
    case is InflateError, is ImagingError, is SafetensorsError, is RecipeError: true
    default: false
    }
  }
}

/// A reader that read something, but not what it promises.
struct WrongResult: Error, CustomStringConvertible {
  let description: String
}

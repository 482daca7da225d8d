// Reads the user's own points from a file of text or of NumPy.

import Foundation

/// Files of points in the plane: delimited text, `.npy` and `.npz`.
///
/// The content decides about the kind of file, not its name.
public enum PointFile {
  /// The largest file, and the largest array in an archive, in bytes.
  public static let largestFile = 1 << 28

  /// Reads a file and standardises its points.
  /// - Throws: `PointFileError`.
  public static func read(_ url: URL) throws(PointFileError) -> StandardizedPoints {
    try parse(try bytes(of: url), file: url.lastPathComponent)
  }

  /// The bytes of a file, for a checksum beside `parse(_:file:)`.
  ///
  /// - Throws: `PointFileError.cannotRead` for what is no ordinary file and `.tooLarge`.
  public static func bytes(of url: URL) throws(PointFileError) -> Data {
    let name = url.lastPathComponent
    // Without waiting, so that a pipe that nobody writes to is refused like any other pipe.
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw .cannotRead(file: url.path, reason: String(cString: strerror(errno)))
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      throw .cannotRead(file: url.path, reason: "it is not an ordinary file")
    }
    guard information.st_size <= off_t(largestFile) else {
      throw .tooLarge(file: name, what: "the file", largest: largestFile)
    }
    let content: Data?
    do {
      content = try handle.read(upToCount: largestFile + 1)
    } catch {
      throw .cannotRead(file: url.path, reason: error.localizedDescription)
    }
    let data = content ?? Data()
    guard data.count <= largestFile else {
      throw .tooLarge(file: name, what: "the file", largest: largestFile)
    }
    return data
  }

  /// Reads and standardises the points in the bytes of a file.
  ///
  /// - Parameter file: the file's name, for errors.
  /// - Throws: `PointFileError`.
  public static func parse(_ data: Data, file: String) throws(PointFileError) -> StandardizedPoints
  {
    let bytes = [UInt8](data)
    let coordinates: [Double]
    if bytes.starts(with: NPYFile.magic) {
      coordinates = try NPYFile(bytes[...], file: file, array: nil).points()
    } else if ZipReader.isArchive(bytes) {
      coordinates = try archivedPoints(bytes, file: file)
    } else {
      coordinates = try DelimitedPoints.read(bytes, file: file)
    }
    return try StandardizedPoints(coordinates, file: file)
  }

  /// The names under which an archive of several arrays may hold the points.
  static let arrayNames = ["x", "samples", "points"]

  private static func archivedPoints(
    _ bytes: [UInt8], file: String
  ) throws(PointFileError) -> [Double] {
    let archive = try ZipReader(bytes, file: file)
    let suffix = ".npy"
    let arrays = archive.entries.filter { $0.name.hasSuffix(suffix) }
    let known = arrays.filter { arrayNames.contains(String($0.name.dropLast(suffix.count))) }
    guard let entry = arrays.count == 1 ? arrays.first : known.first,
      arrays.count == 1 || known.count == 1
    else {
      let names = arrays.prefix(8).map { String($0.name.dropLast(suffix.count)) }
      throw .malformedArchive(
        file: file,
        found: arrays.isEmpty ? "no array" : "the arrays \(shown(names.joined(separator: ", ")))",
        needed: "a single array, or one array named x, samples or points")
    }
    let content = try archive.content(of: entry, largest: largestFile)
    let name = String(entry.name.dropLast(suffix.count))
    return try NPYFile(content[...], file: file, array: name).points()
  }
}

/// Text of a file in quotation marks for a message: control characters escaped, and cut if long.
func shown(_ text: String) -> String { "\"\(printable(text))\"" }

/// Text of a file for a message: control characters escaped, and cut if long.
func printable(_ text: String) -> String {
  let longest = 40
  var result = ""
  for scalar in text.unicodeScalars.prefix(longest) {
    let isControl = scalar.properties.generalCategory == .control
    // In ASCII, because otherwise the controls from U+0080 on would stay as they are.
    result += isControl ? scalar.escaped(asASCII: true) : String(scalar)
  }
  return result + (text.unicodeScalars.count > longest ? "…" : "")
}

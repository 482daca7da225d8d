// Reads the header of NumPy's .npy files, and points from them.

/// An .npy file of format version 1, 2 or 3.
struct NPYFile {
  /// What every file begins with.
  static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  /// The kinds of element that points may have.
  private enum Element: String, CaseIterable {
    case float32 = "<f4"
    case float64 = "<f8"
    case int32 = "<i4"
    case int64 = "<i8"

    var size: Int { self == .float32 || self == .int32 ? 4 : 8 }
  }

  private let file: String
  private let array: String?
  let header: NPYHeader
  let body: ArraySlice<UInt8>

  /// Reads the header.
  ///
  /// - Parameter array: the array's name within an archive, for errors.
  /// - Throws: `PointFileError.malformedArray`.
  init(_ bytes: ArraySlice<UInt8>, file: String, array: String?) throws(PointFileError) {
    self.file = file
    self.array = array
    let failure = { (found: String, needed: String) in
      PointFileError.malformedArray(file: file, array: array, found: found, needed: needed)
    }
    let wanted = "an array that numpy.save wrote"
    let start = bytes.startIndex
    guard bytes.count >= 10, bytes.starts(with: Self.magic) else {
      throw failure("something else than an .npy file", wanted)
    }
    let major = bytes[start + 6]
    guard (1...3).contains(major), bytes[start + 7] == 0 else {
      throw failure("version \(major).\(bytes[start + 7]) of the format", "1.0, 2.0 or 3.0")
    }
    let fieldSize = major == 1 ? 2 : 4
    let textStart = start + 8 + fieldSize
    guard textStart <= bytes.endIndex else { throw failure("a file that is cut off", wanted) }
    let length = bytes[(start + 8)..<textStart].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.endIndex - textStart else {
      throw failure("a file that is cut off", wanted)
    }
    guard let header = NPYHeader(bytes[textStart..<(textStart + length)]) else {
      throw failure("a header that is not NumPy's", wanted)
    }
    self.header = header
    body = bytes[(textStart + length)...]
  }

  /// The coordinates, x and y in turn.
  /// - Throws: `PointFileError.malformedArray`, `.noPoints` and `.tooLarge`.
  func points() throws(PointFileError) -> [Double] {
    guard let code = header.descriptor, let element = Element(rawValue: code) else {
      let found = header.descriptor.map { "elements of type \(shown($0))" } ?? "structures"
      throw failure(found, "float32, float64, int32 or int64, little-endian: array.astype('<f4')")
    }
    let shape = header.shape
    guard shape.count == 2, shape[1] == 2 else {
      let axes = shape.prefix(8).map(String.init).joined(separator: ", ")
      throw failure("shape (\(axes)\(shape.count > 8 ? ", …" : ""))", "shape (count, 2)")
    }
    let count = shape[0]
    guard count <= FinitePoints.largestCount else {
      throw .tooLarge(
        file: file, what: "the number of points", largest: FinitePoints.largestCount)
    }
    let size = 2 * count * element.size
    guard body.count == size else {
      throw failure(
        "\(body.count) bytes of elements", "\(size), as shape (\(count), 2) of \(code) has")
    }
    guard count > 0 else { throw .noPoints(file: file) }

    let strides = header.isFortranOrder ? (point: 1, axis: count) : (point: 2, axis: 1)
    var coordinates: [Double] = []
    coordinates.reserveCapacity(2 * count)
    for index in 0..<(2 * count) {
      let place = index / 2 * strides.point + index % 2 * strides.axis
      let value = self.value(element, at: place)
      guard Float(value).isFinite else {
        throw failure(
          "\(value) in row \(index / 2), column \(index % 2)", "finite numbers below 3.4e38")
      }
      coordinates.append(value)
    }
    return coordinates
  }

  private func value(_ element: Element, at place: Int) -> Double {
    let start = body.startIndex + place * element.size
    let bits = (0..<element.size).reduce(UInt64(0)) { bits, byte in
      bits | UInt64(body[start + byte]) << UInt64(8 * byte)
    }
    return switch element {
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float64: Double(bitPattern: bits)
    case .int32: Double(Int32(truncatingIfNeeded: bits))
    case .int64: Double(Int64(bitPattern: bits))
    }
  }

  /// An error about this array.
  func failure(_ found: String, _ needed: String) -> PointFileError {
    .malformedArray(file: file, array: array, found: found, needed: needed)
  }
}

// Elements of NumPy's arrays of any shape, for images and their labels.

/// The kinds of element that images and labels are read from.
enum NPYElement: String, CaseIterable {
  case uint8 = "|u1"
  case int8 = "|i1"
  case uint16 = "<u2"
  case int16 = "<i2"
  case int32 = "<i4"
  case int64 = "<i8"
  case float32 = "<f4"
  case float64 = "<f8"

  /// The size in bytes.
  var size: Int {
    switch self {
    case .uint8, .int8: 1
    case .uint16, .int16: 2
    case .int32, .float32: 4
    case .int64, .float64: 8
    }
  }

  /// NumPy's name of the type.
  var name: String {
    switch self {
    case .uint8: "uint8"
    case .int8: "int8"
    case .uint16: "uint16"
    case .int16: "int16"
    case .int32: "int32"
    case .int64: "int64"
    case .float32: "float32"
    case .float64: "float64"
    }
  }

  /// Whether elements are whole numbers.
  var isInteger: Bool { self != .float32 && self != .float64 }
}

/// An array of an .npy file whose size has been found to fit its shape.
struct NPYElements {
  let element: NPYElement
  let shape: [Int]
  /// How many elements lie between neighbours along each axis.
  let strides: [Int]
  let body: ArraySlice<UInt8>

  /// Checks element type and size; the header may claim anything.
  /// - Throws: `PointFileError.malformedArray`.
  init(_ file: NPYFile) throws(PointFileError) {
    guard let code = file.header.descriptor, let element = NPYElement(rawValue: code) else {
      let found = file.header.descriptor.map { "elements of type \(shown($0))" } ?? "structures"
      let names = NPYElement.allCases.map(\.name).joined(separator: ", ")
      throw file.failure(found, "one of \(names), little-endian")
    }
    let shape = file.header.shape
    var largest = element.size
    for length in shape {
      // An axis without elements must not hide that the strides of the others overflow.
      let (product, overflow) = largest.multipliedReportingOverflow(by: max(length, 1))
      guard !overflow, shape.count <= 8 else {
        throw file.failure("an array of absurd shape", "at most 4 axes")
      }
      largest = product
    }
    let size = shape.contains(0) ? 0 : largest
    guard file.body.count == size else {
      let axes = shape.map(String.init).joined(separator: ", ")
      throw file.failure(
        "\(file.body.count) bytes of elements", "\(size), as shape (\(axes)) of \(code) has")
    }
    self.element = element
    self.shape = shape
    body = file.body
    let inner = file.header.isFortranOrder ? shape : shape.reversed()
    var steps: [Int] = []
    var step = 1
    for length in inner {
      steps.append(step)
      step *= length
    }
    strides = file.header.isFortranOrder ? steps : steps.reversed()
  }

  /// The number of elements.
  var count: Int { body.count / element.size }

  /// The least and the largest element; nil where one is not a number or there is none.
  var range: ClosedRange<Double>? {
    body.withUnsafeBytes { bytes in
      guard count > 0 else { return nil }
      var (least, largest) = (Double.infinity, -Double.infinity)
      for place in 0..<count {
        let value = value(bytes, at: place)
        guard !value.isNaN else { return nil }
        least = min(least, value)
        largest = max(largest, value)
      }
      return least...largest
    }
  }

  /// The element at a place, counted in the order of the file.
  @inline(__always)
  func value(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Double {
    let offset = place * element.size
    return switch element {
    case .uint8: Double(bytes[offset])
    case .int8: Double(Int8(bitPattern: bytes[offset]))
    case .uint16: Double(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    case .int16: Double(bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self))
    case .int32: Double(bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    case .int64: Double(bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
    case .float32: Double(bytes.loadUnaligned(fromByteOffset: offset, as: Float.self))
    case .float64: bytes.loadUnaligned(fromByteOffset: offset, as: Double.self)
    }
  }
}

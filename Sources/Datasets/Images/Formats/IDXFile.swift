// Reads the IDX format of MNIST: a big-endian header and unsigned bytes.

/// Images or labels in IDX, the format described on the MNIST page of LeCun, Cortes and Burges.
package enum IDXFile {
  /// Images of one file, `[count, height, width]`.
  package struct Images {
    package let count: Int
    package let height: Int
    package let width: Int
    package let pixels: ArraySlice<UInt8>
  }

  /// The images of a file with three axes.
  /// - Throws: `ImageFileError.malformed`.
  package static func images(_ content: NamedBytes) throws(ImageFileError) -> Images {
    let shape = try shape(content, axes: 3, of: "images")
    for (index, side) in shape.dropFirst().enumerated() {
      guard ImageSet.sides.contains(side) else {
        throw content.malformed(
          at: 8 + 4 * index, "\(side) \(index == 0 ? "rows" : "columns")",
          "\(ImageSet.sides.lowerBound) to \(ImageSet.sides.upperBound)")
      }
    }
    return Images(
      count: shape[0], height: shape[1], width: shape[2],
      pixels: try body(content, shape, header: 16))
  }

  /// The labels of a file with one axis, each below the number of classes.
  /// - Throws: `ImageFileError.malformed`.
  package static func labels(
    _ content: NamedBytes, classCount: Int, imageCount: Int
  ) throws(ImageFileError) -> [Int32] {
    let shape = try shape(content, axes: 1, of: "labels")
    guard shape[0] == imageCount else {
      throw content.malformed(
        at: 4, "\(shape[0]) labels", "\(imageCount), one for each image of its set")
    }
    let header = 8
    let labels = try body(content, shape, header: header)
    if let place = labels.firstIndex(where: { Int($0) >= classCount }) {
      throw content.malformed(
        at: header + place - labels.startIndex, "the label \(labels[place])",
        "0 to \(classCount - 1)")
    }
    return labels.map { Int32($0) }
  }

  /// The lengths of the axes that the header claims.
  private static func shape(
    _ content: NamedBytes, axes: Int, of what: String
  ) throws(ImageFileError) -> [Int] {
    let bytes = content.bytes
    let start = bytes.startIndex
    guard bytes.count >= 4, bytes[start] == 0, bytes[start + 1] == 0 else {
      throw content.malformed(
        at: 0, bytes.count < 4 ? "\(bytes.count) bytes" : "no IDX header",
        "an IDX file of \(what), plain or packed with gzip")
    }
    guard bytes[start + 2] == 0x08 else {
      throw content.malformed(
        at: 2, "elements of type 0x\(String(bytes[start + 2], radix: 16))",
        "type 0x8, unsigned bytes")
    }
    let found = Int(bytes[start + 3])
    guard found == axes else {
      let kind = [1: "labels", 3: "images"][found].map { " (a file of \($0))" } ?? ""
      throw content.malformed(
        at: 3, "\(found) ax\(found == 1 ? "i" : "e")s\(kind)", "\(axes), as a file of \(what) has")
    }
    guard bytes.count >= 4 + 4 * axes else {
      throw content.malformed(
        at: bytes.count, "the end of the file", "a header of \(4 + 4 * axes) bytes")
    }
    return (0..<axes).map { axis in
      bytes[(start + 4 + 4 * axis)..<(start + 8 + 4 * axis)].reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// What follows the header, as many bytes as the shape has elements.
  private static func body(
    _ content: NamedBytes, _ shape: [Int], header: Int
  ) throws(ImageFileError) -> ArraySlice<UInt8> {
    let body = content.bytes.dropFirst(header)
    let text = shape.map(String.init).joined(separator: " x ")
    // The sides are small by now, and the count has 32 bits, so that this cannot overflow.
    let size = shape.reduce(1, *)
    guard size > 0 else { throw content.malformed(at: 4, "no elements", "at least one") }
    guard body.count == size else {
      throw content.malformed(
        at: header + min(size, body.count), "\(body.count) bytes after the header",
        "\(size), as its header says with \(text)")
    }
    return body
  }
}

// Reads tar archives in memory: the regular files of a ustar archive, and never writes any.

/// The regular files of a tar archive (POSIX ustar, and what GNU tar and pax write beside them).
///
/// Names are only compared, so that no name can reach a place outside. Links, folders and devices
/// are passed over, and so are the extra records with long names, whose files keep their short ones.
package struct TarReader {
  /// A regular file: its last path component and its bytes.
  package struct Entry {
    package let name: String
    package let bytes: ArraySlice<UInt8>
  }

  private static let blockSize = 512
  private let content: NamedBytes
  /// In the order of the archive.
  package private(set) var entries: [Entry] = []

  /// Reads all headers.
  /// - Throws: `ImageFileError.malformed`.
  package init(_ content: NamedBytes) throws(ImageFileError) {
    self.content = content
    let bytes = content.bytes
    var offset = 0
    while true {
      guard offset + Self.blockSize <= bytes.count else {
        throw content.malformed(
          at: offset, "the end of the archive", "a header, or the blocks of zeros that end it")
      }
      let block = bytes.dropFirst(offset).prefix(Self.blockSize)
      if block.allSatisfy({ $0 == 0 }) { break }
      offset = try readEntry(block, at: offset)
    }
    if let place = bytes.dropFirst(offset).firstIndex(where: { $0 != 0 }) {
      throw content.malformed(
        at: place - bytes.startIndex, "something after the end of the archive", "zeros")
    }
  }

  /// The file of a name.
  /// - Throws: `ImageFileError.malformed` where there is none, or more than one.
  package func entry(named name: String) throws(ImageFileError) -> NamedBytes {
    let found = entries.filter { $0.name == name }
    guard let entry = found.first, found.count == 1 else {
      let names = entries.prefix(8).map { shown($0.name) }.joined(separator: ", ")
      throw content.malformed(
        at: nil,
        found.isEmpty
          ? (names.isEmpty ? "an archive without files" : "an archive of \(names)")
          : "\(found.count) files named \(shown(name))", "one file named \(name)")
    }
    return NamedBytes(name: "\(content.name), \(name)", bytes: entry.bytes)
  }

  /// Takes in an entry and returns where the next header stands.
  private mutating func readEntry(
    _ block: ArraySlice<UInt8>, at offset: Int
  ) throws(ImageFileError) -> Int {
    let start = block.startIndex
    let sum = block.enumerated().reduce(0) { sum, byte in
      // The checksum counts its own field as spaces.
      sum + ((148..<156).contains(byte.offset) ? 0x20 : Int(byte.element))
    }
    guard Self.octal(block[(start + 148)..<(start + 156)]) == sum else {
      throw content.malformed(
        at: offset, "no header of a tar archive, or a damaged one", "a tar archive")
    }
    let dataStart = offset + Self.blockSize
    let left = content.bytes.count - dataStart
    guard let size = Self.octal(block[(start + 124)..<(start + 136)]), size <= left else {
      throw content.malformed(
        at: offset + 124, "an entry that is longer than the archive",
        "at most \(left) bytes, which follow the header")
    }
    let type = block[start + 156]
    if type == 0 || type == UInt8(ascii: "0") {
      let field = block[start..<(start + 100)].prefix { $0 != 0 }
      let name = field.split(separator: UInt8(ascii: "/")).last ?? []
      let first = content.bytes.startIndex + dataStart
      entries.append(
        Entry(
          name: String(decoding: name, as: UTF8.self), bytes: content.bytes[first..<(first + size)])
      )
    }
    let padded = (size + Self.blockSize - 1) / Self.blockSize * Self.blockSize
    return dataStart + padded
  }

  /// A number in octal digits, blank before and blank or zero behind; nil for anything else.
  private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
    let blank: Set<UInt8> = [0, 0x20]
    let digits = field.drop { $0 == 0x20 }.prefix { !blank.contains($0) }
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x37).contains($0) }),
      field[digits.endIndex...].allSatisfy({ blank.contains($0) })
    else { return nil }
    // Twelve octal digits are 36 bits at most.
    return digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
  }
}

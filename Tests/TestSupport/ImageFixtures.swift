// Tiny files of images in every format that is read.

/// Bytes in the formats of images.
package enum ImageFixtures {
  /// An IDX file of unsigned bytes.
  package static func idx(_ shape: [Int], _ body: [UInt8]) -> [UInt8] {
    [0, 0, 8, UInt8(shape.count)]
      + shape.flatMap { length in (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) }
      }
      + body
  }

  /// A gzip file whose content is stored and not packed.
  package static func gzip(_ content: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var rest = content[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      let count = UInt16(block.count)
      bytes += [rest.isEmpty ? 1 : 0] + little(count) + little(~count) + block
    } while !rest.isEmpty
    return bytes + little(crc32(content)) + little(UInt32(truncatingIfNeeded: content.count))
  }

  /// An entry of a tar archive, padded to whole blocks.
  ///
  /// - Parameter claimed: the size that its header tells; that of the content by default.
  package static func tarEntry(
    _ name: String, _ content: [UInt8], type: Character = "0", claimed: Int? = nil
  ) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at place: Int) {
      for (index, byte) in text.utf8.enumerated() { header[place + index] = byte }
    }
    put(name, at: 0)
    put("0000644\0", at: 100)
    let size = String(claimed ?? content.count, radix: 8)
    put(String(repeating: "0", count: 11 - size.count) + size, at: 124)
    put(String(type), at: 156)
    put("ustar\0" + "00", at: 257)
    put(String(repeating: " ", count: 8), at: 148)
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", at: 148)
    return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }

  /// A whole archive.
  package static func tar(_ entries: [[UInt8]]) -> [UInt8] {
    entries.flatMap { $0 } + [UInt8](repeating: 0, count: 1024)
  }

  /// An .npy file with a header as NumPy writes it.
  package static func npy(
    _ code: String, _ shape: [Int], _ body: [UInt8], fortran: Bool = false
  ) -> [UInt8] {
    let axes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text =
      "{'descr': '\(code)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': (\(axes)), }\n"
    return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0] + little(UInt16(text.utf8.count))
      + Array(text.utf8) + body
  }

  package static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { state, byte in
      (0..<8).reduce(state ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }
}

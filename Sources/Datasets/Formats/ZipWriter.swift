// Writes zip archives with stored entries and fixed times, so that equal content is equal bytes.

import Foundation

/// A writer of zip archives without compression and without the zip64 extension.
enum ZipWriter {
  /// One file of an archive, in two pieces.
  struct Entry {
    let name: String
    let header: Data
    let body: Data
  }

  /// The size of an entry's local header without its name.
  static let localSize = 30
  /// The size of an entry in the central directory without its name.
  static let centralSize = 46
  /// The size of the end of the central directory.
  static let endSize = 22

  /// An archive of entries; the caller has checked that counts and sizes fit the format.
  static func archive(_ entries: [Entry], size: Int) -> Data {
    var archive = Data()
    archive.reserveCapacity(size)
    var central = Data()
    for entry in entries {
      let offset = archive.count
      var checksum = CRC32()
      checksum.combine(entry.header)
      checksum.combine(entry.body)
      let common = common(entry, checksum: checksum.value)
      archive += little(UInt32(0x0403_4B50)) + common + Data(entry.name.utf8)
      archive += entry.header
      archive += entry.body

      // Made by version 2.0; no comment; first disk; no attributes.
      central += little(UInt32(0x0201_4B50)) + little(UInt16(20)) + common
      central += little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0)) + little(UInt32(0))
      central += little(UInt32(offset)) + Data(entry.name.utf8)
    }
    let start = archive.count
    archive += central
    archive += little(UInt32(0x0605_4B50)) + little(UInt32(0))
    archive += little(UInt16(entries.count)) + little(UInt16(entries.count))
    archive += little(UInt32(central.count)) + little(UInt32(start)) + little(UInt16(0))
    return archive
  }

  /// The 26 bytes that the local header and the central directory share.
  private static func common(_ entry: Entry, checksum: UInt32) -> Data {
    let size = UInt32(entry.header.count + entry.body.count)
    // Version 2.0 to read, UTF-8 names, stored, midnight of 1980-01-01.
    var bytes = little(UInt16(20)) + little(UInt16(0x0800)) + little(UInt16(0))
    bytes += little(UInt16(0)) + little(UInt16(0x0021))
    bytes += little(checksum) + little(size) + little(size)
    bytes += little(UInt16(entry.name.utf8.count)) + little(UInt16(0))
    return bytes
  }

  private static func little<Number: FixedWidthInteger>(_ number: Number) -> Data {
    withUnsafeBytes(of: number.littleEndian) { Data($0) }
  }
}

/// The cyclic redundancy check of zip files.
package struct CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
    }
  }

  private var state = UInt32.max

  /// The check of no bytes.
  package init() {}

  /// The check of the bytes so far.
  package var value: UInt32 { ~state }

  /// Takes bytes into the check.
  package mutating func combine(_ data: Data) {
    var state = state
    CRC32.table.withUnsafeBufferPointer { table in
      data.withUnsafeBytes { bytes in
        for byte in bytes { state = table[Int((state ^ UInt32(byte)) & 0xFF)] ^ state >> 8 }
      }
    }
    self.state = state
  }
}
